// Web Authentication Level 3 §5.1: lets the browser make or use a passkey for each form that asks for one, puts what it gave into the
// form and sends that. Nothing else leaves the page. Where there are no passkeys the forms stay hidden.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const identified = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function creation({ challenge, user, excludeCredentials, ...rest }) {
  return {
    ...rest,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: identified(excludeCredentials),
  };
}

function request({ challenge, allowCredentials, ...rest }) {
  return { ...rest, challenge: bytes(challenge), allowCredentials: identified(allowCredentials) };
}

function answer({ id, type, response }) {
  const members = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const present = members.filter((name) => response[name] instanceof ArrayBuffer);
  const transports = response.getTransports?.();
  return JSON.stringify({
    id,
    rawId: id,
    type,
    response: { ...Object.fromEntries(present.map((name) => [name, text(response[name])])), transports },
    clientExtensionResults: {},
  });
}

let waiting;

/** `mediation` is `conditional` where the browser offers passkeys among what it would fill in. */
async function perform(form, mediation) {
  waiting?.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const options = JSON.parse(form.dataset.options);
  const credential =
    form.dataset.ceremony === 'create'
      ? await navigator.credentials.create({ publicKey: creation(options), signal })
      : await navigator.credentials.get({ publicKey: request(options), signal, ...(mediation ? { mediation } : {}) });
  form.elements.credential.value = answer(credential);
  HTMLFormElement.prototype.submit.call(form);
}

async function offer(form) {
  const hints = form.querySelectorAll('[data-failure]');
  const show = (failure) => {
    for (const hint of hints) hint.hidden = hint.dataset.failure !== failure;
  };
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    show(null);
    try {
      await perform(form);
    } catch (error) {
      if (error.name !== 'AbortError') show(error.name === 'InvalidStateError' ? 'exists' : 'failed');
    }
  });
  const conditional = 'conditional' in form.dataset && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  if (conditional) await perform(form, 'conditional').catch(() => {});
}

for (const form of document.querySelectorAll('form[data-ceremony]')) {
  if (window.PublicKeyCredential !== undefined && navigator.credentials !== undefined) offer(form);
}
for (const hint of document.querySelectorAll('[data-without-passkeys]')) {
  hint.hidden = window.PublicKeyCredential !== undefined;
}
