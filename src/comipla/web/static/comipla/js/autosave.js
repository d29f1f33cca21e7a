// Saves <form data-autosave="address"> on the server while it is being filled: ten seconds after a
// change, and when a field is left. Files are left out. The answer is JSON {"saved_at": "10時05分",
// "base": …, "computed": {name: words}}: the new mark of what is stored, and reckoned amounts.
// 409 and 410 answer {"say": words}; then nothing more is saved by itself. When the session has
// ended, the form sends itself: the server keeps the words and gives them back after signing in.

const PAUSE = 10_000;

function watch(form) {
  const note = form.querySelector("[data-autosave-note]");
  let timer;
  let dirty = false;
  let saving = null;
  let stopped = false;

  const say = (words) => {
    if (note) note.textContent = words;
  };

  function keep({ saved_at: savedAt, base, computed }) {
    if (base && form.elements._base) form.elements._base.value = base;
    for (const [name, words] of Object.entries(computed ?? {})) {
      const output = form.querySelector(`output[data-computed="${CSS.escape(name)}"]`);
      if (output && !output.dataset.sumOf) output.value = words;
    }
    say(`${savedAt}に保存しました`);
    document.dispatchEvent(new Event("comipla:alive"));
  }

  async function send() {
    const body = new FormData(form);
    for (const [key, value] of [...body]) if (value instanceof File) body.delete(key);
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual" });
    if (answer.status === 401) {
      dirty = false;
      form.requestSubmit(form.querySelector("[data-keep]"));
    } else if (answer.status === 409 || answer.status === 410) {
      stopped = true;
      say((await answer.json()).say);
    } else if (answer.ok) {
      keep(await answer.json());
    } else {
      throw new Error(String(answer.status));
    }
  }

  function save() {
    if (!dirty || saving || stopped) return;
    clearTimeout(timer);
    dirty = false;
    saving = send().then(
      () => {
        saving = null;
        save(); // what was typed meanwhile
      },
      () => {
        saving = null;
        dirty = true;
        say("まだ保存できていません。このまま書き続けられます。つながり次第、保存します。");
        timer = setTimeout(save, PAUSE);
      },
    );
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("change", save);
  form.addEventListener("comipla:save", save);
  form.addEventListener("submit", (event) => {
    dirty = false;
    clearTimeout(timer);
    if (!saving) return;
    // what is under way changes the mark of what is stored; the form must carry the new one
    event.preventDefault();
    const button = event.submitter;
    saving.then(() => form.requestSubmit(button));
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
