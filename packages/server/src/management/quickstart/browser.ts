import { isPublicClient } from '@xenia/protocol/client-metadata';
import { declarations } from './javascript.ts';
import type { Template } from './template.ts';
import { ifResource, type QuickstartValues } from './values.ts';

/** A page without a library: fetch and WebCrypto are all that it takes. */
export const browser: Template = {
  language: 'browser',
  title: 'Browser',
  problem: ({ client, flow }) =>
    flow === 'sign_in' && isPublicClient(client)
      ? null
      : 'A page in a browser keeps no secret; register a single-page app, which is a client without one (RFC 9700 §2.1.1).',
  write: (values) => ({
    install: null,
    files: [
      { name: 'index.html', content: PAGE },
      { name: 'app.mjs', content: app(values) },
      { name: 'serve.mjs', content: serve(values) },
    ],
    run: 'node serve.mjs',
    notes: [
      'Any web server does in place of serve.mjs that answers the path of the redirect URI with index.html.',
      'The API must let pages of this origin call it (CORS), with the header Authorization.',
      'Tokens are in memory alone: they are gone when the page is, and the user who is still signed in gets new ones without a password.',
    ],
  }),
};

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>Quickstart</title>
<h1 id="app"></h1>
<button id="sign-in">Sign in</button>
<pre id="answer"></pre>
<script type="module" src="/app.mjs"></script>
</html>
`;

function app(values: QuickstartValues): string {
  const resource = ifResource(values, '\n    resource: RESOURCE,');
  const again = ifResource(values, ', resource: RESOURCE');
  return `${declarations(values)}${`
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function signIn() {
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem('sign_in', JSON.stringify({ state, verifier }));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  location.assign(AUTHORIZATION_ENDPOINT + '?' + new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,${resource}
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  }));
}

async function tokenRequest(parameters) {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...parameters });
  const response = await fetch(TOKEN_ENDPOINT, { method: 'POST', body });
  if (!response.ok) throw new Error(response.status + ' ' + (await response.text()));
  return response.json();
}

async function finish(answer) {
  const { state, verifier } = JSON.parse(sessionStorage.getItem('sign_in') ?? '{}');
  sessionStorage.removeItem('sign_in');
  // No code stays in the address bar and the history.
  history.replaceState(null, '', location.pathname);
  // The answer belongs to the sign-in that this page began, and comes from this server (RFC 9207).
  if (answer.get('state') !== state || answer.get('iss') !== ISSUER) throw new Error('This is no answer to a sign-in of this page.');
  if (!answer.has('code')) throw new Error(answer.get('error') + ' ' + answer.get('error_description'));
  let tokens = await tokenRequest({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    redirect_uri: REDIRECT_URI,
    code_verifier: verifier,${resource}
  });
  if (tokens.refresh_token) {
    tokens = await tokenRequest({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token${again} });
  }
  const response = await fetch(API, { headers: { authorization: 'Bearer ' + tokens.access_token } });
  return response.text();
}

const show = (text) => {
  document.getElementById('answer').textContent = text;
};
document.getElementById('app').textContent = APP;
document.getElementById('sign-in').addEventListener('click', signIn);
const answer = new URLSearchParams(location.search);
if (answer.has('state')) finish(answer).then(show, show);
`}`;
}

function serve({ place }: QuickstartValues): string {
  return `import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((request, response) => {
  const isModule = request.url === '/app.mjs';
  response.writeHead(200, { 'content-type': isModule ? 'text/javascript' : 'text/html' });
  response.end(readFileSync(isModule ? 'app.mjs' : 'index.html'));
}).listen(${place.port}, '127.0.0.1', () => console.log('Open http://localhost:${place.port}/'));
`;
}
