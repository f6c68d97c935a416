import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents } from '../../../console/src/api/event-stream.ts';

const STREAM =
  ': listening\n\nevent: trace\ndata: {"name":"Ω"}\n\n: alive\n\ndata: one\ndata: two\n\nevent: cut off\ndata: in the mid';
const EVENTS = [
  { event: 'trace', data: '{"name":"Ω"}' },
  { event: 'message', data: 'one\ntwo' },
];

test('HTML §9.2.6: events are read however the network cuts them; a comment is none, nor is one that is not whole', async () => {
  const bytes = new TextEncoder().encode(STREAM);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }), async (cuts) => {
      const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
      const chunks = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
      const events = [];
      for await (const event of readEvents(ReadableStream.from(chunks))) events.push(event);
      expect(events).toEqual(EVENTS);
    }),
  );
});
