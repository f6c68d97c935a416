import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** PHP with nothing but what every PHP has. */
export const php: Template = {
  language: 'php',
  title: 'PHP',
  problem: simpleAuthenticationProblem,
  write: (values) => ({
    install: null,
    files: [{ name: 'quickstart.php', content: program(values) }],
    run: {
      sign_in: `php -S 127.0.0.1:${values.place.port} quickstart.php`,
      service: 'php quickstart.php',
      introspection: 'php quickstart.php "$ACCESS_TOKEN"',
    }[values.flow],
    notes: ['Needs PHP 8 or later with its openssl extension, which https takes.'],
  }),
};

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  return `${head(values)}${post(values)}${flows[values.flow](values)}`;
}

function head(values: QuickstartValues): string {
  const usesSecret = values.client.token_endpoint_auth_method !== 'none';
  const lines = [
    '<?php',
    'declare(strict_types=1);',
    '',
    ...constants(values).map(([name, value]) => `const ${name} = ${quoted(value)};`),
    ...(usesSecret ? ["define('CLIENT_SECRET', (string) getenv('CLIENT_SECRET'));"] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function quoted(value: string): string {
  return literal(value, '"', (codePoint) => `\\u{${hex(codePoint)}}`);
}

const AUTHENTICATION: Readonly<Record<string, string>> = {
  none: "    $parameters['client_id'] = CLIENT_ID;\n",
  client_secret_post: "    $parameters += ['client_id' => CLIENT_ID, 'client_secret' => CLIENT_SECRET];\n",
  // RFC 6749 §2.3.1
  client_secret_basic:
    "    $headers[] = 'Authorization: Basic ' . base64_encode(urlencode(CLIENT_ID) . ':' . urlencode(CLIENT_SECRET));\n",
};

function post({ client }: QuickstartValues): string {
  return `
function send(string $url, array $options): string
{
    $context = stream_context_create(['http' => $options + ['ignore_errors' => true, 'follow_location' => 0, 'timeout' => 10]]);
    $stream = fopen($url, 'r', false, $context);
    $body = $stream === false ? '' : (string) stream_get_contents($stream);
    $status = $stream === false ? '' : explode(' ', stream_get_meta_data($stream)['wrapper_data'][0] ?? '')[1] ?? '';
    if ($status !== '200') {
        throw new RuntimeException($status . ' ' . $body);
    }
    return $body;
}

function post(string $url, array $parameters): array
{
    $headers = ['Content-Type: application/x-www-form-urlencoded'];
${AUTHENTICATION[client.token_endpoint_auth_method] ?? ''}    $body = send($url, ['method' => 'POST', 'header' => $headers, 'content' => http_build_query($parameters)]);
    return json_decode($body, true, 32, JSON_THROW_ON_ERROR);
}
`;
}

const CALL_API = `
function callApi(string $accessToken): string
{
    return send(API, ['header' => ['Authorization: Bearer ' . $accessToken]]);
}
`;

function signIn(values: QuickstartValues): string {
  const resource = ifResource(values, "\n        'resource' => RESOURCE,");
  const again = ifResource(values, ", 'resource' => RESOURCE");
  const secure = values.place.behindProxy ? "\n    'cookie_secure' => true," : '';
  return `${CALL_API}${`
function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function begin(): string
{
    $_SESSION['state'] = base64url(random_bytes(32));
    $_SESSION['verifier'] = base64url(random_bytes(32));
    return AUTHORIZATION_ENDPOINT . '?' . http_build_query([
        'response_type' => 'code',
        'client_id' => CLIENT_ID,
        'redirect_uri' => REDIRECT_URI,
        'scope' => SCOPE,${resource}
        'state' => $_SESSION['state'],
        'code_challenge' => base64url(hash('sha256', $_SESSION['verifier'], true)),
        'code_challenge_method' => 'S256',
    ]);
}

function finish(array $answer): string
{
    $state = $_SESSION['state'] ?? null;
    $verifier = $_SESSION['verifier'] ?? '';
    session_unset();
    // The answer belongs to the sign-in that this browser began, and comes from this server (RFC 9207).
    if ($state === null || $answer['state'] !== $state || ($answer['iss'] ?? '') !== ISSUER) {
        throw new RuntimeException('This is no answer to a sign-in that was begun here.');
    }
    if (!isset($answer['code'])) {
        throw new RuntimeException(($answer['error'] ?? '') . ' ' . ($answer['error_description'] ?? ''));
    }
    $tokens = post(TOKEN_ENDPOINT, [
        'grant_type' => 'authorization_code',
        'code' => $answer['code'],
        'redirect_uri' => REDIRECT_URI,
        'code_verifier' => $verifier,${resource}
    ]);
    if (isset($tokens['refresh_token'])) {
        $tokens = post(TOKEN_ENDPOINT, ['grant_type' => 'refresh_token', 'refresh_token' => $tokens['refresh_token']${again}]);
    }
    return callApi($tokens['access_token']);
}

session_start([
    'cookie_httponly' => true,
    'cookie_samesite' => 'Lax',${secure}
]);
header('Content-Type: text/plain; charset=utf-8');
try {
    if (isset($_GET['state'])) {
        echo finish($_GET);
    } elseif (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === '/') {
        error_log('Signing in with ' . APP);
        header('Location: ' . begin(), true, 302);
    } else {
        http_response_code(404);
    }
} catch (RuntimeException $problem) {
    http_response_code(502);
    echo $problem->getMessage();
}
`}`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ", 'resource' => RESOURCE");
  return `${CALL_API}${String.raw`
$tokens = post(TOKEN_ENDPOINT, ['grant_type' => 'client_credentials', 'scope' => SCOPE${resource}]);
echo callApi($tokens['access_token']), "\n";
`}`;
}

function introspection(): string {
  return String.raw`
// RFC 7662: whether the token is valid, whose it is and what it allows.
echo json_encode(post(INTROSPECTION_ENDPOINT, ['token' => $argv[1]])), "\n";
`;
}
