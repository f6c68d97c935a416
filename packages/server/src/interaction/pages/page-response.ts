import type { Tenant } from '../../tenants/tenant.ts';
import { type PageHeaderOptions, pageHeaders } from './headers.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { supportedLocales } from './messages/index.ts';

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

/** The first language that the pages speak: of those the app asked for (`ui_locales`), then of the browser's. */
export function negotiateLocale(ui_locales: readonly string[], acceptLanguage: string | null): string {
  const accepted = (acceptLanguage ?? '').split(',', 20).map((range) => range.split(';', 1)[0]?.trim() ?? '');
  const speaks = (tag: string) => supportedLocales.find((locale) => tag.toLowerCase().split('-', 1)[0] === locale);
  return [...ui_locales, ...accepted].map(speaks).find((locale) => locale !== undefined) ?? 'en';
}
