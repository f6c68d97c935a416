import { describe, expect, test } from 'vitest';
import { idTokenClaims, leftHalfHash } from '../../src/id-token.ts';

const input = { issuer: 'https://as.example', sub: 'alice', client_id: 'app', iat: 1000, exp: 1300 };

describe('OIDC Core §2: ID token', () => {
  test('the required claims, and the others when there is something to say', () => {
    expect(idTokenClaims({ ...input, nonce: null, acr: undefined })).toEqual({
      iss: 'https://as.example',
      sub: 'alice',
      aud: 'app',
      iat: 1000,
      exp: 1300,
    });
    const all = { auth_time: 900, nonce: 'n'.repeat(64), acr: '1', amr: ['pwd'], sid: 's', at_hash: 'a', c_hash: 'c' };
    expect(idTokenClaims({ ...input, ...all })).toMatchObject(all);
  });

  test('catalogue 59: claims about the user never set what the protocol speaks for', () => {
    const claims = JSON.parse(`{
      "iss": "https://evil.example", "sub": "bob", "aud": "other", "exp": 9999999999, "iat": 1, "nonce": "x", "acr": "9",
      "amr": ["mfa"], "sid": "x", "at_hash": "x", "c_hash": "x", "azp": "x", "cnf": {}, "auth_time": 1, "__proto__": {"a": 1},
      "email": "alice@example.com", "name": null
    }`) as Record<string, unknown>;
    expect(idTokenClaims({ ...input, claims })).toEqual({
      iss: 'https://as.example',
      sub: 'alice',
      aud: 'app',
      iat: 1000,
      exp: 1300,
      email: 'alice@example.com',
    });
  });
});

describe('OIDC Core §3.1.3.6: at_hash', () => {
  test('"the left-most half of the hash" (values of OIDC Core Appendix A.3 and A.4)', () => {
    expect(leftHalfHash('RS256', 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y')).toBe('77QmUPtjPfzWtF2AnpK9RQ');
    expect(leftHalfHash('ES256', 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk')).toBe(
      'LDktKdoQak3Pk0cnXxCltA',
    );
  });

  test('Ed25519 hashes with SHA-512: 32 bytes', () => {
    expect(Buffer.from(leftHalfHash('EdDSA', 'x'), 'base64url')).toHaveLength(32);
  });
});
