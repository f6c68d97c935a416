import { RefusedError } from '../../sample/problems.ts';
import type { Notice } from '../../sample/visits.ts';

/** How Xendit and its API say no. */
export interface Envelope {
  readonly error_code: string;
  readonly message: string;
  /** null: it leads nowhere that we would send a visitor. */
  readonly href: string | null;
}

/** Xendit answered a request of ours with an envelope. */
export class EnvelopeError extends RefusedError {
  readonly envelope: Envelope;

  constructor(envelope: Envelope) {
    super(envelope.error_code, envelope.message);
    this.envelope = envelope;
  }
}

/** null for a body that is none. `issuer`: whose pages its link may lead to. */
export function readEnvelope(body: unknown, issuer: string): Envelope | null {
  if (typeof body !== 'object' || body === null || !('error_code' in body)) return null;
  const { error_code, message, links } = body as { error_code: unknown; message?: unknown; links?: unknown };
  if (typeof error_code !== 'string') return null;
  return { error_code, message: typeof message === 'string' ? message : '', href: readLink(links, issuer) };
}

export function linkOf({ error_code, href }: Envelope): Pick<Notice, 'link'> {
  return href === null ? {} : { link: { href, label: `What ${error_code} means` } };
}

function readLink(links: unknown, issuer: string): string | null {
  if (typeof links !== 'object' || links === null || !('href' in links) || typeof links.href !== 'string') return null;
  return links.href.startsWith(`${issuer}/`) ? links.href : null;
}
