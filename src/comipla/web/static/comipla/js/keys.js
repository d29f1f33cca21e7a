// Keys for people who work here all day. What can be reached says so itself by data-key:
// "/" focuses, "n" presses, "g h" presses after g. j, k and x walk and tick the rows of a table.
// ? lists them and can turn them off (WCAG 2.1.4).

const OFF = "comipla.keys.off";
const WORDS = [
  ["j / k", "次の行・前の行"],
  ["Enter", "行を開く"],
  ["x", "行を選ぶ"],
  ["Ctrl + S", "下書きを保存する"],
  ["Ctrl + Enter", "確認の画面へ進む"],
  ["Esc", "閉じる"],
];
let prefix = "";

const typing = (element) => element.isContentEditable || element.matches("input, select, textarea");
const visible = (element) => element.getClientRects().length > 0;
const keyed = () => [...document.querySelectorAll("[data-key]")].filter(visible);

function use(key) {
  const target = keyed().find((element) => element.dataset.key === key);
  if (!target) return false;
  if (typing(target)) target.focus();
  else target.click();
  return true;
}

function walk(step) {
  const rows = [...document.querySelectorAll("table[data-table] tbody tr")].filter((row) => row.querySelector("a"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click();
}

function help() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys-dialog stack";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = Object.assign(document.createElement("h2"), { id: "keys-title", textContent: "キー操作" });
  const list = Object.assign(document.createElement("dl"), { className: "facts facts--tight" });
  const own = keyed().map((element) => [element.dataset.key, element.ariaLabel ?? element.placeholder ?? element.textContent.trim()]);
  for (const [key, words] of [...own, ...WORDS]) {
    const pair = document.createElement("div");
    const name = document.createElement("dt");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    pair.append(name, Object.assign(document.createElement("dd"), { textContent: words }));
    list.append(pair);
  }
  const off = localStorage.getItem(OFF) === "1";
  const toggle = Object.assign(document.createElement("button"), { className: "button button--secondary", type: "button", textContent: off ? "1文字のキー操作を使う" : "1文字のキー操作を止める" });
  toggle.addEventListener("click", () => {
    localStorage.setItem(OFF, off ? "0" : "1");
    dialog.close();
  });
  const close = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: "閉じる" });
  close.addEventListener("click", () => dialog.close());
  const foot = Object.assign(document.createElement("div"), { className: "button-group" });
  foot.append(close, toggle);
  dialog.append(title, list, foot);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function withControl(event) {
  const form = document.activeElement.closest("form") ?? document.querySelector("form[data-autosave]");
  if (event.key === "s" && form?.dataset.autosave) form.dispatchEvent(new Event("comipla:save"));
  else if (event.key === "Enter" && form?.querySelector("[data-main]")) form.requestSubmit(form.querySelector("[data-main]"));
  else return;
  event.preventDefault();
}

const ALONE = { j: () => walk(1), k: () => walk(-1), x: tick, "?": help };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) {
    withControl(event);
    return;
  }
  if (typing(event.target)) return;
  if (event.key !== "?" && localStorage.getItem(OFF) === "1") return;
  const key = prefix + event.key;
  prefix = "";
  if (use(key)) event.preventDefault();
  else if (ALONE[key]) ALONE[key]();
  else if (key === "g") prefix = "g ";
});
