/** A JSON answer that nobody may keep (RFC 6749 §5.1). */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache', ...headers },
  });
}

/** A public JSON document that caches may keep for `maxAge` seconds. */
export function cacheableJson(body: string, maxAge: number, contentType = 'application/json'): Response {
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'cache-control': `public, max-age=${maxAge}`,
      'access-control-allow-origin': '*',
    },
  });
}

/** 303, so that a form's body is never sent on (RFC 9700 §4.12). */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return withCookies(new Response(null, { status: 303, headers }), cookies);
}

/** Adds Set-Cookie values to an answer of our own. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
