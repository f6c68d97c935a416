import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** Java with nothing but the JDK. */
export const java: Template = {
  language: 'java',
  title: 'Java',
  problem: simpleAuthenticationProblem,
  write: (values) => ({
    install: null,
    files: [{ name: 'Quickstart.java', content: program(values) }],
    run: values.flow === 'introspection' ? 'java Quickstart.java "$ACCESS_TOKEN"' : 'java Quickstart.java',
    notes: ['Needs a JDK, 11 or later, and nothing besides. In your own app read JSON with your library for it.'],
  }),
};

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  return `${head(values)}${post(values)}${flows[values.flow](values)}}\n`;
}

function head(values: QuickstartValues): string {
  const isSignIn = values.flow === 'sign_in';
  const imports = [
    ...(isSignIn ? ['com.sun.net.httpserver.*'] : []),
    'java.io.IOException',
    ...(isSignIn ? ['java.net.InetSocketAddress'] : []),
    'java.net.URI',
    ...(isSignIn ? ['java.net.URLDecoder'] : []),
    'java.net.URLEncoder',
    'java.net.http.*',
    'java.nio.charset.StandardCharsets',
    ...(isSignIn ? ['java.security.*'] : []),
    'java.util.*',
    ...(values.flow === 'introspection' ? [] : ['java.util.regex.*']),
    'java.util.stream.Collectors',
  ];
  const lines = [
    ...imports.map((name) => `import ${name};`),
    '',
    'public class Quickstart {',
    ...constants(values).map(([name, value]) => `  static final String ${name} = ${quoted(value)};`),
    ...(values.client.token_endpoint_auth_method === 'none'
      ? []
      : ['  static final String CLIENT_SECRET = System.getenv("CLIENT_SECRET");']),
    '  static final HttpClient HTTP = HttpClient.newHttpClient();',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * What stands there as \u0022 is a quotation mark before the compiler looks for literals (JLS §3.3): octal numbers for everything up
 * to U+00FF. Nothing beyond ASCII stands there as it is, since the compiler's encoding is that of the machine.
 */
function quoted(value: string): string {
  const octalOrUnicode = (codePoint: number) =>
    codePoint < 0x100
      ? `\\${codePoint.toString(8).padStart(3, '0')}`
      : Array.from(String.fromCodePoint(codePoint).split(''), (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`).join('');
  return literal(value, '"', octalOrUnicode, /^[A-Za-z0-9 !#%&()*+,\-./:;=?@[\]^_|~]$/);
}

const ADD_ID = '    parameters.put("client_id", CLIENT_ID);\n';
const AUTHENTICATION: Readonly<Record<string, string>> = {
  none: ADD_ID,
  client_secret_post: `${ADD_ID}    parameters.put("client_secret", CLIENT_SECRET);\n`,
  // RFC 6749 §2.3.1
  client_secret_basic: `    String pair = encode(CLIENT_ID) + ":" + encode(CLIENT_SECRET);
    request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
`,
};

function post({ client }: QuickstartValues): string {
  return `
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IOException(response.statusCode() + " " + response.body());
    return response.body();
  }

  static String post(String url, Map<String, String> given) throws IOException, InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>(given);
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
${AUTHENTICATION[client.token_endpoint_auth_method] ?? ''}    request.header("Content-Type", "application/x-www-form-urlencoded");
    return send(request.POST(HttpRequest.BodyPublishers.ofString(form(parameters))).build());
  }
`;
}

const CALL_API = String.raw`
  /** One member of a JSON object; null without it. */
  static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : null;
  }

  static String callApi(String accessToken) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(API)).header("Authorization", "Bearer " + accessToken).build());
  }
`;

function signIn(values: QuickstartValues): string {
  const { port, behindProxy } = values.place;
  return `${CALL_API}${begin(values)}${finish(values)}${`
  static Map<String, String> parse(String text, String separator) {
    Map<String, String> parsed = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split(separator)) {
      String[] parts = pair.split("=", 2);
      parsed.put(parts[0].trim(), parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parsed;
  }

  static void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = parse(exchange.getRequestURI().getRawQuery(), "&");
    String cookie = parse(exchange.getRequestHeaders().getFirst("Cookie"), ";").getOrDefault("sign_in", "");
    int status = 200;
    String text;
    try {
      if (query.containsKey("state")) {
        text = finish(query, cookie);
      } else if (exchange.getRequestURI().getPath().equals("/")) {
        String state = random(), verifier = random();
        status = 302;
        text = "";
        exchange.getResponseHeaders().set("Location", authorizationUrl(state, verifier));
        // Binds the answer to this browser.
        exchange.getResponseHeaders().set("Set-Cookie",
            "sign_in=" + state + "." + verifier + "; Path=/; HttpOnly; SameSite=Lax${behindProxy ? '; Secure' : ''}");
      } else {
        status = 404;
        text = "There is nothing here.";
      }
    } catch (Exception problem) {
      status = 502;
      text = problem.getMessage();
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", ${port}), 0);
    server.createContext("/", Quickstart::answer);
    server.start();
    System.out.println("Open http://localhost:${port}/ to sign in with " + APP);
  }
`}`;
}

function begin(values: QuickstartValues): string {
  const resource = ifResource(values, '\n    query.put("resource", RESOURCE);');
  return `
  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return base64url(bytes);
  }

  static String authorizationUrl(String state, String verifier) throws NoSuchAlgorithmException {
    byte[] challenge = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", CLIENT_ID);
    query.put("redirect_uri", REDIRECT_URI);
    query.put("scope", SCOPE);${resource}
    query.put("state", state);
    query.put("code_challenge", base64url(challenge));
    query.put("code_challenge_method", "S256");
    return AUTHORIZATION_ENDPOINT + "?" + form(query);
  }
`;
}

function finish(values: QuickstartValues): string {
  const resource = ifResource(values, ', "resource", RESOURCE');
  return String.raw`
  static String finish(Map<String, String> answer, String cookie) throws IOException, InterruptedException {
    String[] begun = cookie.split("\\.");
    // The answer belongs to the sign-in that this browser began, and comes from this server (RFC 9207).
    if (begun.length != 2 || !begun[0].equals(answer.get("state")) || !ISSUER.equals(answer.get("iss"))) {
      throw new IOException("This is no answer to a sign-in that was begun here.");
    }
    if (!answer.containsKey("code")) throw new IOException(answer.get("error") + " " + answer.get("error_description"));
    String tokens = post(TOKEN_ENDPOINT, Map.of("grant_type", "authorization_code", "code", answer.get("code"),
        "redirect_uri", REDIRECT_URI, "code_verifier", begun[1]${resource}));
    String refreshToken = member(tokens, "refresh_token");
    if (refreshToken != null) {
      tokens = post(TOKEN_ENDPOINT,
          Map.of("grant_type", "refresh_token", "refresh_token", refreshToken${resource}));
    }
    return callApi(member(tokens, "access_token"));
  }
`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ', "resource", RESOURCE');
  return `${CALL_API}${`
  public static void main(String[] arguments) throws Exception {
    String tokens = post(TOKEN_ENDPOINT, Map.of("grant_type", "client_credentials", "scope", SCOPE${resource}));
    System.out.println(callApi(member(tokens, "access_token")));
  }
`}`;
}

function introspection(): string {
  return `
  /** RFC 7662: whether the token is valid, whose it is and what it allows. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(post(INTROSPECTION_ENDPOINT, Map.of("token", arguments[0])));
  }
`;
}
