import { parseJsonObject } from '@xenia/protocol/json-object';
import type { Exchange } from '../exchange.ts';
import { mediaType } from '../http/wire-request.ts';

/** Whom a request that was not even read says that it comes from, wherever it says so; null if nowhere. */
export async function claimedClientId({ request, trace }: Exchange): Promise<string | null> {
  return (
    trace.parameters?.get('client_id') ??
    trace.basic?.client_id ??
    request.url.searchParams.get('client_id') ??
    userOfBasic(request.headers.get('authorization')) ??
    (mediaType(request.headers) === 'application/json' ? memberOf(await request.body()) : null)
  );
}

function userOfBasic(header: string | null): string | null {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const [user = ''] = Buffer.from(encoded, 'base64').toString().split(':', 1);
  return user === '' ? null : user;
}

/** A form was expected, and JSON came. */
function memberOf(body: string): string | null {
  const client_id = parseJsonObject(body, 1)?.client_id;
  return typeof client_id === 'string' ? client_id : null;
}
