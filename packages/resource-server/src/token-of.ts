import type { VerifiedToken } from './verified-token.ts';

const tokens = new WeakMap<object, VerifiedToken>();

/** Ties the token to the framework's own request (or context) object, without adding a property to it. */
export function rememberToken(request: object, token: VerifiedToken): void {
  tokens.set(request, token);
}

/** The token of a request that `protect` let through. Throws TypeError for any other request: that route is not protected. */
export function tokenOf(request: object): VerifiedToken {
  const token = tokens.get(request);
  if (!token) throw new TypeError('this request did not pass protect(); protect the route first');
  return token;
}
