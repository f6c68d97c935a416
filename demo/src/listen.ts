import { serve } from '@hono/node-server';

export interface Listening {
  close(): Promise<void>;
}

/** Serves a fetch function on the loopback. */
export function listen(fetch: (request: Request) => Response | Promise<Response>, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, () => {
      resolve({
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            // Nothing here takes long, and a browser that keeps its connection open must not hold up the end.
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.once('error', reject);
  });
}
