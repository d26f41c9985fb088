// Passkeys and security keys. Every form with data-fn-passkey is hidden until the browser can use it:
//   login   asks the server for a challenge, then signs in without a password
//   use     answers the challenge in data-fn-options (second factor, confirmation)
//   create  makes a new key from data-fn-options
// Where it cannot work, the page keeps showing what stands in data-fn-passkey-needs.

const isName = !/^[\d.]+$|:/.test(location.hostname);
const possible = window.isSecureContext && isName && "credentials" in navigator && "PublicKeyCredential" in window;

function toBytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function keys(list) {
  return (list || []).map((key) => ({ ...key, id: toBytes(key.id) }));
}

async function use(options) {
  const asked = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  asked.allowCredentials = keys(asked.allowCredentials);
  const found = await navigator.credentials.get({ publicKey: asked });
  const answer = found.response;
  return {
    id: found.id,
    rawId: toText(found.rawId),
    type: found.type,
    clientExtensionResults: found.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(answer.clientDataJSON),
      authenticatorData: toText(answer.authenticatorData),
      signature: toText(answer.signature),
      userHandle: answer.userHandle ? toText(answer.userHandle) : null,
    },
  };
}

async function create(options, passwordless) {
  const asked = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  asked.excludeCredentials = keys(asked.excludeCredentials);
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
    ...(passwordless ? { userVerification: "required" } : {}),
  };
  const made = await navigator.credentials.create({ publicKey: asked });
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
  };
}

async function challenge(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()).request_options;
}

async function credential(form) {
  const kind = form.dataset.fnPasskey;
  if (kind === "login") return use(await challenge(form.action));
  const options = JSON.parse(form.dataset.fnOptions);
  return kind === "use" ? use(options) : create(options, form.elements.passwordless.checked);
}

function wire(form) {
  const problem = form.querySelector("[data-fn-passkey-error]");
  const button = form.querySelector("[data-fn-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
      form.submit();
    } catch {
      problem.textContent = button.dataset.fnFailed;
      button.disabled = false;
    }
  });
  form.hidden = false;
}

if (possible) {
  document.querySelectorAll("[data-fn-passkey-needs]").forEach((hint) => { hint.hidden = true; });
  document.querySelectorAll("[data-fn-passkey]").forEach(wire);
}
