import { decodeJws, JwsError, SIGNING_ALGORITHMS, type SigningAlgorithm } from '@xenia/protocol/jws';
import { JwtClaimsError } from '@xenia/protocol/jwt-claims';
import { validateLogoutTokenClaims } from '@xenia/protocol/logout-token';
import { SECURITY_EVENT_CONTENT_TYPE, validateSecurityEventClaims } from '@xenia/protocol/security-event-token';
import { boundedCache } from './bounded-cache.ts';
import { acknowledged, type Channel, refusedEvent, tryAgainLater } from './event-answers.ts';
import { assertAlgorithms, assertIssuer, type CacheOptions, completeCache } from './guard-options.ts';
import { createIssuer } from './issuer.ts';
import { IssuerUnavailableError } from './issuer-unavailable-error.ts';
import { type EventAnswer, type EventRequest, type ReceivedEvent, revoked, signedOut } from './received-event.ts';
import { systemClock } from './system-clock.ts';
import { verifyByIssuer } from './verify-jwt.ts';

export interface EventReceiverOptions {
  /** The authorization server, exactly as its metadata names it. http only on loopback. */
  readonly issuer: string;
  /** This app's client_id: the `aud` that a notice must carry. */
  readonly client_id: string;
  /** RS256, PS256, ES256 and EdDSA unless told. */
  readonly algorithms?: readonly SigningAlgorithm[];
  readonly fetch?: typeof fetch;
  /** Seconds since 1970. */
  readonly clock?: () => number;
  readonly cache?: Pick<CacheOptions, 'issuerMaxAge' | 'issuerStaleIfError' | 'keyRefreshInterval'>;
  /** How many notices are remembered, so that one that comes again does nothing again; 1 to 1000000, default 10000. */
  readonly rememberedEvents?: number;
}

export interface EventReceiver {
  /**
   * Reads one notice and has `react` do what it asks for; only when that is done is the issuer told so. Otherwise it sends the notice
   * again later. Never rejects: what cannot be verified is refused.
   */
  receive(request: EventRequest, react: (event: ReceivedEvent) => void | Promise<void>): Promise<EventAnswer>;
}

/** Seconds; longer than the issuer goes on trying. */
const REMEMBERED_FOR = 4 * 86_400;

/**
 * Receives what the issuer tells this app: logout tokens at its `backchannel_logout_uri` (OIDC Back-Channel Logout 1.0 §2.6) and security
 * event tokens at its `webhook_uri` (RFC 8417, RFC 8935). Throws TypeError for options that cannot work.
 */
export function createEventReceiver(options: EventReceiverOptions): EventReceiver {
  const { issuer, client_id, algorithms, clock, keys, remembered } = completeReceiver(options);
  const seen = boundedCache<true>(remembered);

  async function verify(channel: Channel, token: string): Promise<ReceivedEvent | null> {
    const decoded = decodeJws(token);
    if (!algorithms.some((alg) => alg === decoded.header.alg)) throw new JwsError('algorithm_not_allowed');
    // Before the signature, although nothing is proven yet: junk shall not cost a fetch.
    const expectation = { issuer, client_id, now: clock() };
    const { header, payload } = decoded;
    const event =
      channel === 'logout'
        ? signedOut(validateLogoutTokenClaims(header, payload, expectation))
        : revoked(validateSecurityEventClaims(header, payload, expectation));
    await verifyByIssuer(decoded, { keys, algorithms });
    return event;
  }

  async function obey(
    channel: Channel,
    token: string,
    react: Parameters<EventReceiver['receive']>[1],
  ): Promise<EventAnswer> {
    const event = await verify(channel, token);
    if (event === null) return acknowledged(channel, null, 'unknown_event');
    if (seen.get(event.jti, clock())) {
      seen.set(event.jti, true, clock() + REMEMBERED_FOR);
      return acknowledged(channel, event, 'repeated');
    }
    try {
      await react(event);
    } catch (error) {
      return tryAgainLater(channel, 'reaction_failed', error, event);
    }
    // Not before it is done: what failed must be done when it comes again.
    seen.set(event.jti, true, clock() + REMEMBERED_FOR);
    return acknowledged(channel, event, null);
  }

  return {
    async receive(request, react) {
      const read = readToken(request);
      if (read === null) return refusedEvent('event', 'not_a_notice');
      const { channel, token } = read;
      try {
        return await obey(channel, token, react);
      } catch (error) {
        if (error instanceof JwsError || error instanceof JwtClaimsError) return refusedEvent(channel, error.reason);
        const reason = error instanceof IssuerUnavailableError ? error.reason : 'unexpected_error';
        return tryAgainLater(channel, reason, error, null);
      }
    },
  };
}

function completeReceiver(options: EventReceiverOptions) {
  const { issuer, client_id, algorithms = SIGNING_ALGORITHMS, clock = systemClock } = options;
  assertIssuer(issuer);
  assertAlgorithms(algorithms);
  if (client_id === '') throw new TypeError('client_id is empty; it is what the app was registered as');
  const remembered = options.rememberedEvents ?? 10_000;
  if (!Number.isInteger(remembered) || remembered < 1 || remembered > 1_000_000) {
    throw new TypeError('rememberedEvents must be a whole number from 1 to 1000000');
  }
  const cache = completeCache(options.cache ?? {});
  const { keys } = createIssuer(issuer, options.fetch ?? globalThis.fetch, {
    clock,
    maxAge: cache.issuerMaxAge,
    staleIfError: cache.issuerStaleIfError,
    refreshInterval: cache.keyRefreshInterval,
  });
  return { issuer, client_id, algorithms, clock, keys, remembered };
}

function readToken({ contentType, body }: EventRequest): { channel: Channel; token: string } | null {
  const [type = ''] = (contentType ?? '').split(';', 1);
  switch (type.trim().toLowerCase()) {
    case SECURITY_EVENT_CONTENT_TYPE:
      return { channel: 'event', token: body };
    case 'application/x-www-form-urlencoded': {
      const [token, ...more] = new URLSearchParams(body).getAll('logout_token');
      return token === undefined || more.length > 0 ? null : { channel: 'logout', token };
    }
    default:
      return null;
  }
}
