// A survey on a phone: one question at a time. Without this file all questions stand on one page.

for (const form of document.querySelectorAll("form[data-answering]")) {
  const steps = [...form.querySelectorAll(".answering__step")];
  const ways = form.querySelector("[data-ways]");
  const back = form.querySelector("[data-back]");
  const next = form.querySelector("[data-next]");
  const send = form.querySelector("[data-send]");
  const count = form.querySelector("[data-count]");
  const last = steps.length - 1;
  let at = 0;

  const answered = (step) => {
    const controls = [...step.querySelectorAll("input, textarea")];
    return controls.some((control) => (control.matches("[type=radio], [type=checkbox]") ? control.checked : control.value.trim()));
  };

  const show = (place, focus = true) => {
    at = Math.min(last, Math.max(0, place));
    form.dataset.at = at;
    steps.forEach((step, number) => { step.hidden = number !== at; });
    back.hidden = at === 0;
    next.hidden = at === last;
    send.hidden = at !== last;
    next.textContent = at === 0 ? "はじめる" : "次へ";
    count.hidden = at === 0;
    count.textContent = `${last}問のうち ${at}問目`;
    if (!focus) return;
    scrollTo(0, 0);
    const target = steps[at].querySelector("fieldset, input, textarea");
    target?.focus({ preventScroll: true });
  };

  const missing = (step) => {
    const lacks = "required" in step.dataset && !answered(step);
    const words = step.querySelector("[data-missing]");
    if (words) words.hidden = !lacks;
    return lacks;
  };

  const go = () => {
    if (missing(steps[at])) return;
    history.pushState({ at: at + 1 }, "");
    show(at + 1);
  };

  next.addEventListener("click", go);
  back.addEventListener("click", () => history.back());
  window.addEventListener("popstate", (event) => show(event.state?.at ?? 0));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || at === last || !event.target.matches("input")) return;
    event.preventDefault();
    go();
  });
  form.addEventListener("submit", (event) => {
    const open = steps.findIndex(missing);
    if (open < 0) return;
    event.preventDefault();
    event.stopPropagation();
    show(open);
  });

  history.replaceState({ at: 0 }, "");
  ways.hidden = false;
  show(0, false);
}
