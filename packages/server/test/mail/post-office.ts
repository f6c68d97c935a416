import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as a mail server got it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** By name in small letters, unfolded and decoded. */
  readonly headers: ReadonlyMap<string, string>;
  /** By media type. */
  readonly parts: ReadonlyMap<string, string>;
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** What the next mail meets instead of being taken. */
export type Refusal =
  | { readonly at: 'sender' | 'recipient' | 'message'; readonly code: number; readonly text?: string }
  | 'hangs';

export interface PostOffice {
  readonly port: number;
  readonly received: ReceivedMail[];
  readonly next: Refusal[];
  /** Resolves when so many have been taken in all. */
  heard(count: number): Promise<void>;
  /** Resolves when a mail is left without an answer. */
  hung(): Promise<void>;
  /** Answers whom it left hanging. */
  release(): void;
  close(): Promise<void>;
}

/** A real mail server on a free port of the loopback, or on a given one. */
export async function startPostOffice(options: SMTPServerOptions = {}, port = 0): Promise<PostOffice> {
  const received: ReceivedMail[] = [];
  const next: Refusal[] = [];
  const hanging: (() => void)[] = [];
  const noticed: (() => void)[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const refusedAt = (at: string) => {
    const [refusal] = next;
    if (refusal === undefined || refusal === 'hangs' || refusal.at !== at) return null;
    next.shift();
    return Object.assign(new Error(refusal.text ?? 'Refused'), { responseCode: refusal.code });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 50,
    onMailFrom: (_, __, done) => done(refusedAt('sender')),
    onRcptTo: (_, __, done) => done(refusedAt('recipient')),
    onData(stream, session, done) {
      void text(stream).then((raw) => {
        if (next[0] === 'hangs') {
          next.shift();
          hanging.push(() => done());
          for (const resolve of noticed.splice(0)) resolve();
          return;
        }
        const refusal = refusedAt('message');
        if (refusal !== null) return done(refusal);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          ...parse(raw),
          secure: session.secure,
          user: session.user as string | undefined,
        });
        done();
        for (const { count, resolve } of waiting) if (received.length >= count) resolve();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    next,
    heard: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    hung: () => (hanging.length > 0 ? Promise.resolve() : new Promise((resolve) => noticed.push(resolve))),
    release: () => {
      for (const done of hanging.splice(0)) done();
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function parse(raw: string): Pick<ReceivedMail, 'headers' | 'parts'> {
  const { headers, body } = split(raw);
  const [, boundary] = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '') ?? [];
  if (boundary === undefined) return { headers, parts: new Map([partOf(headers, body)]) };
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const inner = split(part.replace(/^\r\n/, ''));
      return partOf(inner.headers, inner.body.replace(/\r\n$/, ''));
    });
  return { headers, parts: new Map(parts) };
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  });
  return { headers: new Map(headers), body: raw.slice(end + 4) };
}

function partOf(headers: ReadonlyMap<string, string>, body: string): [string, string] {
  const [type = ''] = (headers.get('content-type') ?? '').split(';', 1);
  const encoding = headers.get('content-transfer-encoding');
  if (encoding === 'base64') return [type, Buffer.from(body, 'base64').toString()];
  return [type, encoding === 'quoted-printable' ? decodeQuoted(body.replaceAll('=\r\n', '')) : body];
}

/** RFC 2047 §2. */
function decodeWords(value: string): string {
  return value
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : decodeQuoted(text.replaceAll('_', ' ')),
    );
}

function decodeQuoted(text: string): string {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
}
