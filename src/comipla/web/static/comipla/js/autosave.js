// Saves <form data-autosave="address"> on the server while it is being filled: ten seconds after a
// change, and when a field is left. The answer is JSON {"saved_at": "10時05分"}. Files are left out.

const PAUSE = 10_000;

function watch(form) {
  const note = form.querySelector("[data-autosave-note]");
  let timer;
  let dirty = false;
  let saving = false;

  const say = (words) => {
    if (note) note.textContent = words;
  };

  async function save() {
    clearTimeout(timer);
    if (!dirty || saving) return;
    dirty = false;
    saving = true;
    const body = new FormData(form);
    for (const [key, value] of [...body]) if (value instanceof File) body.delete(key);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved_at: savedAt } = await answer.json();
      say(`${savedAt}に保存しました`);
      document.dispatchEvent(new Event("comipla:alive"));
    } catch {
      dirty = true;
      say("まだ保存できていません。このまま書き続けられます。つながり次第、保存します。");
      timer = setTimeout(save, PAUSE);
    } finally {
      saving = false;
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("change", save);
  form.addEventListener("comipla:save", save);
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
