import { expect } from 'vitest';
import { sendOnceScript } from '../../src/interaction/assets/inline-scripts.ts';

export interface Redirected {
  /** Where to, without the response's parameters. */
  readonly uri: string;
  readonly parameters: Record<string, string>;
}

/** What a client receives by redirection, in the query unless told. Fails if it is no redirection. */
export function redirected(response: Response, part: 'search' | 'hash' = 'search'): Redirected {
  expect(response.status).toBe(303);
  const location = new URL(response.headers.get('location') ?? '');
  const parameters = Object.fromEntries(new URLSearchParams(location[part].slice(1)));
  location[part] = '';
  return { uri: location.href, parameters };
}

export interface LocalPage {
  readonly text: string;
  /** The id to quote. */
  readonly reference: string;
}

/** An error page of our own: it leads nowhere, is not kept and has an id to quote. Fails if it is none. */
export async function errorPage(response: Response, status = 400): Promise<LocalPage> {
  expect(response.headers.get('location')).toBeNull();
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  const reference = /id="reference" value="(XR-[0-9A-Z]{4}-[0-9A-Z]{4})"/.exec(text)?.[1] ?? '';
  expect(reference).toBe(response.headers.get('x-request-id'));
  return { text, reference };
}

/** The value of the page's first field with this name; null without one. */
export function fieldOf(page: string, name: string): string | null {
  return new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? null;
}

/** Which of the pages this is, by what it asks for. */
export function pageKind(page: string): 'login' | 'consent' | 'select_account' | 'logout' | 'other' {
  if (page.includes('name="password"')) return 'login';
  if (page.includes('value="switch_account"')) return 'consent';
  if (page.includes('value="other_account"')) return 'select_account';
  return page.includes('value="sign_out"') && page.includes('value="stay"') ? 'logout' : 'other';
}

/** The page without what differs each time and says nothing: the challenge for a passkey. */
export function withoutChallenge(page: string): string {
  return page.replaceAll(/&quot;challenge&quot;:&quot;[\w-]+&quot;/g, '');
}

/** The page without the scripts of ours that it may link to or carry. */
export function withoutOwnScript(page: string): string {
  return page
    .replace(/<script src="\/assets\/passkey\.[\w-]+\.js" defer><\/script>/, '')
    .replace(`<script>${sendOnceScript.text}</script>`, '');
}
