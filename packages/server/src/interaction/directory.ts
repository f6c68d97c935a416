import type { Exchange } from '../exchange.ts';
import { pageContext } from './advance.ts';
import { directoryPage } from './pages/directory.ts';
import { pageResponse, pageView } from './pages/page-response.ts';

export const DIRECTORY_PATH = '/directory';

/** Apps on one page. */
const PAGE = 50;
const LONGEST_SEARCH = 100;

/** `{issuer}/directory`, for everybody: the public apps that were approved. `q` searches; `after` is the app_id that the page before ended with. */
export async function showDirectory(exchange: Exchange): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const q = (request.url.searchParams.get('q') ?? '').trim().slice(0, LONGEST_SEARCH);
  const filter = { search: q, state: 'approved', visibility: 'public' } as const;
  const page = { after: await placeAfter(exchange), limit: PAGE + 1 };
  const found = await deps.storage.apps.list(tenant.tenant_id, filter, page);
  const shown = found.slice(0, PAGE);
  const last = found.length > PAGE ? shown.at(-1) : undefined;
  const url = `${tenant.issuer}${DIRECTORY_PATH}`;
  const view = {
    ...pageView(pageContext(exchange)),
    url,
    q,
    entries: shown,
    more_url: last === undefined ? null : `${url}?${new URLSearchParams({ q, after: last.app_id })}`,
  };
  return pageResponse(directoryPage(view));
}

/** For an app that nobody knows, or not any more: the beginning. */
async function placeAfter({ deps, tenant, request }: Exchange): Promise<string | null> {
  const app_id = request.url.searchParams.get('after');
  if (app_id === null || app_id.length > 100) return null;
  return (await deps.storage.apps.find(tenant.tenant_id, app_id))?.sort_key ?? null;
}
