import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain, isExplained } from '../../src/traces/explain.ts';

const packagesDir = resolve(import.meta.dirname, '../../..');

/** Where the requests of apps are refused: folders, or single files. */
const PLACES = [
  'protocol/src',
  ...['client-auth', 'dialects', 'endpoints', 'grant-types', 'http', 'tokens', 'organizations/installation.ts'].map(
    (place) => `server/src/${place}`,
  ),
  ...['advance', 'app-standing', 'approve', 'browser', 'index', 'login', 'next-step', 'pending', 'redirect-uri'].map(
    (name) => `server/src/interaction/${name}.ts`,
  ),
  'server/src/refuse.ts',
  'server/src/storage/app-access.ts',
  'server/src/traces/failure.ts',
];

/** How a refusal's reason stands in the sources. */
const NOTATIONS: readonly RegExp[] = [
  /\breason: '([a-z_0-9]+)'/g,
  /\breason: [^,\n]*\? '([a-z_0-9]+)'/g,
  /\breason: [^,\n]*: '([a-z_0-9]+)'/g,
  /\bwhy: '([a-z_0-9]+)'/g,
  /\b(?:refuse|malformed|unknown|login|consent|closed)\(\s*'([a-z_0-9]+)'/g,
  /\breturn '(app_[a-z_]+)'/g,
  /\bconst INTERACTION_[A-Z]+ = '([a-z_]+)'/g,
  /\bended(?:: null)? = '([a-z_]+)'/g,
];

/** Reasons that no request of an app is refused for: of tokens that are looked at, of keys, of the answers of other servers. */
const OF_SOMETHING_ELSE: ReadonlySet<string> = new Set([
  // Of a sign-in, whose user tries again on the same page.
  'outdated',
  'token_malformed',
  'token_unknown',
  'token_revoked',
  'token_expired',
  // How OAuthError names itself where it is given no reason: listed by its codes below.
  'code',
]);

/** Reasons that are put together: what begins them, with the file and type whose members end them. */
const COMPOSED: readonly (readonly [prefix: string, file: string, type: string])[] = [
  ['client_assertion_', 'protocol/src/jws.ts', 'JwsFailure'],
  ['id_token_hint_', 'protocol/src/jws.ts', 'JwsFailure'],
  ['jwks_uri_', 'protocol/src/jwk-set.ts', 'JwkSetFailure'],
];

function filesIn(place: string): string[] {
  const path = join(packagesDir, place);
  if (place.endsWith('.ts')) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(path, name));
}

function membersOf(file: string, type: string): string[] {
  const source = readFileSync(join(packagesDir, file), 'utf8');
  const [, union = ''] = new RegExp(`export type ${type} =([^;]*);`).exec(source) ?? [];
  return [...union.matchAll(/'([a-z_]+)'/g)].map(([, member = '']) => member);
}

function reasonsInSources(): string[] {
  const sources = PLACES.flatMap(filesIn).map((file) => readFileSync(file, 'utf8'));
  const written = sources.flatMap((source) =>
    NOTATIONS.flatMap((notation) => [...source.matchAll(notation)].map(([, reason = '']) => reason)),
  );
  const assertion = readFileSync(join(packagesDir, 'protocol/src/client-assertion.ts'), 'utf8');
  const composed = COMPOSED.flatMap(([prefix, file, type]) => membersOf(file, type).map((end) => `${prefix}${end}`));
  return [
    ...written,
    ...[...assertion.matchAll(/'(assertion_[a-z_]+)'/g)].map(([, reason = '']) => reason),
    ...['iss_mismatch', 'sub_mismatch', 'iat_in_future', 'nbf_in_future', 'iat_malformed', 'nbf_malformed'].map(
      (end) => `assertion_${end}`,
    ),
    ...composed,
    ...['family_revoked', 'family_expired', 'grant_revoked', 'user_disabled', 'client_disabled'],
    ...['app_approval_missing', 'app_approval_waiting', 'app_approval_refused'],
    ...['request_not_supported', 'request_uri_not_supported', 'registration_not_supported'],
    ...[400, 403, 404, 405, 413, 414, 415].map((status) => `http_${status}`),
  ].filter((reason) => !OF_SOMETHING_ELSE.has(reason));
}

describe('every reason for which a request is refused', () => {
  const reasons = [...new Set(reasonsInSources())].sort();

  test('is found in the sources by this test: those that everybody knows are among them', () => {
    expect(reasons.length).toBeGreaterThan(120);
    expect(reasons).toEqual(
      expect.arrayContaining(['redirect_uri_mismatch', 'code_reused', 'client_assertion_unknown_key', 'not_signed_in']),
    );
  });

  test('has an explanation', () => {
    expect(reasons.filter((reason) => !isExplained(reason))).toEqual([]);
  });

  test.each(reasons)('%s: says what happened and what to do, whatever facts there are', (reason) => {
    const [explanation, ...others] = explain({ reason }, { parameters: {} });
    expect(others).toEqual([]);
    expect(explanation?.what).toMatch(/^[\w`].{10,}\.$/s);
    expect(explanation?.step).toMatch(/^[A-Z].{5,}\.$/s);
    expect(JSON.stringify(explanation)).not.toMatch(/undefined|NaN|\[object/);
  });

  test('a reason that nobody has explained yet is told all the same', () => {
    const [explanation] = explain({ reason: 'new_one' }, { parameters: {} });
    expect(explanation?.what).toContain('new_one');
  });
});
