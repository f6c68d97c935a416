/** The console is a client of each tenant like any other, but for this: it is the server's own, so nobody is asked to allow it. */
export const CONSOLE_CLIENT_ID = 'xenia-console';

export function isFirstParty(client_id: string): boolean {
  return client_id === CONSOLE_CLIENT_ID;
}
