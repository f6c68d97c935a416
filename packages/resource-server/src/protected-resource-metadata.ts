/** RFC 9728 §2 */
export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
}

export interface PublishedMetadata {
  readonly document: ProtectedResourceMetadata;
  /** Where the document has to be served. */
  readonly url: string;
  /** The path of `url`. */
  readonly path: string;
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** The document by which clients find the way to the issuer; null if the resource identifier is no https (or http) URL. */
export function protectedResourceMetadata(options: {
  readonly issuer: string;
  readonly resource: string;
  readonly scopes_supported?: readonly string[] | undefined;
}): PublishedMetadata | null {
  const { issuer, resource, scopes_supported } = options;
  if (!/^https?:\/\//i.test(resource)) return null;
  const { origin, pathname, search } = new URL(resource);
  // RFC 9728 §3.1: inserted between host and path; a lone slash after the host goes.
  const path = `${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
  return {
    path,
    url: `${origin}${path}${search}`,
    document: {
      resource,
      authorization_servers: [issuer],
      ...(scopes_supported ? { scopes_supported } : {}),
      bearer_methods_supported: ['header'],
    },
  };
}
