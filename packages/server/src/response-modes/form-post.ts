import { formPostPage, formPostScriptHash } from '../interaction/pages/form-post.ts';
import { pageResponse, pageView } from '../interaction/pages/page-response.ts';
import type { ResponseMode } from './response-mode.ts';

/** OAuth 2.0 Form Post Response Mode: a page whose form the browser posts to the client. */
export const formPost: ResponseMode = {
  response_mode: 'form_post',
  logged: false,
  // No form can be posted to the private-use scheme of an app (RFC 8252 §7.1).
  reaches: (redirect_uri) => /^https?:/i.test(redirect_uri),
  render: (redirect_uri, parameters, context) =>
    pageResponse(formPostPage({ ...pageView(context), action: redirect_uri, parameters }), {
      formAction: 'anywhere',
      scriptHash: formPostScriptHash,
      keepOpener: true,
    }),
};
