import type { Exchange } from '../../exchange.ts';
import { dataPage as page } from '../pages/account-data.ts';
import type { SignedIn } from '../session.ts';
import { accountDocument } from './account-document.ts';
import type { AccountPage } from './account-page.ts';
import { accountResponse } from './respond.ts';

export const dataPage: AccountPage = {
  show: async (exchange, signedIn) => accountResponse(exchange, signedIn, page),
};

/** Everything that is kept about the user, as a file. */
export const downloadPage: AccountPage = { show: download };

async function download(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const document = await accountDocument(exchange, signedIn);
  const day = document.made_at.slice(0, 10);
  return new Response(`${JSON.stringify(document, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${exchange.tenant.name}-account-${day}.json"`,
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    },
  });
}
