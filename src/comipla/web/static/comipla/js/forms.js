// Live totals, character counts and the guard of acts that happen once. Without this file the
// server does the same work after a submit.

/** Whole yen of what was typed, NaN when it is not a plain figure; the server has the last word. */
function figureOf(text) {
  const plain = text.normalize("NFKC").replace(/[\s,、¥\\]|円$/g, "");
  if (plain === "") return 0;
  return /^-?\d{1,12}$/.test(plain) ? Number(plain) : NaN;
}

function showTotals(form) {
  const totals = new Map();
  for (const input of form.querySelectorAll("[data-sum]")) {
    for (const word of input.dataset.sum.split(" ")) {
      const sign = word.startsWith("-") ? -1 : 1;
      const name = word.replace(/^-/, "");
      totals.set(name, (totals.get(name) ?? 0) + sign * figureOf(input.value));
    }
  }
  for (const output of form.querySelectorAll("output[data-sum-of]")) {
    const total = totals.get(output.dataset.sumOf);
    if (total !== undefined) output.value = Number.isNaN(total) ? "—" : total.toLocaleString("ja-JP");
  }
}

function showCount(area) {
  const note = document.getElementById(`${area.id}-count`);
  const left = Number(area.dataset.limit) - [...area.value].length;
  if (note) note.textContent = left >= 0 ? `あと${left}文字` : `${-left}文字多いです`;
}

document.addEventListener("input", (event) => {
  const control = event.target;
  if (control.matches("[data-sum]") && control.form) showTotals(control.form);
  if (control.matches("[data-limit]")) showCount(control);
});

for (const area of document.querySelectorAll("[data-limit]")) {
  if (area.value) showCount(area);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const once = event.submitter?.closest("[data-once]");
  if (!once || event.defaultPrevented) return;
  form.dataset.sent = "1";
  once.setAttribute("aria-disabled", "true");
  once.setAttribute("aria-busy", "true");
});

// The back button shows the page as it was left: let it be sent again, the server knows its key.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[data-once][aria-busy]")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  }
});
