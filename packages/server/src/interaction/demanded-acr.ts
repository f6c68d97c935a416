import type { AuthorizationRequest } from '@xenia/protocol/authorization-request';
import { ACR_VALUES, type Acr, isAcr, satisfies } from '../accounts/factors.ts';

/** How strongly an app wants its user to have signed in. */
export interface DemandedAcr {
  /** In the app's order of preference; those that we know. */
  readonly accepted: readonly [Acr, ...Acr[]];
  /** OIDC Core §5.5.1.1: nothing less will do. `acr_values` is only a wish (§3.1.2.1). */
  readonly essential: boolean;
}

type Request = Pick<AuthorizationRequest, 'acr_values' | 'claims'>;

/** null where the app takes any, or asks for nothing that we know. */
export function demandedAcr({ acr_values, claims }: Request): DemandedAcr | null {
  const claim = claims?.id_token?.acr;
  const named = claim?.values ?? (claim?.value === undefined ? [] : [claim.value]);
  const [first, ...others] = (named.length > 0 ? named : acr_values).filter(isAcr);
  return first === undefined ? null : { accepted: [first, ...others], essential: claim?.essential === true };
}

export function meets(acr: string, { accepted }: DemandedAcr): boolean {
  return accepted.some((wanted) => satisfies(acr, wanted));
}

/** The least that would do. */
export function leastOf({ accepted }: DemandedAcr): Acr {
  return ACR_VALUES.find((acr) => accepted.includes(acr)) ?? accepted[0];
}

/**
 * What the app is told: of the values that it named the first that the session meets, since it must be answered with one of them
 * (OIDC Core §5.5.1.1) and may know no stronger one; otherwise what the session has.
 */
export function attestedAcr(request: Request, acr: string): string {
  return demandedAcr(request)?.accepted.find((wanted) => satisfies(acr, wanted)) ?? acr;
}
