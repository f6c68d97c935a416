import type { Environment } from '../environment.ts';
import { CLIENT_ID, oauthUrl } from './authorization-request.ts';
import { leaveToSignIn } from './leave.ts';
import { silentTokens, type Tokens } from './tokens.ts';

/** Somebody is signed in. Tokens live in memory only: a reload asks the server again, which knows the browser by its session. */
export interface Session {
  /** One that is good for at least half a minute. `refused`: the server did not take the last one. Throws SignInError. */
  accessToken(refused?: boolean): Promise<string>;
  /** Leaves for the sign-in, to come back to this page. */
  signInAgain(): Promise<never>;
  /** Leaves; the session of this browser ends too (OpenID Connect RP-Initiated Logout 1.0 §2). */
  signOut(): void;
}

export interface Surroundings {
  readonly environment: Environment;
  /** Seconds. */
  readonly clock: () => number;
  /** Of this tab. */
  readonly storage: Storage;
  readonly location: Location;
}

/** Seconds before its end that an access token is renewed: more than a request takes. */
const MARGIN = 30;

export function openSession(surroundings: Surroundings, first: Tokens): Session {
  const { environment, clock, location } = surroundings;
  let tokens = first;
  let renewal: Promise<Tokens> | null = null;

  const renew = async (): Promise<void> => {
    // All who wait share one request. Only the same user may be answered for: the page shows what is theirs.
    renewal ??= silentTokens(environment, clock, tokens.id_token).finally(() => {
      renewal = null;
    });
    tokens = await renewal;
  };

  return {
    accessToken: async (refused = false) => {
      if (refused || tokens.expires_at - clock() < MARGIN) await renew();
      return tokens.access_token;
    },
    signInAgain: () => leaveToSignIn(surroundings),
    signOut: () => {
      const request = new URLSearchParams({
        client_id: CLIENT_ID,
        id_token_hint: tokens.id_token,
        post_logout_redirect_uri: `${environment.issuer}/console/signed-out`,
      });
      location.assign(`${oauthUrl(environment, 'logout')}?${request}`);
    },
  };
}
