import { describe, expect, test } from 'vitest';
import { assertWellFormed, fromObject, parseParameters, withValues } from '../../src/parameters.ts';
import { expectRefusal } from '../expect-refusal.ts';

describe('RFC 6749 §3.1: request parameters', () => {
  test('reads application/x-www-form-urlencoded (Appendix B)', () => {
    const parameters = parseParameters(
      'client_id=abc&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=a+b&state=%C3%A9',
    );
    expect(parameters.problem).toBeNull();
    expect(parameters.get('redirect_uri')).toBe('https://a.example/cb');
    expect(parameters.get('scope')).toBe('a b');
    expect(parameters.get('state')).toBe('é');
    expect(parameters.names()).toEqual(['client_id', 'redirect_uri', 'scope', 'state']);
    expect(parameters.get('nonce')).toBeUndefined();
  });

  test('"Parameters sent without a value MUST be treated as if they were omitted"', () => {
    const parameters = parseParameters('state=&nonce&client_id=abc');
    expect(parameters.problem).toBeNull();
    expect(parameters.get('state')).toBeUndefined();
    expect(parameters.has('nonce')).toBe(false);
    expect(parameters.getAll('state')).toEqual([]);
    expect(parameters.names()).toEqual(['client_id']);
  });

  test('catalogue 7: "parameters MUST NOT be included more than once"', () => {
    for (const encoded of ['redirect_uri=a&redirect_uri=b', 'state=x&state=x', 'state=&state=x']) {
      const parameters = parseParameters(encoded);
      expect(parameters.problem).toEqual({ reason: 'repeated_parameter', parameter: encoded.split('=')[0] });
      expectRefusal(() => assertWellFormed(parameters), 'invalid_request', 'repeated_parameter');
    }
  });

  test('RFC 8707 §2: "Multiple resource parameters MAY be used", RFC 8693 §2.1 likewise for audience', () => {
    const parameters = parseParameters('resource=https://a&resource=https://b&audience=x&audience=y&resource=');
    expect(parameters.problem).toBeNull();
    expect(parameters.getAll('resource')).toEqual(['https://a', 'https://b']);
    expect(parameters.getAll('audience')).toEqual(['x', 'y']);
    expect(parameters.get('resource')).toBe('https://a');
    assertWellFormed(parameters);
  });

  test('names like __proto__ and constructor are ordinary', () => {
    const parameters = parseParameters('__proto__=a&constructor=b');
    expect(parameters.get('__proto__')).toBe('a');
    expect(parameters.get('constructor')).toBe('b');
    expect(parameters.get('toString')).toBeUndefined();
  });

  test.each([
    ['more than 200 parameters', Array.from({ length: 201 }, (_, i) => `p${i}=1`).join('&'), 'too_many_parameters'],
    ['a value longer than 16384', `a=${'x'.repeat(16_385)}`, 'parameter_too_long'],
    ['NUL', 'state=a%00b', 'malformed_parameter'],
    ['another C0 control', 'state=%1b%5b', 'malformed_parameter'],
    ['bytes that are no UTF-8', 'state=%ff%fe', 'malformed_parameter'],
    ['overlong UTF-8', 'state=%c0%ae', 'malformed_parameter'],
    ['a control in a name', 'st%00ate=1', 'malformed_parameter_name'],
  ])('refuses %s', (_, encoded, reason) => {
    expect(parseParameters(encoded).problem?.reason).toBe(reason);
  });

  test('accepts what is at the limit, and TAB, CR, LF and bidirectional marks', () => {
    expect(parseParameters(Array.from({ length: 200 }, (_, i) => `p${i}=1`).join('&')).problem).toBeNull();
    expect(parseParameters(`a=${'x'.repeat(16_384)}`).problem).toBeNull();
    expect(parseParameters('state=%09%0d%0a%e2%80%ae').get('state')).toBe('\t\r\n\u202e');
  });

  test('a refusal quotes no more than 64 characters of a name and nothing of a value', () => {
    const name = 'n'.repeat(100);
    const { problem } = parseParameters(`${name}=secret&${name}=secret`);
    expect(problem).toEqual({ reason: 'repeated_parameter', parameter: 'n'.repeat(64) });
  });

  test('values put in place of those sent count alone; what was wrong with the request stays wrong', () => {
    const sent = parseParameters('scope=brands&scope=x&state=s&resource=a&resource=b');
    const changed = withValues(sent, { scope: 'widgets', response_type: 'code', empty: '' });
    expect(changed.get('scope')).toBe('widgets');
    expect(changed.getAll('scope')).toEqual(['widgets']);
    expect(changed.getAll('resource')).toEqual(['a', 'b']);
    expect(changed.names()).toEqual(['scope', 'state', 'resource', 'response_type']);
    expect([changed.has('response_type'), changed.has('empty'), changed.has('constructor')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(changed.problem).toEqual({ reason: 'repeated_parameter', parameter: 'scope' });
    expect(changed.problemOf('scope')).not.toBeNull();
    expect(sent.get('scope')).toBe('brands');
  });

  test('members of a JSON body get the same rules, and lone surrogates are refused', () => {
    expect(fromObject({ scope: 'a', resource: ['x', 'y'], empty: '' }).names()).toEqual(['scope', 'resource']);
    expect(fromObject({ scope: ['a', 'b'] }).problem?.reason).toBe('repeated_parameter');
    expect(fromObject({ state: '\ud800' }).problem?.reason).toBe('malformed_parameter');
  });
});
