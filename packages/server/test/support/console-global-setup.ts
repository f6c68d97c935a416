import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { buildConsole } from '../../../console/build.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers GET once packages/console/dist is made of the sources as they are. */
    consoleBuilder: string;
  }
}

let server: Server | undefined;
let building: Promise<'built' | 'fresh'> | undefined;

/** Builds the console when the first test file asks for it, so that a run without such a file does not pay for it. */
export async function setup(project: TestProject): Promise<void> {
  const builder = createServer(async (_, response) => {
    try {
      building ??= buildConsole((line) => process.stderr.write(`${line} ...\n`));
      response.end(await building);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => builder.listen(0, '127.0.0.1', resolve));
  server = builder;
  project.provide('consoleBuilder', `http://127.0.0.1:${(builder.address() as AddressInfo).port}`);
}

export function teardown(): void {
  server?.close();
}
