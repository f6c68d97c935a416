import { LINK_PATH, type TicketData } from '../../accounts/tickets.ts';
import type { Exchange } from '../../exchange.ts';
import { type Browser, knownBrowser } from '../browser.ts';
import { findInteraction, type Interaction, interactionUrl } from '../pending.ts';
import { ownPath } from '../sign-in.ts';

/** What the links' forms are made for. */
export const LINK_FORM = 'link';

/**
 * The address of a link's page, which does not tell its secret: only this browser can open it, and only this server can read it. Nobody
 * gains anything from the browser's history, a log, or a Referer.
 */
export function linkPageUrl(exchange: Exchange, browser: Browser, secret: string): string {
  return `${exchange.tenant.issuer}${LINK_PATH}/${sealForBrowser(exchange, browser, 'link', secret)}`;
}

/** What is sealed for one is worth nothing to the other. */
type SealedUse = 'link' | 'code' | 'setup';

const SEAL = 'by-mail';

/** Text that a page of this browser carries along and only this server can read. */
export function sealForBrowser({ deps, tenant }: Exchange, browser: Browser, use: SealedUse, text: string): string {
  return deps.sealer.seal(SEAL, JSON.stringify([use, tenant.tenant_id, browser.hash, text]));
}

/** null: another browser's, or none of ours. */
export function openForBrowser(exchange: Exchange, use: SealedUse, sealed: string): string | null {
  const { deps, tenant } = exchange;
  const browser = knownBrowser(exchange);
  const opened = deps.sealer.open(SEAL, sealed);
  if (browser === null || opened === null) return null;
  const [sealedUse, tenant_id, browser_hash, text = null] = JSON.parse(opened.toString()) as string[];
  return sealedUse === use && tenant_id === tenant.tenant_id && browser_hash === browser.hash ? text : null;
}

const INTERACTION = /^\/interaction\/([\w-]{22})$/;

/** Where a sign-up and the like go on: one of our own pages, or the page of an app's request; relative to the issuer. */
export function onwardPath(asked: string | null): string {
  return INTERACTION.test(asked ?? '') ? (asked ?? '/') : ownPath(asked);
}

/** Whether the page leads back to an app, so that its window and its forms must be able to (pages/headers.ts). */
export function leadsToApp(path: string): boolean {
  return INTERACTION.test(path);
}

/** Where it goes on in this browser. */
export type Onward =
  | { readonly kind: 'app'; readonly interaction: Interaction; readonly url: string }
  /** It began in another browser, or its time there is over. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'page'; readonly path: string; readonly url: string };

export async function onwardOf(exchange: Exchange, data: TicketData): Promise<Onward> {
  const path = onwardPath(data.continue ?? null);
  const [, interaction_id] = INTERACTION.exec(path) ?? [];
  if (interaction_id === undefined) return { kind: 'page', path, url: `${exchange.tenant.issuer}${path}` };
  if (knownBrowser(exchange)?.hash !== data.browser_hash) return { kind: 'elsewhere' };
  try {
    const interaction = await findInteraction(exchange, interaction_id);
    return { kind: 'app', interaction, url: interactionUrl(exchange, interaction_id) };
  } catch {
    return { kind: 'elsewhere' };
  }
}
