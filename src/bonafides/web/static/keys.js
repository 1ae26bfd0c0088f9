// Keys for those who do this all day; every page works without them, and they can be turned off.

const OFF = "bonafides-keys";
const rows = [...document.querySelectorAll("tr[data-row]")];
const help = document.querySelector("[data-keys-help]");
const toggle = document.querySelector("[data-keys-off]");
let at = -1;
let off = read() === "off";

function read() {
  try { return localStorage.getItem(OFF); } catch { return null; }
}

function keep(value) {
  try { localStorage.setItem(OFF, value); } catch { /* the browser keeps nothing: off for this page only */ }
}

function typing(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function move(by) {
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, at + by));
  rows.forEach((row, place) => row.classList.toggle("current", place === at));
  rows[at].querySelector("a").focus();
}

function go(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found.matches("a, button")) found.click(); else found.focus();
  return true;
}

function show() {
  if (!help) return false;
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
  return true;
}

function search() {
  const field = document.querySelector("input[type=search]");
  if (field) field.focus(); else if (document.querySelector('.places a[href="/desk/search"]')) location.href = "/desk/search";
  return true;
}

const does = { j: () => move(1), k: () => move(-1), "?": show, "/": search };

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (does[event.key] ? does[event.key]() !== false : go(event.key)) event.preventDefault();
});

function label() {
  toggle.textContent = off ? toggle.dataset.on : toggle.dataset.off;
}

if (help) help.hidden = false;
if (toggle) {
  label();
  toggle.addEventListener("click", () => {
    off = !off;
    keep(off ? "off" : "on");
    label();
  });
}

for (const each of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  each.hidden = false;
  each.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(each.dataset.copy).value);
    document.querySelector(`[data-copied="${each.dataset.copy}"]`).textContent = each.dataset.done;
  });
}
