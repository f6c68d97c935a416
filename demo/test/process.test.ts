import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, failDemo, freePorts, type RunningDemo, startDemo } from './running-demo.ts';

const data = dataFolder();
let demo: RunningDemo;
let port: number;

beforeAll(async () => {
  port = await freePorts();
  demo = await startDemo(data.path, port);
});

afterAll(() => data.remove());

test('says where to start, as whom, and how to register an app, and no more', () => {
  expect(demo.output()).toContain(`http://localhost:${port}/`);
  expect(demo.output()).toContain('demo@example.com');
  expect(demo.output()).toContain('be-our-guest');
  expect(demo.output()).toContain('npx xenia client create');
  expect(demo.output().trim().split('\n').length).toBeLessThan(24);
});

test('answers as alive and as ready', async () => {
  expect((await fetch(`${demo.server}/healthz`)).status).toBe(200);
  expect((await fetch(`${demo.server}/readyz`)).status).toBe(200);
});

test('the API tells a caller without a token what it needs, and clients where to get it', async () => {
  const refused = await fetch(`${demo.notesApi}/notes`);
  expect(refused.status).toBe(401);
  const url = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const metadata = (await (await fetch(url)).json()) as { resource: string; authorization_servers: string[] };
  expect(metadata.authorization_servers).toEqual([`${demo.server}/demo`]);
  expect(metadata.resource).toBe(demo.notesApi);
});

test('a post that another page sends to the app is refused', async () => {
  const response = await fetch(`${demo.papyrus}/sign-out`, {
    method: 'POST',
    headers: { origin: 'http://localhost:1' },
  });
  expect(response.status).toBe(403);
});

test('starting it twice says that it is running already', async () => {
  const { code, output } = await failDemo(data.path, port);
  expect(code).toBe(1);
  expect(output).toContain(`Xenia is running on port ${port} already`);
});

test('Ctrl-C ends it with 0', async () => {
  expect(await demo.stop('SIGINT')).toBe(0);
  await expect(fetch(`${demo.server}/healthz`)).rejects.toThrow();
});

test('a port that another program has is named, with the remedy', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port + 2, '127.0.0.1', resolve));
  const { code, output } = await failDemo(data.path, port);
  await new Promise((resolve) => other.close(resolve));
  expect(code).toBe(1);
  expect(output).toMatch(
    new RegExp(`Port ${port + 2}, which the sample app Papyrus needs, is taken[^]*PORT=\\d+ npm start`),
  );
});
