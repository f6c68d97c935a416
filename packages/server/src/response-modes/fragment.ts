import { seeOther } from '../http/responses.ts';
import type { ResponseMode } from './response-mode.ts';

/** OAuth 2.0 Multiple Response Types §2.1. */
export const fragment: ResponseMode = {
  response_mode: 'fragment',
  logged: false,
  reaches: () => true,
  render: (redirect_uri, parameters) => seeOther(`${redirect_uri}#${new URLSearchParams(parameters)}`),
};
