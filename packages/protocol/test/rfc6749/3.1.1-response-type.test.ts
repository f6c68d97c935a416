import { describe, expect, test } from 'vitest';
import { givenBy, givesTokens, RESPONSE_TYPES, readResponseType } from '../../src/response-type.ts';
import { expectRefusal } from '../expect-refusal.ts';

describe('RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Types', () => {
  const rules = { supported: RESPONSE_TYPES, registered: ['code', 'id_token token'] };

  test('§3 "the order of response type values does not matter", nor do spaces around them', () => {
    for (const sent of ['id_token token', 'token id_token', ' token  id_token ']) {
      expect(readResponseType(sent, rules)).toBe('id_token token');
    }
  });

  test('§3 and §5: each combination gives exactly what it names', () => {
    expect(Object.fromEntries(RESPONSE_TYPES.map((type) => [type, Object.values(givenBy(type)).map(Number)]))).toEqual({
      // code, access token, ID token
      code: [1, 0, 0],
      'code id_token': [1, 0, 1],
      'code id_token token': [1, 1, 1],
      'code token': [1, 1, 0],
      id_token: [0, 0, 1],
      'id_token token': [0, 1, 1],
      token: [0, 1, 0],
    });
    expect(RESPONSE_TYPES.filter((type) => !givesTokens(type))).toEqual(['code']);
  });

  test('missing, unknown and unregistered ones are refused each with its own code', () => {
    expectRefusal(() => readResponseType(undefined, rules), 'invalid_request', 'response_type_missing');
    for (const sent of ['none', 'code code', 'TOKEN', 'code,token']) {
      expectRefusal(() => readResponseType(sent, rules), 'unsupported_response_type', 'response_type_unsupported');
    }
    expectRefusal(() => readResponseType('token', rules), 'unauthorized_client', 'response_type_unregistered');
  });
});
