import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { base64urlOf } from '../src/sample/base64url.ts';
import { validateIdToken } from '../src/xena/abax/browser/id-token.ts';
import type { Jwk } from '../src/xena/signed-token.ts';

const now = 1_800_000_000;
const issuer = 'https://xena.example';
const client_id = 'abax.xena.biz';
const access_token = 'an-access-token';
const nonce = 'n-0S6_WzA2Mj';

async function atHash(token: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return base64urlOf(hash.subarray(0, 16));
}

async function keyPair(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'one', alg } as Jwk };
}

const good = {
  iss: issuer,
  aud: client_id,
  sub: 'usr_1',
  nonce,
  iat: now,
  exp: now + 300,
  at_hash: await atHash(access_token),
};

const { privateKey, jwk } = await keyPair('ES256');

const sign = (claims: Record<string, unknown>, kid = 'one') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
const validate = (id_token: string, keys: readonly Jwk[] = [jwk]) =>
  validateIdToken(id_token, { issuer, client_id, keys, nonce, access_token, now });

test.each(['ES256', 'RS256'])('an ID token that is as it must be gives the subject (%s)', async (alg) => {
  const other = await keyPair(alg);
  const id_token = await new SignJWT(good).setProtectedHeader({ alg, kid: 'one' }).sign(other.privateKey);
  expect(await validate(id_token, [other.jwk])).toBe('usr_1');
});

describe('OIDC Core §3.2.2.11: what the browser app does not believe', () => {
  test.each([
    ['another issuer', { iss: 'https://evil.example' }, 'another issuer made it'],
    ['another audience', { aud: 'another-app' }, 'it is for another app'],
    ['another authorized party', { azp: 'another-app' }, 'it was given to another app'],
    ['an exp long past', { exp: now - 301 }, 'it has expired'],
    ['an iat to come', { iat: now + 301 }, 'it is from the future'],
    ['another nonce', { nonce: 'of-yesterday' }, 'it answers another request'],
    ['no nonce', { nonce: undefined }, 'it answers another request'],
    ['the at_hash of another access token', { at_hash: 'AAAA' }, 'the access token is not the one'],
    ['no at_hash', { at_hash: undefined }, 'the access token is not the one'],
    ['no subject', { sub: undefined }, 'it names nobody'],
  ])('%s', async (_name, change, reason) => {
    await expect(validate(await sign({ ...good, ...change }))).rejects.toThrow(reason);
  });

  test('a signature of somebody else', async () => {
    const other = await keyPair('ES256');
    await expect(validate(await sign(good), [other.jwk])).rejects.toThrow('its signature is wrong');
  });

  test('a key that the issuer does not publish', async () => {
    await expect(validate(await sign(good, 'two'))).rejects.toThrow('the issuer has no such key');
  });

  test('no signature at all (RFC 8725 §3.1)', async () => {
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(good)).replaceAll('=', '')}.AAAA`;
    await expect(validate(unsigned)).rejects.toThrow('its algorithm is not one of ours');
  });

  test('what is no JWT', async () => {
    await expect(validate('xat_opaque')).rejects.toThrow('it is no signed JWT');
  });
});
