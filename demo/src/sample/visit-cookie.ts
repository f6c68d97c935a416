import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Visits } from './visits.ts';

/** Which visit a browser has; cookies know no ports, so each app on localhost has a name of its own for it. */
export interface VisitCookie<V> {
  idOf(c: Context): string | undefined;
  keep(c: Context, visit_id: string): void;
  /** The visit of this browser, or a new one; the caller lets the browser keep it. `forgotten`: the browser knows one that this process does not. */
  existingOrNew(c: Context): { visit_id: string; visit: V; forgotten: boolean };
}

export function visitCookie<V>(name: string, visits: Visits<V>): VisitCookie<V> {
  const idOf = (c: Context) => getCookie(c, name);
  return {
    idOf,
    keep: (c, visit_id) => setCookie(c, name, visit_id, { httpOnly: true, sameSite: 'Lax', path: '/' }),
    existingOrNew(c) {
      const known = idOf(c);
      const visit = visits.find(known);
      if (visit !== null && known !== undefined) return { visit_id: known, visit, forgotten: false };
      return { ...visits.start(), forgotten: known !== undefined };
    },
  };
}
