// Single keys for those who type: through a list, to a matter and back. They do nothing while a
// field is in use or a modifier is held, and can be switched off (WCAG 2.1.4).

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
const opener = document.getElementById("keys-open");
const choice = /** @type {HTMLInputElement | null} */ (document.getElementById("keys-on"));
const STORED = "huiyin.keys";
const WAIT = 1500;

let first = ""; // the first key of a pair such as g w
let timer = 0;

const isOn = () => localStorage.getItem(STORED) !== "off";

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-keys=list] > li")]);
const current = () => rows().find((row) => row.hasAttribute("aria-current"));

/** @param {HTMLElement | undefined} row */
function goTo(row) {
  if (!row) return;
  for (const other of rows()) other.toggleAttribute("aria-current", other === row);
  row.setAttribute("aria-current", "true");
  /** @type {HTMLElement | null} */ (row.querySelector("a.title"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** @param {number} by */
function move(by) {
  const all = rows();
  const here = current();
  if (!all.length) return false;
  const at = here ? all.indexOf(here) : -1;
  goTo(all[Math.min(Math.max(here ? at + by : 0, 0), all.length - 1)]);
  return true;
}

function tick() {
  const box = /** @type {HTMLInputElement | null} */ (current()?.querySelector("[name=n]") ?? null);
  box?.click();
  return box !== null;
}

function back() {
  const list = dialog?.dataset.worklist;
  if (rows().length || !list) return false;
  // The list as it was left, filters and all, when that is where one came from.
  const came = document.referrer && new URL(document.referrer);
  if (came && came.origin === location.origin && came.pathname === list) location.assign(came.href);
  else location.assign(list);
  return true;
}

/** @param {number} place from 1 */
function act(place) {
  const links = document.querySelectorAll("section[aria-labelledby=acts] .acts a, .acts a");
  const link = /** @type {HTMLElement | undefined} */ (links[place - 1]);
  link?.focus();
  return link !== undefined;
}

function search() {
  const field = document.getElementById("find");
  field?.focus();
  return field !== null;
}

function help() {
  if (dialog && !dialog.open) dialog.showModal();
  return dialog !== null;
}

/** @param {string | undefined} address */
function go(address) {
  if (address) location.assign(address);
  return Boolean(address);
}

/** @type {Record<string, () => boolean>} */
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
  x: tick, u: back, "/": search, "?": help,
  "g w": () => go(dialog?.dataset.worklist), "g r": () => go(dialog?.dataset.register),
  "g n": () => go(dialog?.dataset.notices),
};
for (let place = 1; place <= 9; place += 1) KEYS[String(place)] = () => !rows().length && act(place);

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!isOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const pair = first ? `${first} ${event.key}` : event.key;
  first = "";
  clearTimeout(timer);
  if (pair === "g") {
    first = "g";
    timer = setTimeout(() => { first = ""; }, WAIT);
    return;
  }
  if (event.key.startsWith("Arrow") && !current()) return; // arrows scroll until a row is chosen
  if (KEYS[pair]?.()) event.preventDefault();
}

if (dialog && opener && choice) {
  opener.hidden = false;
  opener.addEventListener("click", help);
  choice.checked = isOn();
  choice.addEventListener("change", () => localStorage.setItem(STORED, choice.checked ? "on" : "off"));
  addEventListener("keydown", pressed);
  // Whoever goes through the list with Tab or the mouse is at that row too.
  document.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-keys=list] > li") : null;
    if (!row) return;
    for (const other of rows()) if (other !== row) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  });
}
