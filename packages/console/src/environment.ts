/** What the page says that the server rendered around the console; the built files know nothing of where they are served. */
export interface Environment {
  /** The tenant's issuer identifier, without a slash at the end. */
  readonly issuer: string;
  /** The tenant's name in paths of the management API. */
  readonly tenant: string;
  /** What people call the tenant. */
  readonly displayName: string;
  /** The path that every page of the console begins with, such as `/demo/console`. */
  readonly basePath: string;
  /** What style elements must carry to be applied (Content Security Policy Level 3 §6.7.2.3). */
  readonly nonce: string;
}

/** Reads it from the <meta>s of the document. Throws where one is missing: then no server of ours rendered the page. */
export function readEnvironment(page: Document): Environment {
  const issuer = metaOf(page, 'xenia-issuer');
  return {
    issuer,
    tenant: metaOf(page, 'xenia-tenant'),
    displayName: metaOf(page, 'xenia-display-name'),
    basePath: `${new URL(issuer).pathname.replace(/\/$/, '')}/console`,
    nonce: page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
  };
}

function metaOf(page: Document, name: string): string {
  const content = page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  if (content === undefined) throw new Error(`The page has no <meta name="${name}">`);
  return content;
}
