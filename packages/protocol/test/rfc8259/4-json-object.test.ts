import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonObject } from '../../src/json-object.ts';

describe('RFC 8259 §4: objects that every reader understands alike', () => {
  test.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":[{"b":1, "b" : 1}]}',
    '{"__proto__":{}}',
    '{"a":{"\\u005f_proto__":1}}',
  ])('"The names within an object SHOULD be unique": %s', (json) => expect(parseJsonObject(json)).toBeNull());

  test.each(['[]', 'null', '"a"', '1', '', '{', '{"a":1}x', '\ufeff{}'])('%j is no object', (json) => {
    expect(parseJsonObject(json)).toBeNull();
  });

  test('the same name in different objects, and as a value, is fine', () => {
    const json = '{"a":{"a":["a","a",{"a":"a:"}]},"b":"\\"a\\":"}';
    expect(parseJsonObject(json)).toEqual(JSON.parse(json));
  });

  test('nesting is bounded', () => {
    expect(parseJsonObject('{"a":{"b":1}}', 2)).not.toBeNull();
    expect(parseJsonObject('{"a":{"b":[]}}', 2)).toBeNull();
    expect(parseJsonObject(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toBeNull();
    expect(parseJsonObject(`{"a":${'['.repeat(100_000)}`)).toBeNull();
  });

  test('any other object is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true }), (value) => {
        const json = JSON.stringify(value);
        if (!json.includes('"__proto__"')) expect(parseJsonObject(json)).toEqual(JSON.parse(json));
      }),
    );
  });
});
