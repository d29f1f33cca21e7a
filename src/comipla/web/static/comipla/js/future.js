// The slider of a population page answers at once: P(k) = baseline + k · what one household adds.

const count = new Intl.NumberFormat("ja-JP");

for (const form of document.querySelectorAll("form[data-future]")) {
  const { base, added } = JSON.parse(form.dataset.future);
  const number = form.elements.households;
  const mix = form.elements.mix;
  const range = form.querySelector("input[type=range]");
  const drawings = document.querySelectorAll("[data-future-xs]");

  const along = (key, households) =>
    base[key].map((people, step) => people + households * added[mix.value][key][step]);

  const show = () => {
    const households = Number(number.value.normalize("NFKC"));
    if (!(households >= 0)) return;
    for (const cell of document.querySelectorAll("[data-future-figure]")) {
      const line = along(cell.dataset.futureFigure, households);
      cell.textContent = `${count.format(Math.round(line.at(-1)))}人`;
    }
    for (const drawing of drawings) draw(drawing, (key) => along(key, households));
  };

  range.addEventListener("input", () => {
    number.value = range.value;
    show();
  });
  number.addEventListener("input", () => {
    range.value = number.value;
    show();
  });
  mix.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  range.parentElement.hidden = false;
  form.querySelector("button[type=submit]").hidden = true;
}

// Move the dashed lines of one drawing; what grows over its upper edge stays at the edge.
function draw(drawing, along) {
  const { futureXs, futureZero, futureTop, futurePeople } = drawing.dataset;
  const xs = futureXs.split(" ");
  const scale = (futureZero - futureTop) / futurePeople;
  for (const path of drawing.querySelectorAll("[data-future-line]")) {
    const points = along(path.dataset.futureLine).map(
      (people, step) => `${xs[step]} ${Math.max(futureTop, Math.round(futureZero - people * scale))}`,
    );
    path.setAttribute("d", `M${points.join("L")}`);
  }
}
