import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** Go with nothing but its standard library. */
export const go: Template = {
  language: 'go',
  title: 'Go',
  problem: simpleAuthenticationProblem,
  write: (values) => ({
    install: null,
    files: [{ name: 'quickstart.go', content: program(values) }],
    run: values.flow === 'introspection' ? 'go run quickstart.go "$ACCESS_TOKEN"' : 'go run quickstart.go',
    notes: ['Needs Go 1.21 or later and nothing besides.'],
  }),
};

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  return `${head(values)}${post(values)}${flows[values.flow](values)}`;
}

function head(values: QuickstartValues): string {
  const isSignIn = values.flow === 'sign_in';
  const usesSecret = values.client.token_endpoint_auth_method !== 'none';
  const packages = [
    ...(isSignIn ? ['crypto/rand', 'crypto/sha256', 'encoding/base64'] : []),
    'encoding/json',
    'errors',
    'fmt',
    'io',
    ...(isSignIn ? ['net'] : []),
    'net/http',
    'net/url',
    ...(usesSecret || values.flow === 'introspection' ? ['os'] : []),
    'strings',
  ];
  const lines = [
    'package main',
    '',
    'import (',
    ...packages.map((name) => `\t"${name}"`),
    ')',
    '',
    'const (',
    ...constants(values).map(([name, value]) => `\t${GO_NAMES[name] ?? name} = ${quoted(value)}`),
    ')',
    '',
    ...(usesSecret ? ['var clientSecret = os.Getenv("CLIENT_SECRET")', ''] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Constants are spelled like other names there. */
const GO_NAMES: Readonly<Record<string, string>> = {
  APP: 'app',
  ISSUER: 'issuer',
  AUTHORIZATION_ENDPOINT: 'authorizationEndpoint',
  TOKEN_ENDPOINT: 'tokenEndpoint',
  INTROSPECTION_ENDPOINT: 'introspectionEndpoint',
  CLIENT_ID: 'clientID',
  REDIRECT_URI: 'redirectURI',
  SCOPE: 'scope',
  RESOURCE: 'resource',
  API: 'api',
};

function quoted(value: string): string {
  return literal(value, '"', (codePoint) => `\\U${hex(codePoint, 8)}`);
}

const AUTHENTICATION: Readonly<Record<string, readonly [form: string, request: string]>> = {
  none: ['\tform.Set("client_id", clientID)\n', ''],
  client_secret_post: ['\tform.Set("client_id", clientID)\n\tform.Set("client_secret", clientSecret)\n', ''],
  // RFC 6749 §2.3.1
  client_secret_basic: ['', '\trequest.SetBasicAuth(url.QueryEscape(clientID), url.QueryEscape(clientSecret))\n'],
};

function post({ client }: QuickstartValues): string {
  const [form, request] = AUTHENTICATION[client.token_endpoint_auth_method] ?? ['', ''];
  return `func send(request *http.Request) ([]byte, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New(response.Status + " " + string(body))
	}
	return body, err
}

func post(address string, form url.Values, answer any) error {
${form}	request, err := http.NewRequest("POST", address, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
${request}	body, err := send(request)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, answer)
}
`;
}

const CALL_API = `
type tokens struct {
	AccessToken  string ${'`'}json:"access_token"${'`'}
	RefreshToken string ${'`'}json:"refresh_token"${'`'}
}

func callAPI(accessToken string) ([]byte, error) {
	request, err := http.NewRequest("GET", api, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+accessToken)
	return send(request)
}
`;

function signIn(values: QuickstartValues): string {
  const resource = ifResource(values, '\n\t\t"resource":              {resource},');
  const again = ifResource(values, ', "resource": {resource}');
  const { port, behindProxy } = values.place;
  return `${CALL_API}${`
func random() string {
	bytes := make([]byte, 32)
	rand.Read(bytes)
	return base64.RawURLEncoding.EncodeToString(bytes)
}

func begin(w http.ResponseWriter, r *http.Request) {
	state, verifier := random(), random()
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type":         {"code"},
		"client_id":             {clientID},
		"redirect_uri":          {redirectURI},
		"scope":                 {scope},${resource}
		"state":                 {state},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"S256"},
	}
	// Binds the answer to this browser.
	http.SetCookie(w, &http.Cookie{Name: "sign_in", Value: state + "." + verifier, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: ${behindProxy}})
	http.Redirect(w, r, authorizationEndpoint+"?"+query.Encode(), http.StatusFound)
}
`}${finish(resource, again)}${`
func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if r.URL.Query().Has("state") {
			body, err := finish(r)
			if err != nil {
				w.WriteHeader(http.StatusBadGateway)
				body = []byte(err.Error())
			}
			w.Write(body)
		} else if r.URL.Path == "/" {
			begin(w, r)
		} else {
			http.NotFound(w, r)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:${port}")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("Open http://localhost:${port}/ to sign in with " + app)
	fmt.Println(http.Serve(listener, nil))
}
`}`;
}

function finish(resource: string, again: string): string {
  return `
func finish(r *http.Request) ([]byte, error) {
	answer := r.URL.Query()
	cookie, err := r.Cookie("sign_in")
	if err != nil {
		return nil, err
	}
	state, verifier, _ := strings.Cut(cookie.Value, ".")
	// The answer belongs to the sign-in that this browser began, and comes from this server (RFC 9207).
	if answer.Get("state") != state || answer.Get("iss") != issuer {
		return nil, errors.New("this is no answer to a sign-in that was begun here")
	}
	if answer.Get("code") == "" {
		return nil, errors.New(answer.Get("error") + " " + answer.Get("error_description"))
	}
	var got tokens
	err = post(tokenEndpoint, url.Values{
		"grant_type":            {"authorization_code"},
		"code":                  {answer.Get("code")},
		"redirect_uri":          {redirectURI},
		"code_verifier":         {verifier},${resource}
	}, &got)
	if err == nil && got.RefreshToken != "" {
		err = post(tokenEndpoint, url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {got.RefreshToken}${again},
		}, &got)
	}
	if err != nil {
		return nil, err
	}
	return callAPI(got.AccessToken)
}
`;
}

const PRINT = `	if err != nil {
		fmt.Println(err)
		return
	}
`;

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ', "resource": {resource}');
  return `${CALL_API}${`
func main() {
	var got tokens
	err := post(tokenEndpoint, url.Values{"grant_type": {"client_credentials"}, "scope": {scope}${resource}}, &got)
${PRINT}	body, err := callAPI(got.AccessToken)
${PRINT}	fmt.Println(string(body))
}
`}`;
}

function introspection(): string {
  return `
// RFC 7662: whether the token is valid, whose it is and what it allows.
func main() {
	var answer json.RawMessage
	err := post(introspectionEndpoint, url.Values{"token": {os.Args[1]}}, &answer)
${PRINT}	fmt.Println(string(answer))
}
`;
}
