// What every page does a little better with a script; without one nothing is missing.

/** After a refused form the summary of what is wrong takes the focus, as with autofocus. */
const summary = document.querySelector("main .summary[role=alert]");
if (summary instanceof HTMLElement && !document.activeElement?.matches(".summary")) {
  summary.tabIndex = -1;
  summary.focus({ preventScroll: location.hash !== "" });
}

/**
 * One press sends a form once. The button stays enabled: a disabled one would not be sent.
 * A page that comes back, or stays because a file was downloaded, may send again.
 */
const WAIT = 8000;

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @param {boolean} busy */
function mark(form, button, busy) {
  form.toggleAttribute("data-sent", busy);
  button?.classList.toggle("busy", busy);
  if (busy) button?.setAttribute("aria-disabled", "true");
  else button?.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = event.submitter;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  if (button?.getAttribute("name") === "_preview") return;
  mark(form, button, true);
  setTimeout(() => mark(form, button, false), WAIT);
});

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) {
    for (const button of form.querySelectorAll("button.busy")) mark(form, button, false);
    form.removeAttribute("data-sent");
  }
});

/** A form with data-keep says so before what was typed would be lost. */
for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

/** What opens below a button closes with Escape and with a press beside it. */
const POPS = "details.pop[open], details.menu[open]";
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const pop of document.querySelectorAll(POPS)) {
    pop.removeAttribute("open");
    if (pop.parentElement?.contains(document.activeElement)) pop.querySelector("summary")?.focus();
  }
});
addEventListener("click", (event) => {
  for (const pop of document.querySelectorAll(POPS)) {
    const inside = pop.matches(".menu") ? pop.parentElement : pop;
    if (!inside?.contains(/** @type {Node} */ (event.target))) pop.removeAttribute("open");
  }
});
