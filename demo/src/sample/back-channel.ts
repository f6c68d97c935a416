import { shown } from './secrets.ts';
import type { Answer, Part, SentRequest, Timeline } from './timeline.ts';

/** Headers of an answer that say something about what happened. */
const TELLING_HEADERS = ['content-type', 'location', 'www-authenticate', 'retry-after'];
const MOST_FIELDS = 14;
const LONGEST_VALUE = 400;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface BackChannelOptions<Kind extends string> {
  readonly fetch: Fetch;
  readonly timeline: Timeline<Kind>;
  readonly names: { readonly from: string; readonly to: (url: string) => string };
  /** What a request is for, by what it looks like. */
  readonly kindOf: (method: string, url: string, body: URLSearchParams) => Kind;
}

/** A fetch that writes down what was sent and answered. */
export function createBackChannel<Kind extends string>(options: BackChannelOptions<Kind>): Fetch {
  const { fetch, timeline, names, kindOf } = options;
  return async (url, init) => {
    const method = init.method ?? 'GET';
    const { body } = init;
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    const request = describeRequest(url, method, init);
    const route = { from: names.from, to: names.to(url) };
    const step = timeline.add({ kind: kindOf(method, url, form), channel: 'direct', ...route, request, answer: null });
    try {
      const response = await fetch(url, init);
      step.answer = await describeAnswer(response.clone());
      return response;
    } catch (error) {
      step.answer = { status: null, summary: 'No answer: nothing listens there, or it took too long.', parts: [] };
      throw error;
    }
  };
}

/** A request as it is shown, secrets shortened. */
export function describeRequest(href: string, method: string, { headers, body }: RequestInit = {}): SentRequest {
  const url = new URL(href);
  const sent = [...new Headers(headers)].map(([name, value]) => [name, shown(name, value)] as const);
  return {
    method,
    url: `${url.origin}${url.pathname}`,
    parts: [
      fields(
        'Parameters',
        [...url.searchParams].map(([name, value]) => [name, shown(name, value)]),
      ),
      fields('Headers', sent),
      fields('Body', describeBody(body)),
    ].filter((part) => part !== null),
  };
}

function describeBody(body: RequestInit['body']): (readonly [string, string])[] {
  if (body instanceof URLSearchParams) return [...body].map(([name, value]) => [name, shown(name, value)] as const);
  return typeof body === 'string' ? describeText(body) : [];
}

async function describeAnswer(response: Response): Promise<Answer> {
  const headers = TELLING_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const parts = [fields('Headers', headers), fields('Body', describeText(await response.text()))];
  return { status: response.status, parts: parts.filter((part) => part !== null) };
}

/** The members of a JSON object, or the text as it is. */
function describeText(text: string): (readonly [string, string])[] {
  if (text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).map(([name, member]) => [name, shown(name, asText(member))] as const);
    }
  } catch {}
  return [['', asText(text)]];
}

function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE && !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
    ? `${text.slice(0, LONGEST_VALUE)} …`
    : text;
}

function fields(title: string, all: Part['fields']): Part | null {
  if (all.length === 0) return null;
  return { title, fields: all.slice(0, MOST_FIELDS), omitted: Math.max(0, all.length - MOST_FIELDS) };
}
