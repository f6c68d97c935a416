import type { Credentials, Wiring } from '../wiring.ts';

/** Whole HTTP/1.1 requests as text, made once and sent many times where nothing in them changes. */
export function get({ port }: Wiring, path: string, cookie?: string): string {
  const sent = cookie === undefined ? '' : `cookie: ${cookie}\r\n`;
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${sent}\r\n`;
}

/** A JSON post by a client whose name and secret are members of the body. */
export function postJson(
  { port }: Wiring,
  path: string,
  { client, members }: { client: Credentials; members: Readonly<Record<string, string>> },
): string {
  const body = JSON.stringify({ ...client, ...members });
  return [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** A form post by a client that authenticates with HTTP Basic (RFC 6749 §2.3.1). */
export function post(
  { port }: Wiring,
  path: string,
  { client, form }: { client: Credentials; form: Readonly<Record<string, string>> },
): string {
  const body = new URLSearchParams(form).toString();
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
  return [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `authorization: Basic ${basic}`,
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
