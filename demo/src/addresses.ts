import { DemoError } from './demo-error.ts';

/** Where the parts of the demo are; origins without a slash at their end. */
export interface Addresses {
  readonly server: string;
  readonly issuer: string;
  readonly api: string;
  readonly app: string;
}

export const TENANT = 'demo';

/** The three origins that belong to the server's port: the sample API and the sample app come right after it. */
export function addressesFrom(port: number): Addresses {
  if (port < 1 || port > 65_533) {
    throw new DemoError(`The demo needs three ports in a row, from 1 to 65535. Choose the first: ${portCommand(3000)}`);
  }
  const origin = (offset: number) => `http://localhost:${port + offset}`;
  return { server: origin(0), issuer: `${origin(0)}/${TENANT}`, api: origin(1), app: origin(2) };
}

/** The shell command that starts the demo on other ports. */
export function portCommand(port: number): string {
  return process.platform === 'win32' ? `set PORT=${port} && npm start` : `PORT=${port} npm start`;
}
