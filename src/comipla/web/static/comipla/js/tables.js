// Remembers how close the rows of a table stand, and lets the print button appear.

const memory = (id) => `comipla.density.${id}`;

for (const link of document.querySelectorAll("[data-density]")) {
  const table = document.getElementById(link.dataset.density);
  if (!table) continue;
  const show = (dense) => {
    table.classList.toggle("table--dense", dense);
    link.querySelector("span").textContent = dense ? "行間を広くする" : "行間をつめる";
  };
  const kept = localStorage.getItem(memory(table.id));
  if (kept !== null) show(kept === "1");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const dense = !table.classList.contains("table--dense");
    localStorage.setItem(memory(table.id), dense ? "1" : "0");
    show(dense);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
