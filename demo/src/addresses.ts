import { DemoError } from './demo-error.ts';

/** The parts of the demo in the order of their ports, and what a message calls each. */
export const PARTS = {
  server: 'the server',
  notesApi: 'the Notes API',
  papyrus: 'the sample app Papyrus',
  xenaApi: 'the sample API of Xena',
  xenaApp: 'the server-rendered sample app of Xena',
  xenaPage: 'the browser sample app of Xena',
  xenditApi: 'the sample API of Xendit',
  xenditApp: 'the sample app of Xendit',
  xenoApi: 'the sample API of Xeno',
  xenoApp: 'the sample app of Xeno',
} as const;

export type Part = keyof typeof PARTS;

/** Where the parts of the demo are; origins without a slash at their end. */
export type Addresses = Readonly<Record<Part, string>>;

const NAMES = Object.keys(PARTS) as Part[];
const LAST_PORT = 65_535 - (NAMES.length - 1);

/** The origins that belong to the server's port: the others come right after it. */
export function addressesFrom(port: number): Addresses {
  if (port < 1 || port > LAST_PORT) {
    throw new DemoError(
      `The demo needs ${NAMES.length} ports in a row, from 1 to 65535. Choose the first: ${portCommand(3000)}`,
    );
  }
  return Object.fromEntries(NAMES.map((name, offset) => [name, `http://localhost:${port + offset}`])) as Addresses;
}

/** The issuer of one of the demo's tenants. */
export function issuerOf({ server }: Pick<Addresses, 'server'>, tenant: string): string {
  return `${server}/${tenant}`;
}

export function portOf(origin: string): number {
  return Number(new URL(origin).port || 80);
}

/** The shell command that starts the demo on other ports. */
export function portCommand(port: number): string {
  return process.platform === 'win32' ? `set PORT=${port} && npm start` : `PORT=${port} npm start`;
}

/** Other ports than those from `first` on, and the command that takes them. */
export function otherPorts(first: number): string {
  const other = first + 1000 > LAST_PORT ? 4000 : first + 1000;
  return `Choose other ports: ${portCommand(other)}  (takes ${other} to ${other + NAMES.length - 1})`;
}
