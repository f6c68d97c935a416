import type { StreamEvent } from '../operations/operation.ts';

/** Server-sent events (HTML Living Standard §9.2). They end when whoever listens has gone, and when the server stops. */
export function eventStream(
  source: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  stopping: AbortSignal | undefined,
): Response {
  const gone = new AbortController();
  const signal = stopping === undefined ? gone.signal : AbortSignal.any([gone.signal, stopping]);
  const events = source(signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(': listening\n\n')),
    async pull(controller) {
      const next = signal.aborted ? { done: true as const } : await events.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(written(next.value)));
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

function written({ event, data }: StreamEvent): string {
  return data === null ? ': alive\n\n' : `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
