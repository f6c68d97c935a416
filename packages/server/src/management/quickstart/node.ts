import { declarations } from './javascript.ts';
import type { Template } from './template.ts';
import { ifResource, type QuickstartValues } from './values.ts';

/** Node with openid-client 6, which knows every way to authenticate. */
export const node: Template = {
  language: 'node',
  title: 'Node.js',
  problem: ({ flow, place: { redirect_uri } }) =>
    flow === 'sign_in' && isBare(redirect_uri)
      ? `openid-client cannot send ${redirect_uri} back as it is; register a redirect URI that has a path and no query.`
      : null,
  write: (values) => ({
    install: 'npm install openid-client@6',
    files: [{ name: 'quickstart.mjs', content: program(values) }],
    run: values.flow === 'introspection' ? 'node quickstart.mjs "$ACCESS_TOKEN"' : 'node quickstart.mjs',
    notes: [
      'Needs Node.js 20 or later.',
      ...(values.client.token_endpoint_auth_method === 'private_key_jwt'
        ? [
            'Set the environment variable PRIVATE_KEY_FILE to the file with the private key (PEM, PKCS#8) whose public half is registered.',
          ]
        : []),
    ],
  }),
};

/** The library takes what the browser called, without its query, for the redirect URI; and URL writes the path that was left out. */
function isBare(redirect_uri: string): boolean {
  const url = new URL(redirect_uri);
  url.search = '';
  return url.href !== redirect_uri;
}

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  const isSignIn = values.flow === 'sign_in';
  const usesKey = values.client.token_endpoint_auth_method === 'private_key_jwt';
  const imports = [
    ...(usesKey ? ["import { createPrivateKey } from 'node:crypto';", "import { readFileSync } from 'node:fs';"] : []),
    ...(isSignIn ? ["import { createServer } from 'node:http';"] : []),
    ...(values.client.token_endpoint_auth_method === 'none' ? [] : ["import { env } from 'node:process';"]),
    "import * as oauth from 'openid-client';",
  ];
  const unused = ['AUTHORIZATION_ENDPOINT', 'TOKEN_ENDPOINT', 'INTROSPECTION_ENDPOINT', 'ISSUER'];
  // The library asks the issuer for the rest.
  const issuer = declarations({ ...values, flow: 'sign_in' }, ...ALL_BUT_ISSUER);
  return `${imports.join('\n')}\n\n${issuer}${declarations(values, ...unused)}\n${configuration(values)}${flows[values.flow](values)}`;
}

const ALL_BUT_ISSUER = [
  'APP',
  'AUTHORIZATION_ENDPOINT',
  'REDIRECT_URI',
  'TOKEN_ENDPOINT',
  'SCOPE',
  'RESOURCE',
  'API',
  'CLIENT_ID',
];

const AUTHENTICATION: Readonly<Record<string, string>> = {
  none: 'oauth.None()',
  client_secret_basic: 'oauth.ClientSecretBasic(env.CLIENT_SECRET)',
  client_secret_post: 'oauth.ClientSecretPost(env.CLIENT_SECRET)',
  client_secret_jwt: 'oauth.ClientSecretJwt(env.CLIENT_SECRET)',
  private_key_jwt: 'oauth.PrivateKeyJwt(key)',
};

/** The algorithms as WebCrypto names them. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  RS256: "{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }",
  PS256: "{ name: 'RSA-PSS', hash: 'SHA-256' }",
  ES256: "{ name: 'ECDSA', namedCurve: 'P-256' }",
  EdDSA: "{ name: 'Ed25519' }",
};

function configuration({ client, issuer, says_token_type }: QuickstartValues): string {
  const method = client.token_endpoint_auth_method;
  const algorithm = ALGORITHMS[client.token_endpoint_auth_signing_alg ?? keyAlgorithm(client.jwks)];
  const key = `const pkcs8 = createPrivateKey(readFileSync(env.PRIVATE_KEY_FILE)).export({ type: 'pkcs8', format: 'der' });
const key = await crypto.subtle.importKey('pkcs8', pkcs8, ${algorithm ?? ALGORITHMS.RS256}, false, ['sign']);
`;
  const options = [
    ...(issuer.startsWith('http:')
      ? ['  // Only as long as the server is on this machine.', '  execute: [oauth.allowInsecureRequests],']
      : []),
    ...(says_token_type ? [] : ['  [oauth.customFetch]: withTokenType,']),
  ];
  const last = options.length === 0 ? '' : `, {\n${options.join('\n')}\n}`;
  return `${method === 'private_key_jwt' ? key : ''}${says_token_type ? '' : WITH_TOKEN_TYPE}const config = await oauth.discovery(new URL(ISSUER), CLIENT_ID, undefined, ${AUTHENTICATION[method] ?? AUTHENTICATION.none}${last});
`;
}

/** Of the one key that is registered; RS256 (OIDC Dynamic Client Registration §2) where that says nothing. */
function keyAlgorithm(jwks: QuickstartValues['client']['jwks']): string {
  const { alg } = jwks?.keys[0] ?? {};
  return typeof alg === 'string' ? alg : 'RS256';
}

const WITH_TOKEN_TYPE = `// This server leaves out the token_type, which is always Bearer; the library wants to see it (RFC 6749 5.1).
async function withTokenType(url, options) {
  const response = await fetch(url, options);
  if (options.method !== 'POST' || !response.ok) return response;
  return Response.json({ token_type: 'Bearer', ...(await response.json()) });
}
`;

const CALL_API = `
async function callApi(access_token) {
  const response = await fetch(API, { headers: { authorization: 'Bearer ' + access_token } });
  const text = await response.text();
  if (!response.ok) throw new Error(response.status + ' ' + text);
  return text;
}
`;

function signIn(values: QuickstartValues): string {
  const resource = ifResource(values, '\n    resource: RESOURCE,');
  const narrowed = ifResource(values, ', { resource: RESOURCE }');
  const secure = values.place.behindProxy ? '; Secure' : '';
  return `${CALL_API}${String.raw`
async function begin(response) {
  const [state, verifier] = [oauth.randomState(), oauth.randomPKCECodeVerifier()];
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,${resource}
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  // Binds the answer to this browser.
  const cookie = 'sign_in=' + state + '.' + verifier + '; Path=/; HttpOnly; SameSite=Lax${secure}';
  response.writeHead(302, { location: url.href, 'set-cookie': cookie }).end();
}

async function finish(url, cookies) {
  const [, expectedState, pkceCodeVerifier] = /(?:^|; )sign_in=([\w-]+)\.([\w-]+)/.exec(cookies) ?? [];
  if (expectedState === undefined) throw new Error('No sign-in was begun in this browser.');
  let tokens = await oauth.authorizationCodeGrant(config, url, { expectedState, pkceCodeVerifier }${narrowed});
  if (tokens.refresh_token) tokens = await oauth.refreshTokenGrant(config, tokens.refresh_token${narrowed});
  return callApi(tokens.access_token);
}

createServer(async (request, response) => {
  try {
    const url = new URL(request.url, REDIRECT_URI);
    if (url.searchParams.has('state')) {
      const text = await finish(url, request.headers.cookie ?? '');
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    } else if (url.pathname === '/') await begin(response);
    else response.writeHead(404).end('There is nothing here.');
  } catch (problem) {
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end(String(problem));
  }
}).listen(${values.place.port}, '127.0.0.1', () => console.log('Open http://localhost:${values.place.port}/ to sign in with ' + APP));
`}`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ', resource: RESOURCE');
  return `${CALL_API}${`
const { access_token } = await oauth.clientCredentialsGrant(config, { scope: SCOPE${resource} });
console.log(await callApi(access_token));
`}`;
}

function introspection(): string {
  return `
// RFC 7662: whether the token is valid, whose it is and what it allows.
console.log(JSON.stringify(await oauth.tokenIntrospection(config, process.argv[2])));
`;
}
