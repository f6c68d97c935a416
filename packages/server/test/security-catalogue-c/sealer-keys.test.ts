import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSealer, type Sealer } from '../../src/tokens/sealer.ts';
import { freshAddress, signUp } from '../accounts-by-mail/journeys.ts';
import { aPerson, setUpTotp } from '../factors/person.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('the sealer, which keeps a key for each purpose', () => {
  const purposes = new Set<string>();
  let server: TestServer;
  beforeAll(async () => {
    const sealer = createSealer('k'.repeat(43), randomBytes);
    const noting: Sealer = {
      seal: (purpose, plaintext) => sealer.seal(noted('seal', purpose), plaintext),
      open: (purpose, sealed) => sealer.open(noted('seal', purpose), sealed),
      mac: (purpose, value) => sealer.mac(noted('mac', purpose), value),
    };
    server = await startServer({ settings: { signUp: 'open' }, deps: { sealer: noting } });
  });
  afterAll(() => server.close());

  function noted(use: string, purpose: string): string {
    purposes.add(`${use}:${purpose}`);
    return purpose;
  }

  /** One more of everybody and everything. */
  async function round(): Promise<void> {
    const { user, agent } = await aPerson(server);
    await setUpTotp(server, agent);
    const client = await server.aClient();
    await redeem(server, client, await authorize(server, client, user, {}, agent));
    await signUp(server, new UserAgent(server), freshAddress());
  }

  test('needs no more of them however many users, browsers, clients and mails there are', async () => {
    await round();
    const first = [...purposes].sort();
    expect(first).toContain('seal:mail');
    for (let i = 0; i < 5; i += 1) await round();
    expect([...purposes].sort()).toEqual(first);
  });
});
