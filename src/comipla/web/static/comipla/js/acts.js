// Forms of acts: questions that depend on an answer, the place where somebody is, and sending the
// form itself when the session has ended. Without this file everything is asked and works.

/** What is answered under a name: codes, "yes"/"no" for a tick, "" for nothing. */
function answers(form, name) {
  const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const boxes = controls.filter((control) => control.matches("[type=radio], [type=checkbox]"));
  if (!boxes.length) return controls.map((control) => control.value.trim());
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  return chosen.length ? chosen : [boxes[0].type === "checkbox" ? "no" : ""];
}

function unfold(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const wanted = part.dataset.whenIn.split(" ");
    const asked = answers(form, part.dataset.when).some((answer) => wanted.includes(answer));
    // what has a problem stays in sight, whatever it depends on
    part.hidden = !asked && !part.querySelector("[aria-invalid]");
  }
}

for (const form of document.querySelectorAll("form[data-act]")) {
  const place = form.elements._at;
  form.addEventListener("focusin", (event) => {
    const name = event.target.name;
    if (name && !name.startsWith("_") && name !== "csrfmiddlewaretoken") place.value = name;
  });
  form.addEventListener("change", () => unfold(form));
  unfold(form);
  // A file could not be put in because the session ended: send the whole form, the server keeps it.
  form.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) form.requestSubmit(form.querySelector("[data-keep]"));
  });
  if (form.hasAttribute("data-restored")) form.dispatchEvent(new Event("input", { bubbles: true }));
}
