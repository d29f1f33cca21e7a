// Passkeys: asks the browser for a credential and posts it with the form that asked.
// <form data-passkey="add|check|sign-in">; options stand in #passkey-options or come by GET.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decoded = (list = []) => list.map((entry) => ({ ...entry, id: bytes(entry.id) }));

async function create(options) {
  const key = options.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      user: { ...key.user, id: bytes(key.user.id) },
      excludeCredentials: decoded(key.excludeCredentials),
      // A passkey proper: it lives on the device and asks for finger, face or PIN.
      authenticatorSelection: { ...key.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
  return {
    type: made.type,
    id: made.id,
    rawId: text(made.rawId),
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function get(options) {
  const key = options.publicKey;
  const given = await navigator.credentials.get({
    publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: decoded(key.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  return {
    type: given.type,
    id: given.id,
    rawId: text(given.rawId),
    clientExtensionResults: given.getClientExtensionResults(),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

async function credentialFor(form) {
  if (form.dataset.passkey === "sign-in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return get((await answer.json()).request_options);
  }
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  return form.dataset.passkey === "add" ? create(options.creation_options) : get(options.request_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credentialFor(form));
      form.submit();
    } catch {
      problem.textContent = "パスキーを確かめられませんでした。画面の案内のとおりにもう一度操作するか、ほかの方法を選んでください。";
      problem.hidden = false;
    }
  });
}
