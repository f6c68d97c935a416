import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { type Caller, COMMAND_LINE } from '../../src/management/actor.ts';
import { getQuickstart, listAppKinds } from '../../src/management/operations/quickstart.ts';
import { LANGUAGES } from '../../src/management/quickstart/index.ts';
import { refusal } from '../management/refusal.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const NOTHING = { query: undefined, body: undefined, revision: null };

describe('the operations of quickstarts', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function context(caller: Caller = COMMAND_LINE) {
    const tenant = await server.tenant();
    return { deps: { ...server.deps, caller }, caller, tenant, capabilities: capabilities([...tenant.scopes.keys()]) };
  }

  async function get(client_id: string, language: (typeof LANGUAGES)[number], caller?: Caller) {
    return getQuickstart.perform(await context(caller), { ...NOTHING, params: { client_id, language } });
  }

  test('listAppKinds: what can be built, in the shape of its schema', async () => {
    const result = await listAppKinds.perform(await context(), { ...NOTHING, params: {} });
    expect(listAppKinds.result.parse(result)).toEqual(result);
    expect(result.items.map(({ kind }) => kind)).toContain('mcp_client');
  });

  test('getQuickstart: in each language that it names, in the shape of its schema, without the secret', async () => {
    const { client_id, client_secret = '' } = await server.aClient();
    const { languages } = await get(client_id, 'curl');
    expect(languages).toEqual(LANGUAGES.filter((language) => language !== 'browser'));
    for (const language of languages) {
      const result = await get(client_id, language);
      expect(getQuickstart.result.parse(result)).toEqual(result);
      expect(result.language).toBe(language);
      expect(JSON.stringify(result)).toContain(client_id);
      expect(JSON.stringify(result)).not.toContain(client_secret);
    }
  });

  test('getQuickstart: a language that cannot be is refused, with the reason', async () => {
    const { client_id } = await server.aClient();
    const { kind, problems } = await refusal(get(client_id, 'browser'));
    expect({ kind, fields: problems.map(({ field }) => field) }).toEqual({ kind: 'invalid', fields: ['language'] });
  });

  test('catalogue 80: a client that is not there, and one that is not theirs, are the same', async () => {
    const { client_id } = await server.aClient();
    const { sub } = await server.aUser();
    const nobody = { actor: `user:${sub}`, role: null, sub, address: null, request_id: null } as unknown as Caller;
    const unknown = await refusal(get('app_unknown', 'node'));
    const foreign = await refusal(get(client_id, 'node', nobody));
    expect([unknown.kind, foreign.kind]).toEqual(['not_found', 'not_found']);
    expect(foreign.message).toBe(unknown.message.replace('app_unknown', client_id));
  });
});
