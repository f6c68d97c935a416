import { isLoopbackHost } from '@xenia/protocol/loopback';
import type { Config } from '../config/schema.ts';

/** Where mail is handed in, as the configuration names it. */
export interface SmtpServer {
  /** A name or an IP address. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314 §3.3); otherwise STARTTLS where the server has it. */
  readonly implicitTls: boolean;
  /** Nothing is sent unless STARTTLS succeeds. */
  readonly requireTls: boolean;
  /** What never leaves the machine needs no certificate that others vouch for. */
  readonly anyCertificate: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  /** The address that mail comes from. */
  readonly from: string;
}

/** Message submission with TLS from the start, and with STARTTLS (RFC 8314 §3.3, RFC 6409 §3.1). */
const PORTS = { 'smtps:': 465, 'smtp:': 587 } as const;

/** null: none is configured. */
export function smtpServer({ mode, mail: { smtpUrl, from } }: Pick<Config, 'mode' | 'mail'>): SmtpServer | null {
  if (smtpUrl === null || from === null) return null;
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const host = hostname.toLowerCase();
  const anyCertificate = isLoopbackHost(host);
  const implicitTls = protocol === 'smtps:';
  const auth = username === '' ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? PORTS[implicitTls ? 'smtps:' : 'smtp:'] : Number(port),
    implicitTls,
    // Links in mail open accounts, and credentials are credentials: neither crosses a network in the clear.
    requireTls: !implicitTls && !anyCertificate && (mode === 'production' || auth !== null),
    anyCertificate,
    auth,
    from,
  };
}
