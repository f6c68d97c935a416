import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readEvents } from '../../api/event-stream.ts';
import type { Results } from '../../api/operations.ts';
import { useConsole } from '../../console-context.tsx';

export type Trace = Results['getTrace'];

/** What came since the page was opened, newest first. */
export interface LiveTraces {
  readonly traces: readonly Trace[];
  /** Whether the server tells of new requests now; it stops after ten minutes. */
  readonly isListening: boolean;
}

/** As many are kept: who leaves the page open overnight does not fill the memory. */
const KEPT = 200;

/** Milliseconds. What happened just before the page was opened is written down about a second later, and the stream tells only what comes after. */
const CATCH_UP = 2500;

/** The requests of a client as they happen, while `isWanted`; `onEnd`: the stream has ended, for whatever reason. */
export function useLiveTraces(client_id: string, isWanted: boolean, onEnd: () => void): LiveTraces {
  const { api } = useConsole();
  const queries = useQueryClient();
  const [traces, setTraces] = useState<readonly Trace[]>([]);
  const [isListening, setListening] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: onEnd is another function at each rendering, and none is a reason to connect anew
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    const { signal } = stop;
    const refresh = () => void queries.invalidateQueries({ queryKey: ['listTraces'] });
    let catchUp: ReturnType<typeof setTimeout> | undefined;
    const listen = async () => {
      const response = await api.request(
        'listTraces',
        { params: { client_id } },
        { signal, accept: 'text/event-stream' },
      );
      setListening(true);
      catchUp = setTimeout(refresh, CATCH_UP);
      for await (const { event, data } of readEvents(response.body ?? new ReadableStream())) {
        if (event !== 'trace') continue;
        const trace = JSON.parse(data) as Trace;
        setTraces((known) => [trace, ...known].slice(0, KEPT));
        // The request that it belongs to has another end now.
        if (trace.parent_trace_id !== null) refresh();
      }
    };
    void listen()
      .catch(() => undefined)
      .then(() => {
        if (signal.aborted) return;
        setListening(false);
        onEnd();
      });
    return () => {
      stop.abort();
      clearTimeout(catchUp);
      setListening(false);
    };
  }, [api, client_id, isWanted, queries]);
  return { traces, isListening };
}

/**
 * What came live on top of what was listed. Of one that is in both, what was listed is newer. What came live and is older than the
 * newest that was listed is on one of its pages, loaded or not.
 */
export function merged(live: readonly Trace[], listed: readonly Trace[]): Trace[] {
  const known = new Map(listed.map((trace) => [keyOfTrace(trace), trace]));
  const newest = listed[0]?.at ?? 0;
  const fresh = live.filter((trace) => trace.at >= newest && !known.has(keyOfTrace(trace)));
  return [...fresh, ...listed];
}

/** An id may come from a proxy, and so twice. */
export function keyOfTrace({ trace_id, at, endpoint, outcome }: Trace): string {
  return `${trace_id} ${at} ${endpoint} ${outcome}`;
}
