import type { Parameters } from '@xenia/protocol/parameters';
import { canonicalResponseType, givesTokens } from '@xenia/protocol/response-type';
import type { Exchange } from '../../exchange.ts';
import { LocalError } from '../../http/local-error.ts';
import { enabledClient } from '../../interaction/advance.ts';
import { resolveRedirectUri } from '../../interaction/redirect-uri.ts';
import { RESPONSE_MODES } from '../../response-modes/index.ts';
import type { ResponseTarget } from '../../response-modes/response-mode.ts';
import type { Client } from '../../tenants/client.ts';

export interface ResolvedTarget {
  readonly client: Client;
  readonly target: ResponseTarget;
  /** The redirect_uri parameter; null if it was left out. */
  readonly sent_redirect_uri: string | null;
}

/**
 * The first phase of an authorization request: who asks, and where the answer may go. Until this has succeeded nothing may be
 * redirected anywhere (RFC 6749 §4.1.2.1, RFC 9700 §4.11.2); every failure is a LocalError.
 */
export async function resolveTarget(exchange: Exchange, parameters: Parameters): Promise<ResolvedTarget> {
  for (const name of ['client_id', 'redirect_uri', 'response_mode']) {
    if (parameters.getAll(name).length > 1) {
      throw new LocalError('request', `${name} must appear only once`, {
        reason: 'repeated_parameter',
        parameter: name,
      });
    }
  }
  const client = await enabledClient(exchange, parameters.get('client_id'));
  const sent = parameters.get('redirect_uri') ?? null;
  const redirect_uri = resolveRedirectUri(client, sent);
  const target: ResponseTarget = {
    client_id: client.client_id,
    redirect_uri,
    response_mode: resolveResponseMode(client, redirect_uri, {
      sent: parameters.get('response_mode'),
      withTokens: asksForTokens(exchange, parameters.get('response_type')),
    }),
    state: usableState(parameters),
    reader: exchange.dialect.authorizationReader(exchange.request),
  };
  return { client, target, sent_redirect_uri: sent };
}

/** Multiple Response Types §5: what gives tokens is answered in the fragment unless asked otherwise, and never in a query. */
function resolveResponseMode(
  client: Client,
  redirect_uri: string,
  { sent, withTokens }: { sent: string | undefined; withTokens: boolean },
): string {
  const mode = sent ?? (withTokens ? 'fragment' : 'query');
  const known = client.metadata.response_modes.includes(mode) ? RESPONSE_MODES.get(mode) : undefined;
  if (known?.reaches(redirect_uri) === true && !(withTokens && known.logged)) return mode;
  throw new LocalError(
    'request',
    'response_mode is unknown, not registered for this client or unfit for its redirect_uri or response_type',
    {
      reason: 'response_mode_not_allowed',
      client_id: client.client_id,
      received: mode.slice(0, 100),
      registered: client.metadata.response_modes,
    },
  );
}

/** A response type that the tenant does not offer gives nothing, so that it has no default mode of its own either. */
function asksForTokens({ tenant }: Exchange, sent = ''): boolean {
  const asked = canonicalResponseType(sent);
  return tenant.settings.responseTypes.some((offered) => offered === asked) && givesTokens(asked);
}

/** Never echoed unless it came exactly once and is clean text. */
function usableState(parameters: Parameters): string | null {
  return parameters.problemOf('state') === null ? (parameters.get('state') ?? null) : null;
}
