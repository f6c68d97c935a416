import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommand } from '../../../console/src/pages/playground/curl.ts';

const HOSTILE = `it's "quoted" $(id) \`id\` \\ & ; \n two`;

/** What curl would be started with; files that stand for pipes are left out. */
function argumentsOf(command: string, secret: string): string {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('bash', ['-c', script], {
    env: { PATH: process.env.PATH ?? '', CLIENT_SECRET: secret },
  }).toString();
}

test.each(['none', 'client_secret_basic', 'client_secret_post'])(
  'the command for %s passes on what it is given as it is, and no secret among its arguments',
  (token_endpoint_auth_method) => {
    const client = { client_id: 'app_1', token_endpoint_auth_method };
    const command = curlCommand('https://id.example/token', client, {
      grant_type: 'authorization_code',
      code: HOSTILE,
    });
    const given = argumentsOf(command, 'very-secret').split('\0');
    expect(given).toContain(`code=${HOSTILE}`);
    expect(given).toContain('https://id.example/token');
    expect(given.join(' ')).not.toContain('very-secret');
    expect(given.includes('client_id=app_1')).toBe(token_endpoint_auth_method !== 'client_secret_basic');
  },
);
