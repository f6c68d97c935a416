import type { Deps } from '../deps.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Seconds that somebody may take at the provider. */
export const STATE_TTL = 600;

/** What somebody went to the provider for. */
export type Goal =
  /** `path`, relative to the issuer, is where it goes on. `again`: to show that it is still them. */
  | { readonly kind: 'sign_in'; readonly path: string; readonly again: boolean }
  /** Whoever was signed in wants to sign in through the provider from now on. */
  | { readonly kind: 'connect'; readonly sub: string };

/** One visit to a provider: what `state` stands for (RFC 6749 §10.12). */
export interface UpstreamState {
  readonly id: string;
  readonly goal: Goal;
  /** Its user must have signed in there since, as prompt and max_age have asked for; null: any time. */
  readonly signed_in_since: number | null;
  readonly began_at: number;
}

/** The browser that it belongs to. */
export interface Holder {
  readonly secret: string;
  readonly hash: string;
}

const SEAL = 'upstream-state';

interface Bound {
  readonly tenant: Pick<Tenant, 'tenant_id'>;
  readonly provider_id: string;
  readonly browser: Holder;
}

/**
 * The value of `state`. It says everything itself, so that any number of visits can be under way in one browser, and it is worth
 * nothing at another tenant, at another provider's redirect URI (RFC 9700 §4.4) or in another browser.
 */
export function sealState(
  { sealer }: Pick<Deps, 'sealer'>,
  { tenant, provider_id, browser }: Bound,
  state: UpstreamState,
) {
  const { id, goal, signed_in_since, began_at } = state;
  return sealer.seal(
    SEAL,
    JSON.stringify([tenant.tenant_id, provider_id, browser.hash, id, goal, signed_in_since, began_at]),
  );
}

/** null: not made here, or not for this tenant, provider and browser. */
export function openState(
  { sealer }: Pick<Deps, 'sealer'>,
  { tenant, provider_id, browser }: Bound,
  sealed: string,
): UpstreamState | null {
  const opened = sealer.open(SEAL, sealed);
  if (opened === null) return null;
  const [tenant_id, provider, browser_hash, id, goal, signed_in_since, began_at] = JSON.parse(opened.toString()) as [
    string,
    string,
    string,
    string,
    Goal,
    number | null,
    number,
  ];
  const isHere = tenant_id === tenant.tenant_id && provider === provider_id && browser_hash === browser.hash;
  return isHere ? { id, goal, signed_in_since, began_at } : null;
}

/** True once for each visit, and only while its time is not over. */
export async function useState(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { id, began_at }: UpstreamState,
): Promise<boolean> {
  const expires_at = began_at + STATE_TTL;
  const now = clock();
  return expires_at > now && storage.replay.claim(tenant_id, 'upstream-state', id, expires_at, now);
}

/**
 * What only this visit knows (RFC 7636 §4.1: 43 characters; OIDC Core §3.1.2.1 nonce). Made of the browser's secret, so that neither
 * travels with `state` nor is kept anywhere.
 */
export function secretsOf(
  { sealer }: Pick<Deps, 'sealer'>,
  { tenant, provider_id, browser }: Bound,
  { id }: Pick<UpstreamState, 'id'>,
): { readonly code_verifier: string; readonly nonce: string } {
  const visit = [tenant.tenant_id, provider_id, browser.secret, id].join('\0');
  return {
    code_verifier: sealer.mac('upstream-code-verifier', visit),
    nonce: sealer.mac('upstream-nonce', visit),
  };
}
