import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** Python 3.8 and later, with nothing but its standard library. */
export const python: Template = {
  language: 'python',
  title: 'Python',
  problem: simpleAuthenticationProblem,
  write: (values) => ({
    install: null,
    files: [{ name: 'quickstart.py', content: program(values) }],
    run: values.flow === 'introspection' ? 'python3 quickstart.py "$ACCESS_TOKEN"' : 'python3 quickstart.py',
    notes: ['Needs Python 3.8 or later and nothing besides.'],
  }),
};

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  return `${head(values)}\n${post(values)}${flows[values.flow](values)}`;
}

function head(values: QuickstartValues): string {
  const isSignIn = values.flow === 'sign_in';
  const modules = [
    'base64',
    ...(isSignIn ? ['hashlib'] : []),
    'json',
    'os',
    ...(isSignIn ? ['secrets'] : []),
    ...(values.flow === 'introspection' ? ['sys'] : []),
    'urllib.error',
    'urllib.parse',
    'urllib.request',
  ];
  const lines = [
    ...modules.map((name) => `import ${name}`),
    ...(isSignIn
      ? ['from http.cookies import SimpleCookie', 'from http.server import BaseHTTPRequestHandler, HTTPServer']
      : []),
    '',
    ...constants(values).map(([name, value]) => `${name} = ${quoted(value)}`),
    ...(values.client.token_endpoint_auth_method === 'none' ? [] : ['CLIENT_SECRET = os.environ["CLIENT_SECRET"]']),
  ];
  return `${lines.join('\n')}\n`;
}

function quoted(value: string): string {
  return literal(value, '"', (codePoint) => `\\U${hex(codePoint, 8)}`);
}

const BASIC = `    # RFC 6749 2.3.1
    pair = urllib.parse.quote_plus(CLIENT_ID) + ":" + urllib.parse.quote_plus(CLIENT_SECRET)
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
`;

function post({ client }: QuickstartValues): string {
  const method = client.token_endpoint_auth_method;
  const own = method === 'client_secret_post' ? ', client_secret=CLIENT_SECRET' : '';
  const authentication =
    method === 'client_secret_basic'
      ? BASIC
      : `    headers = {}\n    parameters = dict(parameters, client_id=CLIENT_ID${own})\n`;
  return `
def send(request):
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.read().decode()
    except urllib.error.HTTPError as refusal:
        raise RuntimeError(str(refusal.code) + " " + refusal.read().decode())


def post(url, parameters):
${authentication}    body = urllib.parse.urlencode(parameters).encode()
    return json.loads(send(urllib.request.Request(url, body, headers)))

`;
}

const CALL_API = `
def call_api(access_token):
    return send(urllib.request.Request(API, headers={"Authorization": "Bearer " + access_token}))

`;

function signIn(values: QuickstartValues): string {
  const secure = values.place.behindProxy ? '; Secure' : '';
  const resource = ifResource(values, '\n        "resource": RESOURCE,');
  const again = ifResource(values, ', "resource": RESOURCE');
  return `${CALL_API}${`
def random():
    return secrets.token_urlsafe(32)


def authorization_url(state, verifier):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return AUTHORIZATION_ENDPOINT + "?" + urllib.parse.urlencode({
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "scope": SCOPE,${resource}
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    })


def finish(answer, expected_state, verifier):
    # The answer belongs to the sign-in that this browser began, and comes from this server (RFC 9207).
    if not expected_state or answer["state"] != expected_state or answer.get("iss") != ISSUER:
        raise RuntimeError("This is no answer to a sign-in that was begun here.")
    if "code" not in answer:
        raise RuntimeError(answer.get("error", "") + " " + answer.get("error_description", ""))
    tokens = post(TOKEN_ENDPOINT, {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": REDIRECT_URI,
        "code_verifier": verifier,${resource}
    })
    if "refresh_token" in tokens:
        tokens = post(TOKEN_ENDPOINT, {
            "grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]${again},
        })
    return call_api(tokens["access_token"])


class App(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        answer = dict(urllib.parse.parse_qsl(url.query))
        try:
            if "state" in answer:
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get("sign_in")
                state, _, verifier = (cookie.value if cookie else "").partition(".")
                self.respond(200, finish(answer, state, verifier))
            elif url.path == "/":
                state, verifier = random(), random()
                self.respond(302, "", {
                    "Location": authorization_url(state, verifier),
                    "Set-Cookie": "sign_in=" + state + "." + verifier + "; Path=/; HttpOnly; SameSite=Lax${secure}",
                })
            else:
                self.respond(404, "There is nothing here.")
        except RuntimeError as problem:
            self.respond(502, str(problem))

    def respond(self, status, text, headers={}):
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())


server = HTTPServer(("127.0.0.1", ${values.place.port}), App)
print("Open http://localhost:${values.place.port}/ to sign in with " + APP, flush=True)
server.serve_forever()
`}`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ', "resource": RESOURCE');
  return `${CALL_API}${`
tokens = post(TOKEN_ENDPOINT, {"grant_type": "client_credentials", "scope": SCOPE${resource}})
print(call_api(tokens["access_token"]))
`}`;
}

function introspection(): string {
  return `
# RFC 7662: whether the token is valid, whose it is and what it allows.
print(json.dumps(post(INTROSPECTION_ENDPOINT, {"token": sys.argv[1]})))
`;
}
