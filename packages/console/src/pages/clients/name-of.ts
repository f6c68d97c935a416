/** What a client is called; one without a name by its id. */
export function nameOf({
  client_id,
  client_name,
}: {
  readonly client_id: string;
  readonly client_name?: string | undefined;
}): string {
  return client_name === undefined || client_name === '' ? client_id : client_name;
}
