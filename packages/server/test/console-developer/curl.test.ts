import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommand } from '../../../console/src/pages/playground/curl.ts';
import { tokenRequest } from '../../../console/src/pages/playground/wire.ts';

const HOSTILE = `it's "quoted" $(id) \`id\` \\ & ; %s \n two`;
const METHODS = ['none', 'client_secret_basic', 'client_secret_post'];
const REDEMPTION = { grant_type: 'authorization_code', code: HOSTILE };
const FORM = {
  name: 'form',
  endpoints: { token_endpoint: 'https://id.example/token' },
  token_request: 'form' as const,
  authorization_names: {},
  scopes: 'space_separated' as const,
  implied: [],
};
const JSON_BODIES = { ...FORM, token_request: 'json' as const, implied: ['authorization_code'] };

/** What curl would be started with, and what is in the files that stand for pipes. */
function startedWith(command: string, secret: string): { given: string[]; piped: string } {
  const curl = `curl() { printf '%s\\0' "$@"; for each; do [[ $each = @/dev/* ]] && cat "\${each#@}"; done; }`;
  const printed = execFileSync('bash', ['-c', `${curl}\n${command}\n:`], {
    env: { PATH: process.env.PATH ?? '', CLIENT_SECRET: secret },
  }).toString();
  const given = printed.split('\0');
  return { given: given.slice(0, -1), piped: given.at(-1) ?? '' };
}

test.each(METHODS)(
  'the command for %s passes on what it is given as it is, and no secret among its arguments',
  (token_endpoint_auth_method) => {
    const command = curlCommand(FORM, { client_id: 'app_1', token_endpoint_auth_method }, REDEMPTION);
    const { given } = startedWith(command, 'very-secret');
    expect(given).toContain(`code=${HOSTILE}`);
    expect(given).toContain('https://id.example/token');
    expect(given.join(' ')).not.toContain('very-secret');
    expect(given.includes('client_id=app_1')).toBe(token_endpoint_auth_method !== 'client_secret_basic');
  },
);

test.each(METHODS)(
  'where token requests are JSON the command for %s sends one, and no secret among its arguments',
  (token_endpoint_auth_method) => {
    const command = curlCommand(JSON_BODIES, { client_id: 'app_1', token_endpoint_auth_method }, REDEMPTION);
    const { given, piped } = startedWith(command, 'very-secret');
    expect(given).toContain('Content-Type: application/json');
    expect(given.join(' ')).not.toContain('very-secret');
    const isInBody = token_endpoint_auth_method === 'client_secret_post';
    expect(JSON.parse(isInBody ? piped : (given.at(-1) ?? ''))).toEqual({
      code: HOSTILE,
      ...(token_endpoint_auth_method === 'client_secret_basic' ? {} : { client_id: 'app_1' }),
      ...(isInBody ? { client_secret: 'very-secret' } : {}),
    });
  },
);

test('RFC 6749 §2.3.1: the page encodes client_id and client_secret each as a form does, before Basic joins them', () => {
  const { headers, body } = tokenRequest(FORM, { client_id: 'a:b c' }, REDEMPTION, 'ü&%');
  const credentials = Buffer.from((headers.Authorization ?? '').replace('Basic ', ''), 'base64').toString();
  expect(credentials).toBe('a%3Ab+c:%C3%BC%26%25');
  expect(Object.fromEntries(new URLSearchParams(body ?? ''))).toEqual(REDEMPTION);
});

test.each(['client_secret_basic', 'client_secret_post'])(
  'what is shown of a request from %s has neither the secret nor all of the code',
  (token_endpoint_auth_method) => {
    for (const dialect of [FORM, JSON_BODIES]) {
      const parameters = {
        grant_type: 'authorization_code',
        code: 'SplxlOBeZQQYbYS6WxSbIA',
        code_verifier: 'v'.repeat(43),
      };
      const client = { client_id: 'app_1', token_endpoint_auth_method };
      const { shown, headers } = tokenRequest(dialect, client, parameters, 'very-secret');
      expect(shown).toContain('POST https://id.example/token');
      expect(shown).toContain('SplxlO********');
      expect(shown).not.toMatch(/SplxlOB|v{7}|very-secret/);
      expect(headers.Authorization === undefined || !shown.includes(headers.Authorization)).toBe(true);
    }
  },
);
