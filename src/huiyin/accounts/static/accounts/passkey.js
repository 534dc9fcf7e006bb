// Forms of keys (WebAuthn): shown where the browser has them; the button asks the key and sends
// its answer. Older browsers know neither toJSON nor parse…FromJSON, so both are done here.
// @ts-check

/** @param {string} text */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

/** @param {ArrayBuffer | null | undefined} buffer */
const text = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** @param {any} found */
const asJSON = (found) => ({
  id: found.id,
  rawId: text(found.rawId),
  type: found.type,
  clientExtensionResults: found.getClientExtensionResults(),
  response: {
    clientDataJSON: text(found.response.clientDataJSON),
    attestationObject: text(found.response.attestationObject) ?? undefined,
    authenticatorData: text(found.response.authenticatorData) ?? undefined,
    signature: text(found.response.signature) ?? undefined,
    userHandle: text(found.response.userHandle) ?? undefined,
  },
});

/** @param {any[] | undefined} keys */
const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

/** @param {HTMLFormElement} form @returns {Promise<any>} */
async function options(form) {
  const block = form.dataset.options && document.getElementById(form.dataset.options);
  const asked = block
    ? JSON.parse(block.textContent ?? "")
    : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  return asked.creation_options ?? asked.request_options;
}

/** @param {HTMLFormElement} form */
async function create(form) {
  const { publicKey } = await options(form);
  const alone = /** @type {HTMLInputElement} */ (form.elements.namedItem("passwordless")).checked;
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone ? { userVerification: "required" } : {}),
      },
    },
  });
}

/** @param {HTMLFormElement} form */
async function get(form) {
  const { publicKey } = await options(form);
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const said = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
  said.hidden = true;
  try {
    const found = await (form.dataset.passkey === "create" ? create(form) : get(form));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = JSON.stringify(asJSON(found));
    form.submit();
  } catch {
    said.hidden = false;
  }
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) {
    /** @type {HTMLElement} */ (missing).hidden = true;
  }
  for (const found of document.querySelectorAll("form[data-passkey]")) {
    const form = /** @type {HTMLFormElement} */ (found);
    form.hidden = false;
    form.querySelector("button")?.addEventListener("click", () => ask(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
