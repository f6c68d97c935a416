import { cookieName } from '../http/cookies.ts';
import { checkSessionHeaders, checkSessionPage } from '../interaction/pages/check-session.ts';
import type { Endpoint } from './endpoint.ts';

/** OIDC Session Management 1.0 §3.2: the same page for everybody, whose script reads the cookie of session-state.ts. */
export const checkSessionEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  async respond({ tenant }) {
    const page = checkSessionPage(cookieName(tenant, 'state'));
    const cacheControl = { 'cache-control': `public, max-age=${tenant.settings.metadataMaxAge}` };
    return new Response(String(page), { headers: { ...checkSessionHeaders, ...cacheControl } });
  },
};
