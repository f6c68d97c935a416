import { describe, expect, test } from 'vitest';
import { protectedResourceMetadata } from '../src/index.ts';

const issuer = 'https://as.example';
const well = 'https://api.example/.well-known/oauth-protected-resource';

describe('RFC 9728 §3.1: protected resource metadata request', () => {
  test.each([
    ['https://api.example', well],
    ['https://api.example/', well],
    ['https://api.example/v1', `${well}/v1`],
    ['https://api.example/v1/?k=1', `${well}/v1/?k=1`],
    ['http://localhost:3000/api', 'http://localhost:3000/.well-known/oauth-protected-resource/api'],
  ])('"inserting the well-known URI string between the host and the path": %s', (resource, url) => {
    expect(protectedResourceMetadata({ issuer, resource })?.url).toBe(url);
  });

  test('§3.3: the resource in the document is the identifier, character for character', () => {
    expect(protectedResourceMetadata({ issuer, resource: 'https://api.example/' })?.document).toEqual({
      resource: 'https://api.example/',
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
    });
  });

  test('an identifier that is no URL of a host has no document', () => {
    expect(protectedResourceMetadata({ issuer, resource: 'urn:example:api' })).toBeNull();
  });
});
