import type { html } from 'hono/html';

/** A rendered page or a piece of one, as hono/html makes it: everything that was interpolated has been escaped. */
export type HtmlPage = ReturnType<typeof html>;

/** The product as its users know it: one issuer's name and look. */
export interface TenantView {
  readonly display_name: string;
  readonly logo_uri?: string | undefined;
  /** Where themeStylesheet(accent) is served: `${issuer}/theme.css`. Without it the default accent is used. */
  readonly theme_uri?: string | undefined;
  readonly help_uri?: string | undefined;
  readonly privacy_uri?: string | undefined;
  readonly terms_uri?: string | undefined;
}

/** What every page needs to be framed. */
export interface PageView {
  readonly tenant: TenantView;
  /** BCP 47 tag; chooses the language of the texts, and falls back to English. */
  readonly locale: string;
}

/** An app as pages name it. */
export interface AppView {
  readonly client_name: string;
  readonly logo_uri?: string | undefined;
}

/** A person as pages name them. */
export interface AccountView {
  readonly name?: string | undefined;
  readonly email: string;
}
