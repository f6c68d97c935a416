/** RFC 7515 §2; in a server and in a browser alike. Throws for what is not base64url. */
export function bytesFrom(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function textFrom(base64url: string): string {
  return new TextDecoder().decode(bytesFrom(base64url));
}

export function base64urlOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
