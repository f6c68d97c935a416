import { HttpError } from './http-error.ts';

/** A request as the engine sees it: neutral of any framework, its body read only when asked for. */
export interface WireRequest {
  readonly method: string;
  /** As received: only path and query mean something, never the host (the issuer is configured). */
  readonly url: URL;
  readonly headers: Headers;
  /** Quoted on error pages and in `X-Request-Id`; leads to the log. */
  readonly id: string;
  /** The client's address, as seen through the trusted proxies. */
  readonly address: string;
  /** The body as text. Throws HttpError 413 beyond 128 KiB and 415 for a content coding. */
  body(): Promise<string>;
}

/** Characters; proxies and browsers cut longer ones in their own ways. */
export const MAX_URL_LENGTH = 8192;

const MAX_BODY = 128 * 1024;

/** Reads the body at most once and never more than the limit. */
export function boundedBody(request: Request): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => {
    text ??= readBody(request);
    return text;
  };
}

async function readBody(request: Request): Promise<string> {
  const coding = request.headers.get('content-encoding');
  if (coding !== null && coding !== 'identity') throw new HttpError(415, 'A compressed body is not accepted');
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > MAX_BODY) throw new HttpError(413, 'The request body is too large');
    return request.text();
  }
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY) throw new HttpError(413, 'The request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The media type without its parameters, in lower case. */
export function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
