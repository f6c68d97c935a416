import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Exchange } from '../exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { seeOther } from '../http/responses.ts';
import { pageResponse } from '../interaction/pages/page-response.ts';
import { CONSOLE_PATH, ensureConsoleClient, PLAYGROUND_CALLBACK_PATH } from '../management/console-client.ts';
import { type BuiltConsole, type BuiltFile, readBuiltConsole } from './built.ts';
import { consoleHeaders, consolePage, notBuiltPage, playgroundCallbackHeaders } from './page.ts';

const FILES = `${CONSOLE_PATH}/assets/`;

/** `{issuer}/console` and everything below but its OAuth endpoints: the files of the console, and one page for all of its paths. */
export const consoleRoute: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  respond: async (exchange) =>
    exchange.path.startsWith(FILES) ? respondWithFile(exchange) : respondWithPage(exchange),
};

/** `{issuer}/api/v1/docs`: the reference of the management API, which is a page of the console so that it can be tried out. */
export const apiDocsRoute: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  respond: async ({ tenant }) => seeOther(`${tenant.issuer}${CONSOLE_PATH}/reference`),
};

let read: BuiltConsole | null = null;

/** Read when it is first asked for. While it is missing it may still be built. */
function built(): BuiltConsole | null {
  read ??= readBuiltConsole();
  return read;
}

function respondWithFile({ path, request }: Exchange): Response {
  const file = built()?.files.get(path.slice(CONSOLE_PATH.length + 1));
  if (file === undefined) throw new HttpError(404, 'There is no such file');
  return fileResponse(file, /\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''));
}

function fileResponse({ content, compressed, contentType }: BuiltFile, mayCompress: boolean): Response {
  return new Response(mayCompress ? compressed : content, {
    headers: {
      'content-type': contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(mayCompress ? { 'content-encoding': 'gzip' } : {}),
    },
  });
}

async function respondWithPage({ deps, tenant, path }: Exchange): Promise<Response> {
  const console = built();
  if (console === null) return pageResponse(notBuiltPage({ tenant }), { status: 503 });
  await ensureConsoleClient(deps, tenant);
  const frame = { tenant, root: `${tenant.issuer}${CONSOLE_PATH}` };
  const nonce = deps.random(16).toString('base64');
  const headersOf = path === PLAYGROUND_CALLBACK_PATH ? playgroundCallbackHeaders : consoleHeaders;
  return pageResponse(consolePage(frame, console, nonce), { headers: headersOf(frame, nonce) });
}
