import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED } from '../build.ts';

const root = join(import.meta.dirname, '../../..');
const src = join(import.meta.dirname, '../src');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const codeOf = (name: string) => readFileSync(join(src, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** Where an import leads, from the root of the repository; null: to a library. */
function pathOf(name: string, target: string): string | null {
  const [path = ''] = target.split('?', 1);
  if (path.startsWith('@xenia/protocol/')) return `${path.replace('@xenia/protocol/', 'packages/protocol/src/')}.ts`;
  return path.startsWith('.') ? relative(root, resolve(src, name, '..', path)) : null;
}

/** Files whose code matches. */
const using = (pattern: RegExp): string[] => files.filter((name) => pattern.test(codeOf(name))).sort();

describe('the console', () => {
  test('reaches the server through the operations of the management API and its own OAuth endpoints alone', () => {
    // In the playground the page takes the place of an app, whose requests are no management.
    expect(using(/\bfetch\(/)).toEqual(['api/client.ts', 'auth/tokens.ts', 'pages/playground/send.ts']);
    // Between tabs: answers to those requests.
    expect(using(/BroadcastChannel|postMessage/)).toEqual(['pages/playground/answer-channel.ts']);
    expect(using(/XMLHttpRequest|EventSource|WebSocket|sendBeacon/)).toEqual([]);
    // The reference reads the document that describes them all.
    expect(using(/\/api\/v1/)).toEqual(['api/client.ts', 'pages/reference/reference.tsx']);
    expect(using(/\/console\/oauth/)).toEqual(['auth/authorization-request.ts']);
  });

  test('takes types alone from other packages, but for what build.ts names as shared', () => {
    const imports = files.flatMap((name) =>
      [...codeOf(name).matchAll(/^(?:import|export)\s+(type\s)?[^;]*?['"]([^'"]+)['"];/gm)].map(
        ([, type, target = '']) => ({ isType: type !== undefined, path: pathOf(name, target) }),
      ),
    );
    const foreign = imports.filter(
      ({ isType, path }) => !isType && path !== null && !path.startsWith('packages/console/'),
    );
    const taken = new Set(foreign.map(({ path }) => path));
    // What those stand on themselves: contrast.ts.
    expect([...taken].filter((path) => !SHARED.includes(path ?? ''))).toEqual([]);
    expect(SHARED.filter((path) => !taken.has(path))).toEqual(['packages/server/src/interaction/assets/contrast.ts']);
  });

  test('keeps nothing in the browser but the way to a sign-in, which is taken away when it ends', () => {
    expect(using(/localStorage|indexedDB|document\.cookie/)).toEqual([]);
    expect(using(/sessionStorage/)).toEqual(['main.tsx']);
    expect(using(/\.setItem\(/)).toEqual(['auth/leave.ts']);
  });

  test('reads the clock where it starts, draws no weak randomness, and writes no markup as text', () => {
    expect(using(/Date\.now/)).toEqual(['main.tsx']);
    expect(using(/Math\.random/)).toEqual([]);
    expect(using(/dangerouslySetInnerHTML|innerHTML|document\.write|\beval\(/)).toEqual([]);
  });
});
