// Live pages: the bell, the lists and the open matter follow what others do. A hint never says
// what changed; the page fetches it anew by its own right. Where nothing can be listened to, the
// page asks every half minute. A hidden page does neither. Nothing typed is ever lost: a page with
// an open form only says that somebody else has acted.

/** @typedef {{matter?: boolean, seq?: number, list?: boolean, notices?: boolean}} Hint */

const EVERY = 30_000; // milliseconds between two questions, a fifth more or less
const PATIENCE = 10_000; // for the stream to open before the page begins to ask
const REST = 4_000; // between two looks at a list: it may change every second
const PARTS = ["state-line", "acts", "clocks", "history"];
const LISTS = ["lists", "list"];
const NUMBER = /\/matters\/(\d{2}-\d{6,9}-\d)\//;

const meta = document.querySelector('meta[name="live"]');
const number = NUMBER.exec(location.pathname)?.[1];
const says = /** @type {HTMLElement} */ (document.createElement("p"));
let typed = false;
let missed = false;
let etag = "";
/** @type {EventSource | undefined} */
let stream;
/** @type {number | undefined} */
let asking;
/** @type {number | undefined} */
let waiting;
/** @type {number | undefined} */
let resting;

/** @param {string} name */
const word = (name) => meta?.getAttribute(`data-${name}`) ?? "";

/** @param {string} address @param {HeadersInit} [headers] */
const ask = (address, headers = {}) =>
  fetch(address, { headers, credentials: "same-origin", redirect: "error" });

/** @param {string} address */
async function page(address) {
  const answer = await ask(address, { Accept: "text/html" });
  if (!answer.ok) return undefined;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function bell() {
  const answer = await ask(word("count"), { Accept: "application/json" });
  if (!answer.ok) return;
  const told = await answer.json();
  for (const badge of document.querySelectorAll('[data-live-count="notices"]')) {
    const text = told.new ? told.says : "";
    if (badge.textContent !== text) badge.textContent = text;
  }
}

/** The newest event that this page shows. */
function shownSeq() {
  const holder = document.querySelector("[data-live-matter][data-seq]");
  const field = document.querySelector('input[name="expected_seq"]');
  const value = holder?.getAttribute("data-seq") ?? (field instanceof HTMLInputElement ? field.value : "");
  return value ? Number(value) : undefined;
}

/** Put the parts of a fetched page in place of those shown; focus stays where it was.
 * @param {Document} then @param {string[]} ids */
function swap(then, ids) {
  const focused = document.activeElement;
  const address = focused instanceof HTMLAnchorElement ? focused.getAttribute("href") : "";
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), then.getElementById(id)];
    if (!old || !fresh || old.innerHTML === fresh.innerHTML) continue;
    const open = [...old.querySelectorAll("details")].map((one) => one.open);
    fresh.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? one.open; });
    const held = old.contains(focused);
    old.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true }));
    if (!held) continue;
    const again = address ? fresh.querySelector(`a[href="${CSS.escape(address)}"]`) : null;
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}

/** @param {string} text @param {string} [address] @param {string} [link] */
function say(text, address, link) {
  says.textContent = text && `${text} `;
  if (!address || !link) return;
  const go = document.createElement("a");
  go.href = address;
  go.textContent = link;
  says.append(go);
}

/** @param {number} [seq] */
async function matter(seq) {
  const shown = shownSeq();
  if (!number || shown === undefined || (seq && seq <= shown)) return;
  const address = `/matters/${number}/`;
  const then = await page(address);
  const holder = document.querySelector("[data-live-matter][data-seq]");
  const newest = Number(then?.querySelector("[data-live-matter]")?.getAttribute("data-seq") ?? 0);
  if (!then || newest <= shown) return;
  const act = then.querySelector("#history li h3")?.textContent?.trim() ?? "";
  const busy = typed || !holder || Boolean(document.querySelector("dialog[open]"));
  if (busy) return say(`${word("acted")}${act}`, address, word("look"));
  swap(then, PARTS);
  holder.setAttribute("data-seq", String(newest));
  say(`${word("acted")}${act}`);
  setTimeout(() => { if (!says.querySelector("a")) say(""); }, 8_000);
  return undefined;
}

/** Not while rows are ticked, or the keyboard stands in the list: then its counts alone. */
async function list() {
  const shown = document.getElementById("list");
  if (!document.getElementById("lists")) return;
  if (resting) { missed = true; return; }
  resting = setTimeout(() => {
    resting = undefined;
    if (missed) follow({ list: true });
    missed = false;
  }, REST);
  const then = await page(location.href);
  if (!then) return;
  const held = shown?.querySelector(":checked") || shown?.contains(document.activeElement) || shown?.querySelector("[aria-current]");
  swap(then, held ? LISTS.slice(0, 1) : LISTS);
}

/** @param {Hint} hint */
async function follow(hint) {
  try {
    if (hint.notices) await bell();
    if (hint.list) await list();
    if (hint.matter) await matter(hint.seq);
  } catch {
    // Signed out, or no network: the next question finds out.
  }
}

async function inquire() {
  const headers = etag ? { "If-None-Match": etag } : {};
  await follow({ notices: true, list: true });
  if (!number || shownSeq() === undefined) return;
  try {
    const answer = await ask(`/matters/${number}/seq/`, headers);
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") ?? "";
    await follow({ matter: true, seq: (await answer.json()).seq });
  } catch {
    // The next question.
  }
}

function askLater() {
  clearTimeout(asking);
  const every = Number(word("every")) || EVERY;
  asking = setTimeout(() => { inquire().finally(askLater); }, every * (0.8 + 0.4 * Math.random()));
}

function stopAsking() {
  clearTimeout(asking);
  clearTimeout(waiting);
  asking = waiting = undefined;
}

function listen() {
  const address = meta?.getAttribute("content");
  if (!address) return askLater();
  stream = new EventSource(address);
  waiting = setTimeout(askLater, PATIENCE);
  stream.onopen = () => { stopAsking(); inquire(); };
  stream.onmessage = (event) => { follow(JSON.parse(event.data)); };
  stream.onerror = () => { if (!asking) askLater(); };
  return undefined;
}

function rest() {
  stream?.close();
  stream = undefined;
  stopAsking();
}

/** A notice that is opened has been read.
 * @param {MouseEvent} event */
function opened(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-notice]") : null;
  const form = link?.closest("li")?.querySelector("form");
  if (!link || !form) return;
  const sent = new FormData(form);
  sent.set("id", link.getAttribute("data-notice") ?? "");
  fetch(form.action, { method: "POST", body: sent, keepalive: true, redirect: "manual" }).catch(() => {});
}

if (meta) {
  says.className = "live-note";
  says.setAttribute("role", "status");
  document.body.append(says);
  document.querySelector("main")?.addEventListener("input", () => { typed = true; });
  document.addEventListener("click", opened);
  document.addEventListener("visibilitychange", () => {
    rest();
    if (!document.hidden) { listen(); inquire(); }
  });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); inquire(); } });
  if (!document.hidden) { listen(); bell().catch(() => {}); }
}
