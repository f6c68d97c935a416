import { ERROR_PAGES } from '../dialects/documented-error.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { HttpError } from '../http/http-error.ts';
import { pageContext } from './advance.ts';
import { documentedErrorPage } from './pages/documented-error.ts';
import { pageResponse, pageView } from './pages/page-response.ts';

/** `{issuer}/errors/{error_code}`: where the links in a dialect's refusals lead. */
export const errorPagesRoute: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  respond: async (exchange) => {
    const documented = exchange.dialect.errors?.get(exchange.path.slice(ERROR_PAGES.length));
    if (documented === undefined) throw new HttpError(404, 'There is no such page');
    return pageResponse(documentedErrorPage({ ...pageView(pageContext(exchange)), ...documented }));
  },
};
