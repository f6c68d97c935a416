import { html, raw } from 'hono/html';
import { checkSessionScript } from '../assets/inline-scripts.ts';
import type { HtmlPage } from './html-page.ts';

/** The page of check_session_iframe (OIDC Session Management 1.0 §3.2); nobody sees it. `cookie`: the name of the one to compare. */
export function checkSessionPage(cookie: string): HtmlPage {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Session</title>
<script data-cookie="${cookie}">${raw(checkSessionScript.text)}</script>
</html>
`;
}

/** Pages of any origin may hold it: it tells only whether something has changed, and only whoever knows what to compare with. */
export const checkSessionHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src ${checkSessionScript.hash}; base-uri 'none'; frame-ancestors *`,
  'referrer-policy': 'no-referrer',
};
