import { type AuthenticatedClient, authMethodOf } from './authenticated-client.ts';
import type { Dialect } from './dialect.ts';
import { type Parameters, TYPES, tokenParameters } from './wire.ts';

/**
 * A token request for a shell. The secret is taken from the environment and goes through a pipe: the arguments of a command are there
 * for every user of the machine to see. `parameters` are written as they are, none of them outlives the minute.
 */
export function curlCommand(dialect: Dialect, client: AuthenticatedClient, parameters: Parameters): string {
  const { token_endpoint = '' } = dialect.endpoints;
  const written = tokenParameters(dialect, client, parameters);
  const hasSecretInBody = authMethodOf(client) === 'client_secret_post';
  const bodies = { form: asForm, json: asJson };
  const lines = [
    `curl --include ${quoted(token_endpoint)}`,
    ...(authMethodOf(client) === 'client_secret_basic'
      ? [`--config <(printf 'user = "%s:%s"\\n' ${quoted(client.client_id)} "$CLIENT_SECRET")`]
      : []),
    ...bodies[dialect.token_request](written, hasSecretInBody),
  ];
  return lines.join(' \\\n  ');
}

function asForm(parameters: Parameters, hasSecret: boolean): string[] {
  return [
    ...(hasSecret ? [`--data-urlencode client_secret@<(printf %s "$CLIENT_SECRET")`] : []),
    ...Object.entries(parameters).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ];
}

/** A secret of this server is made of characters that JSON has no other way to write. */
function asJson(parameters: Parameters, hasSecret: boolean): string[] {
  const type = `--header ${quoted(`Content-Type: ${TYPES.json}`)}`;
  const body = JSON.stringify(parameters);
  if (!hasSecret) return [type, `--data-binary ${quoted(body)}`];
  const rest = `${body.slice(0, -1)},"client_secret":"`;
  return [type, `--data-binary @<(printf '%s%s"}' ${quoted(rest)} "$CLIENT_SECRET")`];
}

/** For a POSIX shell, in which nothing but the quote itself means anything inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
