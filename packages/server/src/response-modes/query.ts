import { seeOther } from '../http/responses.ts';
import type { ResponseMode } from './response-mode.ts';

/** OAuth 2.0 Multiple Response Types §2.1. A query that the registered URI has is kept as it is (RFC 6749 §3.1.2). */
export const query: ResponseMode = {
  response_mode: 'query',
  logged: true,
  reaches: () => true,
  render: (redirect_uri, parameters) =>
    seeOther(`${redirect_uri}${redirect_uri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`),
};
