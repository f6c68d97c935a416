import { type Explainers, fact, number } from '../explanation.ts';

export const requestExplanations: Explainers = {
  content_type: (of) => ({
    what: 'The body of the request came in another format than this endpoint reads.',
    expected: 'Content-Type: application/x-www-form-urlencoded, unless the dialect of this address says otherwise',
    received: fact(of, 'received') === '' ? 'no Content-Type' : `Content-Type: ${fact(of, 'received') ?? ''}`,
    step: 'Send the parameters form-encoded in the body of a POST request, as RFC 6749 §4.1.3 has it.',
    hints:
      fact(of, 'received') === 'application/json'
        ? ['Many HTTP libraries turn an object into JSON by themselves: give them URLSearchParams or the like instead.']
        : [],
  }),
  json_body_malformed: {
    what: 'The body of the request is no JSON object whose members are all strings.',
    step: 'Send one flat object: no arrays, no numbers, no name twice.',
  },
  scopes_malformed: {
    what: 'The list of scopes is no list of strings.',
    step: 'Send the scopes as this product’s documentation shows.',
  },
  authorization_scheme_unsupported: {
    what: 'The Authorization header has another scheme than Basic.',
    expected: 'Authorization: Basic',
    step: 'Authenticate the client with Basic, or leave the header out. A token is no credential of a client.',
  },
  basic_malformed: {
    what: 'The Authorization: Basic header cannot be read.',
    expected: 'BASE64(urlencode(client_id) ":" urlencode(client_secret)) (RFC 6749 §2.3.1)',
    step: 'Encode each half as in a form, join them with a colon, and encode that in base64.',
  },
  malformed_parameter_name: {
    what: 'The name of a parameter is not valid text.',
    step: 'Send UTF-8, percent-encoded, without control characters.',
  },
  malformed_parameter: (of) => ({
    what: `The parameter ${fact(of, 'parameter') ?? ''} is not valid text.`,
    step: 'Send UTF-8, percent-encoded, without control characters.',
  }),
  repeated_parameter: (of) => ({
    what: `The parameter ${fact(of, 'parameter') ?? ''} came more than once (RFC 6749 §3.1).`,
    expected: 'once',
    received: 'several times',
    step: 'Send it once. Often a library adds what is in the URL already.',
  }),
  parameter_too_long: (of) => ({
    what: `The parameter ${fact(of, 'parameter') ?? ''} is too long.`,
    step: 'Shorten it to at most 16,384 characters.',
  }),
  too_many_parameters: { what: 'The request has more than 200 parameters.', step: 'Send only those that are needed.' },
  request_too_long: (of) => ({
    what: 'The authorization request does not fit into a URL.',
    expected: 'at most 8,192 characters',
    received: `${number(of, 'length') ?? 0} characters`,
    step: 'Shorten it: keep what is long on your side, and send a reference to it as state.',
  }),
  two_access_tokens: { what: 'The access token came in two ways.', step: 'Send it in the Authorization header only.' },
  http_400: { what: 'The request is no valid HTTP request.', step: 'Send it as the documentation shows.' },
  http_403: { what: 'The request is not allowed.', step: 'Start again from the app.' },
  http_404: { what: 'There is nothing at this address.', step: 'Take the addresses from the discovery document.' },
  http_405: {
    what: 'This endpoint does not take requests of this method.',
    step: 'The token endpoint takes POST only (RFC 6749 §3.2); a redirect on the way may have made a GET of it.',
  },
  http_413: { what: 'The body of the request is too large.', step: 'Send at most 128 KiB.' },
  http_414: { what: 'The URL of the request is too long.', step: 'Shorten it to at most 8,192 characters.' },
  http_415: { what: 'The body of the request is compressed.', step: 'Send it without Content-Encoding.' },
  unavailable: {
    what: 'The server could not answer: its storage was out of reach, or it had too much to do.',
    step: 'Try again after the seconds in Retry-After. There is nothing to change in your app.',
  },
  server_error: {
    what: 'The server failed. It is not your app’s fault.',
    step: 'Tell whoever runs the server, with the id of this request.',
  },
  owner_gone: {
    what: 'What the request was about was deleted while it was answered.',
    step: 'Start again from the app.',
  },
};
