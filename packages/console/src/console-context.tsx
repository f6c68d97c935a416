import { createContext, use } from 'react';
import type { Api } from './api/client.ts';
import type { Session } from './auth/session.ts';
import type { Environment } from './environment.ts';

/** What every page stands on. */
export interface Console {
  readonly environment: Environment;
  readonly session: Session;
  readonly api: Api;
  /** Seconds since 1970. */
  readonly clock: () => number;
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const console = use(ConsoleContext);
  if (console === null) throw new Error('there is no console around this page');
  return console;
}
