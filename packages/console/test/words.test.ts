import { describe, expect, test } from 'vitest';
import { problemOf } from '../src/api/problem.ts';
import { isOf } from '../src/components/error-notice.tsx';
import { relativeTime } from '../src/components/when.tsx';
import { corsOriginProblem } from '../src/pages/clients/uri-problems.ts';

describe('relative times', () => {
  const now = 1_800_000_000;
  test.each([
    [now, 'now'],
    [now - 59, '59 seconds ago'],
    [now - 60, '1 minute ago'],
    [now - 3599, '59 minutes ago'],
    [now - 86_400, 'yesterday'],
    [now + 86_400, 'tomorrow'],
    [now + 2 * 86_400 + 5, 'in 2 days'],
  ])('%i is %s', (at, words) => {
    expect(relativeTime(at, now)).toBe(words);
  });

  test('farther than a month it is a date', () => {
    expect(relativeTime(now - 31 * 86_400, now)).toMatch(/2026|2027/);
  });
});

describe('RFC 9457 problem details', () => {
  test('§3: title, detail and the fields; the id of the request comes with the answer', async () => {
    const body = { title: 'Bad', detail: 'Two fields', errors: [{ field: 'name', problem: 'Is empty.' }, 'nonsense'] };
    const headers = { 'x-request-id': 'XR-1' };
    const problem = await problemOf(new Response(JSON.stringify(body), { status: 400, headers }));
    expect(problem).toMatchObject({ status: 400, title: 'Bad', message: 'Two fields', request_id: 'XR-1' });
    expect(problem.fields).toEqual([{ field: 'name', problem: 'Is empty.' }]);
  });

  test.each(['<h1>Bad gateway</h1>', '', 'null', '[]'])(
    'an answer that is none is a failure all the same: %s',
    async (body) => {
      const problem = await problemOf(new Response(body, { status: 502, statusText: 'Bad Gateway' }));
      expect(problem).toMatchObject({ status: 502, message: 'Bad Gateway', fields: [], request_id: null });
    },
  );

  test.each([
    ['redirect_uris', 'redirect_uris', true],
    ['redirect_uris.1', 'redirect_uris', true],
    ['redirect_uris[1]', 'redirect_uris', true],
    ['redirect_uris_more', 'redirect_uris', false],
    ['name', 'client_name', false],
  ])('the problem of %s stands at %s: %s', (problem, field, expected) => {
    expect(isOf(problem, field)).toBe(expected);
  });
});

test.each([
  ['https://app.example', true],
  ['http://localhost:3000', true],
  ['http://app.example', false],
  ['https://app.example/', false],
  ['https://app.example/path', false],
  ['*', false],
])('%s can be a CORS origin: %s', (origin, can) => {
  expect(corsOriginProblem(origin) === null).toBe(can);
});
