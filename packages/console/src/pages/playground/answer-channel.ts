import type { Environment } from '../../environment.ts';

/** Between tabs of this origin alone (HTML §9.5). Who began knows the state; to everybody else the answer means nothing. */
type Message =
  | { readonly kind: 'answer'; readonly state: string; readonly address: string }
  | { readonly kind: 'taken'; readonly state: string };

const nameOf = (issuer: string): string => `xenia-playground:${issuer}`;

/** Whether the browser comes with an answer to an authorization request of a playground. */
export function isPlaygroundCallback({ basePath }: Environment, { pathname }: Location): boolean {
  return pathname === `${basePath}/playground/callback`;
}

/** An answer on its way to the tab that asked. */
export interface HandOver {
  /** Whether anything came with the address. */
  readonly hasAnswer: boolean;
  /** Settles when a tab has taken it, and never otherwise. */
  readonly taken: Promise<void>;
}

/** Takes the answer out of the address bar and the history at once, and offers it to the other tabs. */
export function handOver({ issuer }: Environment, { location, history }: Window): HandOver {
  const { href: address, hash, search, pathname } = location;
  history.replaceState(null, '', pathname);
  const state = new URLSearchParams(hash.slice(1)).get('state') ?? new URLSearchParams(search).get('state') ?? '';
  const channel = new BroadcastChannel(nameOf(issuer));
  const taken = new Promise<void>((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      const message = messageIn(data);
      if (message?.kind === 'taken' && message.state === state) resolve();
    });
  });
  if (state !== '') channel.postMessage({ kind: 'answer', state, address } satisfies Message);
  return { hasAnswer: state !== '', taken };
}

/** Takes answers to the request with this state, and no other (RFC 6749 §10.12); the returned function ends it. */
export function awaitAnswer({ issuer }: Pick<Environment, 'issuer'>, state: string, take: (address: string) => void) {
  const channel = new BroadcastChannel(nameOf(issuer));
  channel.addEventListener('message', ({ data }) => {
    const message = messageIn(data);
    if (message?.kind !== 'answer' || message.state !== state) return;
    take(message.address);
    channel.postMessage({ kind: 'taken', state } satisfies Message);
  });
  return () => channel.close();
}

function messageIn(data: unknown): Message | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kind, state, address } = data as Partial<Record<string, unknown>>;
  if (typeof state !== 'string' || state === '') return null;
  if (kind === 'taken') return { kind, state };
  return kind === 'answer' && typeof address === 'string' ? { kind, state, address } : null;
}
