import type { Tenant } from '../../tenants/tenant.ts';
import { type PageHeaderOptions, pageHeaders } from './headers.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { supportedLocale } from './messages/index.ts';

/** For whom a page is rendered. */
export interface PageContext {
  readonly tenant: Tenant;
  readonly locale: string;
}

export function pageView({ tenant, locale }: PageContext): PageView {
  return {
    locale,
    tenant: {
      display_name: tenant.displayName,
      logo_uri: tenant.settings.logoUri ?? undefined,
      theme_uri: `${tenant.issuer}/theme.css`,
    },
  };
}

export interface PageResponseOptions extends PageHeaderOptions {
  /** 200 unless told. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set-Cookie values. */
  readonly cookies?: readonly string[];
}

/** A page with the headers that every page has. */
export function pageResponse(page: HtmlPage, options: PageResponseOptions = {}): Response {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    ...pageHeaders(options),
    ...options.headers,
  });
  for (const cookie of options.cookies ?? []) headers.append('set-cookie', cookie);
  return new Response(String(page), { status: options.status ?? 200, headers });
}

/** The first language that the pages speak: of those wanted (`ui_locales`, the user's own), then of the browser's; else `fallback`. */
export function negotiateLocale(wanted: readonly string[], acceptLanguage: string | null, fallback: string): string {
  const tags = [...wanted, ...acceptedLanguages(acceptLanguage ?? '')];
  return tags.map(supportedLocale).find((locale) => locale !== undefined) ?? fallback;
}

/** RFC 9110 §12.5.4: what a browser prefers comes first, what it refuses (`q=0`) is left out. */
function acceptedLanguages(header: string): string[] {
  return header
    .split(',', 20)
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter));
      return { tag, quality: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
