// Keying paper sheets: Enter moves on, the last Enter sends; the arrows go up and down.

for (const form of document.querySelectorAll("form[data-keying]")) {
  const inputs = [...form.querySelectorAll(".keying__input")];
  inputs.find((input) => input.autofocus)?.select();

  form.addEventListener("keydown", (event) => {
    const place = inputs.indexOf(event.target);
    if (place < 0 || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target = step && inputs[place + step];
    if (!target) return; // Enter in the last one sends the form
    event.preventDefault();
    target.focus();
    target.select();
  });
}
