/** A client, as far as it matters to who a token request comes from. */
export interface AuthenticatedClient {
  readonly client_id: string;
  readonly token_endpoint_auth_method?: string | undefined;
}

/** What a client is registered with where its record is silent (RFC 7591 §2). */
export function authMethodOf({ token_endpoint_auth_method: method = 'client_secret_basic' }: AuthenticatedClient) {
  return method;
}

/** Whether a secret is all that it takes: signing an assertion takes a program. */
export function canSpeakFor(client: AuthenticatedClient): boolean {
  return ['none', 'client_secret_basic', 'client_secret_post'].includes(authMethodOf(client));
}
