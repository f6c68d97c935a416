import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { aService } from '../support/installed-app.ts';
import { managementApi } from '../support/management-api.ts';
import { fakeClock, listeningServer, type TestServer } from '../support/start-server.ts';
import { aFewApis, startLoad, turn } from './load.ts';

const settings = { keyPropagation: 120, metadataMaxAge: 50, accessTokenTtl: 300, idTokenTtl: 240 };

const kidOf = (token: string) => decodeProtectedHeader(token).kid ?? '';

async function publishedKids(server: TestServer): Promise<string[]> {
  const { keys } = (await (await server.fetch('/jwks')).json()) as { keys: { kid: string; alg: string }[] };
  return keys.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid);
}

/** Less than `metadataMaxAge` would be an API that met a key which its copy of the JWKS should have had. */
function timesBetween(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

test('OIDC Core §10.1.1: a signing key is rotated while tokens are issued and verified; not one verification fails', async () => {
  const clock = fakeClock();
  const server = await listeningServer({ settings, deps: { clock } });
  const admin = await managementApi(server, 'admin');
  const signers = new Set<string>();
  let live: { token: string; exp: number }[] = [];
  const load = startLoad(server, await aService(server), (token) => {
    signers.add(kidOf(token));
    live.push({ token, exp: decodeJwt(token).exp ?? 0 });
  });
  await load.further(2);
  const { status, body } = await admin.call('POST', '/tenants/{tenant}/keys', { alg: 'ES256' });
  expect(status).toBe(201);
  const [before, after] = body.keys;
  expect([before.state, after.state]).toEqual(['signing', 'next']);

  const others = aFewApis(server);
  const refused: string[] = [];
  // Seconds pass faster than on a wall: past the propagation, and past the end of the last token of the key of before.
  while (clock() < before.published_until) {
    clock.advance(25);
    await turn();
    live = live.filter(({ exp }) => exp > clock());
    // The oldest one that is good, which the key of before has signed for longest.
    for (const { guard } of others) {
      const decision = await guard.check({ authorization: `Bearer ${live[0]?.token}` });
      if (decision.outcome === 'refused') refused.push(`at ${clock()}: ${decision.reason}`);
    }
  }
  await load.further(2);
  await load.stop();
  expect([...load.failures, ...refused]).toEqual([]);
  for (const { fetched } of [...others, ...load.apis])
    expect(timesBetween(fetched).every((time) => time >= settings.metadataMaxAge)).toBe(true);
  expect([...signers]).toEqual([before.kid, after.kid]);
  expect(await publishedKids(server)).toEqual([after.kid]);
  await server.close();
});
