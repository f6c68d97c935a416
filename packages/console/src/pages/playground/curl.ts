/** How a client proves that it is itself, as far as a command line can. */
export interface CurlClient {
  readonly client_id: string;
  readonly token_endpoint_auth_method?: string | undefined;
}

/** Whether a command can be given: signing an assertion takes a program. */
export function canCurl({ token_endpoint_auth_method: method = 'client_secret_basic' }: CurlClient): boolean {
  return ['none', 'client_secret_basic', 'client_secret_post'].includes(method);
}

/**
 * A token request for a shell. The secret is taken from the environment and goes through a pipe: the arguments of a command are there
 * for every user of the machine to see. `parameters` are written as they are, none of them outlives the minute.
 */
export function curlCommand(
  token_endpoint: string,
  client: CurlClient,
  parameters: Readonly<Record<string, string>>,
): string {
  const { client_id, token_endpoint_auth_method: method = 'client_secret_basic' } = client;
  const data = method === 'client_secret_basic' ? parameters : { client_id, ...parameters };
  const proofs: Readonly<Record<string, string[]>> = {
    client_secret_basic: [`--config <(printf 'user = "%s:%s"\\n' ${quoted(client_id)} "$CLIENT_SECRET")`],
    client_secret_post: [`--data-urlencode client_secret@<(printf %s "$CLIENT_SECRET")`],
  };
  const lines = [
    `curl --include ${quoted(token_endpoint)}`,
    ...(proofs[method] ?? []),
    ...Object.entries(data).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ];
  return lines.join(' \\\n  ');
}

/** For a POSIX shell, in which nothing but the quote itself means anything inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
