import { useQuery } from '@tanstack/react-query';
import { useConsole } from '../console-context.tsx';
import type { Api } from './client.ts';

type Named = 'users' | 'clients';

/** As many as the operation takes. */
const MOST = 100;

interface Wanted {
  readonly kind: Named;
  readonly id: string;
  resolve(name: string | null): void;
  reject(error: unknown): void;
}

/** What is wanted of each API at this moment: one request for all that a page shows, instead of one for each row. */
const waiting = new WeakMap<Api, Wanted[]>();

/** What a user or a client is called now; null: it is gone, or not known yet. */
export function useName(kind: Named, id: string | null): string | null {
  const { api } = useConsole();
  const { data } = useQuery({
    queryKey: ['getAuditNames', kind, id],
    queryFn: () => nameOf(api, kind, id ?? ''),
    enabled: id !== null,
    staleTime: 60_000,
  });
  return data ?? null;
}

function nameOf(api: Api, kind: Named, id: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const wanted = waiting.get(api) ?? [];
    if (wanted.length === 0) setTimeout(() => void askAll(api), 0);
    waiting.set(api, [...wanted, { kind, id, resolve, reject }]);
  });
}

async function askAll(api: Api): Promise<void> {
  const wanted = waiting.get(api) ?? [];
  waiting.delete(api);
  const lots = Array.from({ length: Math.ceil(wanted.length / MOST) }, (_, lot) =>
    wanted.slice(lot * MOST, (lot + 1) * MOST),
  );
  await Promise.all(lots.map((lot) => ask(api, lot)));
}

async function ask(api: Api, lot: readonly Wanted[]): Promise<void> {
  const idsOf = (kind: Named) =>
    lot
      .filter((one) => one.kind === kind)
      .map(({ id }) => id)
      .join(',');
  try {
    const names = await api.call('getAuditNames', { query: { subs: idsOf('users'), client_ids: idsOf('clients') } });
    for (const { kind, id, resolve } of lot) resolve(Object.hasOwn(names[kind], id) ? (names[kind][id] ?? null) : null);
  } catch (error) {
    for (const { reject } of lot) reject(error);
  }
}
