import { isSecureUrl } from '@xenia/protocol/loopback';

export { redirectUriProblem } from '@xenia/protocol/redirect-uri';

/** What speaks against an origin whose pages may call the endpoints, worded to follow it in a sentence; null: nothing. */
export function corsOriginProblem(origin: string): string | null {
  const isOrigin = isSecureUrl(origin) && new URL(origin).origin === origin;
  return isOrigin ? null : 'is not an origin; write it like https://app.example, without a path';
}
