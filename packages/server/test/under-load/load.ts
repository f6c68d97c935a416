import { createGuard, type Guard } from '@xenia/resource-server';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { serviceToken } from '../support/installed-app.ts';
import { API, type TestServer } from '../support/start-server.ts';

/** Instances of an app and processes of an API; each has one request under way at a time. */
const INSTANCES = 8;
const APIS = 4;
/** Seconds; a load that has not come to its end by then ends all the same, and what it should have reached is missing. */
const LONGEST = 20;

export interface Instance {
  /** With what it authenticates from its next request on. */
  secret: string;
  /** How many tokens it got so far. */
  tokens: number;
}

export interface Load {
  readonly instances: readonly Instance[];
  readonly apis: readonly Api[];
  /** Everything that did not go as it should, in words. */
  readonly failures: readonly string[];
  /** How many tokens the APIs have accepted. */
  accepted(): number;
  /** Until each of these instances has got this many further tokens; all of them unless told. */
  further(tokens: number, of?: readonly Instance[]): Promise<void>;
  /** Ends it, and waits for what is under way. */
  stop(): Promise<void>;
}

export interface Api {
  readonly guard: Guard;
  /** When it fetched the keys of the issuer. */
  readonly fetched: readonly number[];
}

/** APIs that verify by themselves, each with caches of its own. */
export function aFewApis(server: TestServer): Api[] {
  const { issuer } = server;
  const { clock } = server.deps;
  return Array.from({ length: APIS }, () => {
    const fetched: number[] = [];
    const counted: typeof fetch = (input, init) => {
      if (String(input) === `${issuer}/jwks`) fetched.push(clock());
      return fetch(input, init);
    };
    return { guard: createGuard({ issuer, resource: API, clock, fetch: counted }), fetched };
  });
}

/** Instances of one client get tokens without a pause, and take each to an API at once. `onToken` looks at each as well. */
export function startLoad(server: TestServer, client: IssuedClient, onToken: (token: string) => void = () => {}): Load {
  const apis = aFewApis(server);
  const failures: string[] = [];
  const deadline = Date.now() + LONGEST * 1000;
  const isOver = () => Date.now() > deadline;
  const instances = Array.from({ length: INSTANCES }, () => ({ secret: client.client_secret ?? '', tokens: 0 }));
  let accepted = 0;
  let isStopped = false;

  async function use(instance: Instance, { guard }: Api): Promise<void> {
    const { status, body } = await serviceToken(server, { ...client, client_secret: instance.secret });
    if (status !== 200) {
      failures.push(`the token endpoint answered ${status}: ${body.error}`);
      return;
    }
    instance.tokens += 1;
    onToken(body.access_token);
    const decision = await guard.check({ authorization: `Bearer ${body.access_token}` });
    if (decision.outcome === 'refused') failures.push(`an API refused: ${decision.reason}`);
    else accepted += 1;
  }
  async function run(instance: Instance, place: number): Promise<void> {
    const api = apis[place % APIS];
    if (api === undefined) return;
    while (!isStopped && !isOver()) await use(instance, api).catch((error: unknown) => failures.push(String(error)));
  }
  const running = Promise.all(instances.map(run));
  return {
    instances,
    apis,
    failures,
    accepted: () => accepted,
    async further(tokens, of = instances) {
      const goals = of.map((instance) => [instance, instance.tokens + tokens] as const);
      const isReached = () => goals.every(([instance, goal]) => instance.tokens >= goal);
      while (!isReached() && !isOver()) await turn();
      if (!isReached()) failures.push(`not every instance got ${tokens} further tokens within ${LONGEST} s`);
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

/** Lets everything else go on for a moment. */
export function turn(milliseconds = 5): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
