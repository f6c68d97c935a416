import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Visit, Visits } from './visits.ts';

/** Cookies know no ports: the name keeps it apart from those of other programs on localhost. */
const COOKIE = 'papyrus_visit';

export function visitIdOf(c: Context): string | undefined {
  return getCookie(c, COOKIE);
}

export function keepVisit(c: Context, visit_id: string): void {
  setCookie(c, COOKIE, visit_id, { httpOnly: true, sameSite: 'Lax', path: '/' });
}

/** The visit of this browser, or a new one; the caller lets the browser keep it. `forgotten`: the browser knows one that this process does not. */
export function existingOrNewVisit(c: Context, visits: Visits): { visit_id: string; visit: Visit; forgotten: boolean } {
  const known = visitIdOf(c);
  const visit = visits.find(known);
  if (visit !== null && known !== undefined) return { visit_id: known, visit, forgotten: false };
  return { ...visits.start(), forgotten: known !== undefined };
}
