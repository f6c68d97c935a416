import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** The requests one after the other, in a shell. Secrets go through pipes: the arguments of a command are there for everyone to see. */
export const curl: Template = {
  language: 'curl',
  title: 'curl',
  problem: simpleAuthenticationProblem,
  write: (given) => {
    const values = asRegistered(given);
    const isSignIn = values.flow === 'sign_in';
    return {
      install: null,
      files: [{ name: 'quickstart.sh', content: script(values) }],
      run: values.flow === 'introspection' ? 'bash quickstart.sh "$ACCESS_TOKEN"' : 'bash quickstart.sh',
      notes: [
        `Needs bash, curl 7.76 or later${isSignIn ? ', openssl' : ''} and sed.`,
        ...(isSignIn
          ? ['Nothing has to answer at the redirect URI: copy the address out of the address bar, within a minute.']
          : []),
      ],
    };
  },
};

/** Nothing listens, so that any redirect URI will do. */
function asRegistered(values: QuickstartValues): QuickstartValues {
  const [redirect_uri = values.place.redirect_uri] = values.client.redirect_uris;
  return { ...values, place: { ...values.place, redirect_uri } };
}

function script(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  const usesSecret = values.client.token_endpoint_auth_method !== 'none';
  const head = [
    '#!/usr/bin/env bash',
    'set -euo pipefail',
    '',
    ...assignments(values),
    ...(usesSecret ? [': "$CLIENT_SECRET"'] : []),
  ];
  return `${head.join('\n')}\n${post(values)}${flows[values.flow](values)}`;
}

/** A shell cannot encode: the authorization request comes with all that does not change from sign-in to sign-in. */
function assignments(values: QuickstartValues): string[] {
  const request = { ...asked(values), ...(values.resource === null ? {} : { resource: values.resource }) };
  const url = `${values.endpoints.authorization_endpoint}?${new URLSearchParams(request)}`;
  const known = constants(values).map(([name, value]) =>
    name === 'AUTHORIZATION_ENDPOINT' ? (['AUTHORIZATION_URL', url] as const) : ([name, value] as const),
  );
  const used = known.filter(([name]) => name !== 'SCOPE' || values.flow === 'service');
  return used.map(([name, value]) => `${name}=${quoted(value)}`);
}

function asked({ client, place, scope }: QuickstartValues) {
  return { response_type: 'code', client_id: client.client_id, redirect_uri: place.redirect_uri, scope };
}

/** The ANSI-C form where it takes numbers: bytes of UTF-8, whatever the locale. A shell's strings cannot hold NUL. */
function quoted(value: string): string {
  const text = literal(value.replaceAll('\0', ''), "'", (codePoint) =>
    [...Buffer.from(String.fromCodePoint(codePoint))].map((byte) => `\\x${hex(byte, 2)}`).join(''),
  );
  return text.includes('\\') ? `$${text}` : text;
}

const BASIC = String.raw` \
    --header @<(printf 'Authorization: Basic %s\n' "$(printf '%s:%s' "$CLIENT_ID" "$CLIENT_SECRET" | base64 | tr -d '\n')")`;
const IN_BODY = String.raw` \
    --data-urlencode client_secret@<(printf %s "$CLIENT_SECRET")`;

function post({ client }: QuickstartValues): string {
  const method = client.token_endpoint_auth_method;
  const secret = method === 'client_secret_post' ? IN_BODY : '';
  // RFC 6749 §2.3.1 would have both parts encoded: this server makes them of characters that stay the same.
  const who = method === 'client_secret_basic' ? BASIC : ` --data-urlencode client_id="$CLIENT_ID"${secret}`;
  return String.raw`
post() {
  local answer
  if ! answer=$(curl --silent --show-error --fail-with-body${who} "$@"); then
    printf '%s\n' "$answer" >&2
    return 1
  fi
  printf '%s\n' "$answer"
}
`;
}

const CALL_API = String.raw`
# One member of a JSON object.
member() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

call_api() {
  curl --silent --show-error --fail-with-body --header @<(printf 'Authorization: Bearer %s\n' "$1") "$API"
  echo
}
`;

function signIn(values: QuickstartValues): string {
  const resource = ifResource(values, ' \\\n  --data-urlencode resource="$RESOURCE"');
  return `${CALL_API}${String.raw`
# 1. A secret for this sign-in, of which the browser sees only the hash (RFC 7636).
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
verifier=$(openssl rand 32 | base64url)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64url)
state=$(openssl rand 32 | base64url)

# 2. The user signs in with a browser and allows it.
echo "Open this address in your browser to sign in with $APP:"
echo "$AUTHORIZATION_URL&state=$state&code_challenge=$challenge&code_challenge_method=S256"
echo "Then paste the address that the browser ends at:"
read -r answer

# 3. The answer belongs to this sign-in and comes from this server (RFC 9207).
parameter() { printf '%b' "$(printf %s "$answer" | sed 's/^[^?]*?//; s/#.*//' | tr '&' '\n' | sed -n "s/^$1=//p" | sed 's/+/ /g; s/%/\\x/g')"; }
if [ "$(parameter state)" != "$state" ] || [ "$(parameter iss)" != "$ISSUER" ]; then
  echo "This is no answer to the sign-in above." >&2
  exit 1
fi
code=$(parameter code)
if [ -z "$code" ]; then
  echo "$(parameter error) $(parameter error_description)" >&2
  exit 1
fi

# 4. The code for tokens (RFC 6749 4.1.3).
tokens=$(post "$TOKEN_ENDPOINT" --data grant_type=authorization_code --data-urlencode code@<(printf %s "$code") \
  --data-urlencode redirect_uri="$REDIRECT_URI" --data-urlencode code_verifier@<(printf %s "$verifier")${resource})

# 5. Later, new tokens without the user (RFC 6749 6).
refresh_token=$(printf %s "$tokens" | member refresh_token)
if [ -n "$refresh_token" ]; then
  tokens=$(post "$TOKEN_ENDPOINT" --data grant_type=refresh_token \
    --data-urlencode refresh_token@<(printf %s "$refresh_token")${resource})
fi

# 6. The API.
call_api "$(printf %s "$tokens" | member access_token)"
`}`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ' --data-urlencode resource="$RESOURCE"');
  return `${CALL_API}${`
tokens=$(post "$TOKEN_ENDPOINT" --data grant_type=client_credentials --data-urlencode scope="$SCOPE"${resource})
call_api "$(printf %s "$tokens" | member access_token)"
`}`;
}

function introspection(): string {
  return `
# RFC 7662: whether the token is valid, whose it is and what it allows.
post "$INTROSPECTION_ENDPOINT" --data-urlencode token@<(printf %s "$1")
echo
`;
}
