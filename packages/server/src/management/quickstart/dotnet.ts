import { hex, literal } from './literal.ts';
import { simpleAuthenticationProblem, type Template } from './template.ts';
import { constants, ifResource, type QuickstartValues } from './values.ts';

/** .NET with nothing but ASP.NET Core, which its SDK brings. */
export const dotnet: Template = {
  language: 'dotnet',
  title: '.NET',
  problem: simpleAuthenticationProblem,
  write: (values) => ({
    install: null,
    files: [
      { name: 'quickstart.csproj', content: PROJECT },
      { name: 'Program.cs', content: program(values) },
    ],
    run: values.flow === 'introspection' ? 'dotnet run -- "$ACCESS_TOKEN"' : 'dotnet run',
    notes: ['Needs the .NET SDK, 8 or later, and nothing besides.'],
  }),
};

const PROJECT = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <RollForward>Major</RollForward>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`;

function program(values: QuickstartValues): string {
  const flows = { sign_in: signIn, service, introspection };
  return `${head(values)}${flows[values.flow](values)}${post(values)}`;
}

function head(values: QuickstartValues): string {
  const isSignIn = values.flow === 'sign_in';
  const lines = [
    'using System.Net;',
    'using System.Net.Http.Headers;',
    ...(isSignIn ? ['using System.Security.Cryptography;'] : []),
    'using System.Text;',
    'using System.Text.Json;',
    '',
    ...constants(values).map(([name, value]) => `const string ${name} = ${quoted(value)};`),
    ...(values.client.token_endpoint_auth_method === 'none'
      ? []
      : ['var CLIENT_SECRET = Environment.GetEnvironmentVariable("CLIENT_SECRET") ?? "";']),
    'var http = new HttpClient();',
  ];
  return `${lines.join('\n')}\n`;
}

function quoted(value: string): string {
  return literal(value, '"', (codePoint) => `\\U${hex(codePoint, 8)}`);
}

const ADD_ID = '    parameters["client_id"] = CLIENT_ID;\n';
const AUTHENTICATION: Readonly<Record<string, string>> = {
  none: ADD_ID,
  client_secret_post: `${ADD_ID}    parameters["client_secret"] = CLIENT_SECRET;\n`,
  // RFC 6749 §2.3.1
  client_secret_basic: `    var pair = WebUtility.UrlEncode(CLIENT_ID) + ":" + WebUtility.UrlEncode(CLIENT_SECRET);
    request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
`,
};

/** Local functions, which may stand after the statements that call them. */
function post({ client, flow }: QuickstartValues): string {
  const callApi = `
Task<string> CallApi(string accessToken)
{
    var request = new HttpRequestMessage(HttpMethod.Get, API);
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
    return Send(request);
}
`;
  return `
async Task<string> Send(HttpRequestMessage request)
{
    using var response = await http.SendAsync(request);
    var body = await response.Content.ReadAsStringAsync();
    if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException((int)response.StatusCode + " " + body);
    return body;
}

async Task<JsonElement> Post(string url, Dictionary<string, string> parameters)
{
    var request = new HttpRequestMessage(HttpMethod.Post, url);
${AUTHENTICATION[client.token_endpoint_auth_method] ?? ''}    request.Content = new FormUrlEncodedContent(parameters);
    return JsonDocument.Parse(await Send(request)).RootElement;
}
${flow === 'introspection' ? '' : callApi}`;
}

function signIn(values: QuickstartValues): string {
  const { port, behindProxy } = values.place;
  const resource = ifResource(values, '\n    ["resource"] = RESOURCE,');
  const deeper = ifResource(values, '\n        ["resource"] = RESOURCE,');
  const begin = `
string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');
string RandomText() => Base64Url(RandomNumberGenerator.GetBytes(32));

string AuthorizationUrl(string state, string verifier) => AUTHORIZATION_ENDPOINT + QueryString.Create(new Dictionary<string, string?>
{
    ["response_type"] = "code",
    ["client_id"] = CLIENT_ID,
    ["redirect_uri"] = REDIRECT_URI,
    ["scope"] = SCOPE,${resource}
    ["state"] = state,
    ["code_challenge"] = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
    ["code_challenge_method"] = "S256",
});
`;
  return `${begin}${finish(deeper)}${`
var app = WebApplication.Create();
app.Urls.Add("http://127.0.0.1:${port}");
app.Run(async context =>
{
    var (request, response) = (context.Request, context.Response);
    response.ContentType = "text/plain; charset=utf-8";
    try
    {
        if (request.Query.ContainsKey("state"))
        {
            await response.WriteAsync(await Finish(request));
        }
        else if (request.Path == "/")
        {
            var (state, verifier) = (RandomText(), RandomText());
            // Binds the answer to this browser.
            response.Cookies.Append("sign_in", state + "." + verifier,
                new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = ${behindProxy} });
            response.Redirect(AuthorizationUrl(state, verifier));
        }
        else
        {
            response.StatusCode = 404;
        }
    }
    catch (HttpRequestException problem)
    {
        response.StatusCode = 502;
        await response.WriteAsync(problem.Message);
    }
});
await app.StartAsync();
Console.WriteLine("Open http://localhost:${port}/ to sign in with " + APP);
await app.WaitForShutdownAsync();
`}`;
}

function finish(resource: string): string {
  return `
async Task<string> Finish(HttpRequest request)
{
    var answer = request.Query;
    var begun = (request.Cookies["sign_in"] ?? "").Split('.');
    // The answer belongs to the sign-in that this browser began, and comes from this server (RFC 9207).
    if (begun.Length != 2 || answer["state"] != begun[0] || answer["iss"] != ISSUER)
        throw new HttpRequestException("This is no answer to a sign-in that was begun here.");
    if (!answer.ContainsKey("code")) throw new HttpRequestException(answer["error"] + " " + answer["error_description"]);
    var tokens = await Post(TOKEN_ENDPOINT, new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = answer["code"].ToString(),
        ["redirect_uri"] = REDIRECT_URI,
        ["code_verifier"] = begun[1],${resource}
    });
    if (tokens.TryGetProperty("refresh_token", out var refreshToken))
        tokens = await Post(TOKEN_ENDPOINT, new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken.GetString()!,${resource.replace('\n    ', '\n        ')}
        });
    return await CallApi(tokens.GetProperty("access_token").GetString()!);
}
`;
}

function service(values: QuickstartValues): string {
  const resource = ifResource(values, ', ["resource"] = RESOURCE');
  return `
var tokens = await Post(TOKEN_ENDPOINT, new() { ["grant_type"] = "client_credentials", ["scope"] = SCOPE${resource} });
Console.WriteLine(await CallApi(tokens.GetProperty("access_token").GetString()!));
`;
}

function introspection(): string {
  return `
// RFC 7662: whether the token is valid, whose it is and what it allows.
Console.WriteLine(await Post(INTROSPECTION_ENDPOINT, new() { ["token"] = args[0] }));
`;
}
