// OpenID Connect Session Management 1.0 §3.2: a page asks "client_id session_state" again and again; the answer is whether the
// session of this browser is still the one that session_state was made for. Nothing leaves the browser.
const cookie = `${document.currentScript.dataset.cookie}=`;
const parentOrigin = location.ancestorOrigins?.[0];

addEventListener('message', async ({ data, origin, source }) => {
  // §3.2: only the page that holds the frame. Firefox does not say whose that is; there the hash alone binds the origin.
  if (origin === 'null' || (parentOrigin !== undefined && origin !== parentOrigin)) return;
  source?.postMessage(await verdict(data, origin).catch(() => 'error'), origin);
});

async function verdict(message, origin) {
  const [, client_id, hash, salt] = /^(\S+) ([\w-]+)\.([\w-]+)$/.exec(message) ?? [];
  if (salt === undefined) return 'error';
  return (await digest(`${client_id} ${origin} ${browserState()} ${salt}`)) === hash ? 'unchanged' : 'changed';
}

function browserState() {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(cookie));
  return found === undefined ? '' : found.slice(cookie.length);
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
}
