import { assets } from './index.ts';

/** A file of the allow-list, for ever cacheable because its name carries its hash; null if there is none. */
export function serveAsset(path: string, ifNoneMatch: string | undefined): Response | null {
  const asset = assets.get(path);
  if (asset === undefined) return null;
  const headers = {
    'content-type': asset.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    etag: asset.etag,
    'x-content-type-options': 'nosniff',
  };
  return ifNoneMatch === asset.etag
    ? new Response(null, { status: 304, headers })
    : new Response(asset.body, { headers });
}
