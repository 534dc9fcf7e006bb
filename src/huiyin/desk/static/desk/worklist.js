// The worklist without a reload: a filter shows its list at once; how many are ticked is said.
// Without this script the bar has its button, and every address is the same.

const PARTS = ["lists", "list"];

/**
 * Put the list of an address in place of the one that is shown. The bar itself stays, so that the
 * control just used keeps the focus.
 * @param {string} address
 */
async function show(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const bar = page.getElementById("filters");
  if (!answer.ok || answer.redirected || !bar) return location.assign(address);
  for (const id of PARTS) {
    const [now, then] = [document.getElementById(id), page.getElementById(id)];
    if (!now || !then) return location.assign(address);
    now.replaceWith(then);
  }
  history.replaceState(null, "", address);
  return undefined;
}

/** @param {HTMLFormElement} form */
function addressOf(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") asked.append(name, String(value));
  return `${location.pathname}?${asked}`;
}

const bar = document.getElementById("filters");
if (bar instanceof HTMLFormElement) {
  let last = 0;
  bar.querySelector(".apply")?.setAttribute("hidden", "");
  bar.addEventListener("change", (event) => {
    const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
    const address = addressOf(bar);
    // Another kind has other states, another unit other posts: the bar itself is drawn anew.
    if (control.name === "kind" || control.name === "unit") return location.assign(address);
    const mine = (last += 1);
    setTimeout(() => { if (mine === last) show(address).catch(() => location.assign(address)); }, 150);
    return undefined;
  });
}

/** On a phone the list one is in may lie beyond the edge of the row of lists. */
const tab = /** @type {HTMLElement | null} */ (document.querySelector(".tabs [aria-current]"));
const row = tab?.parentElement;
if (tab && row) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "n" || !box.form) return;
  const said = box.form.querySelector(".picked");
  const number = box.form.querySelectorAll("[name=n]:checked").length;
  if (said) said.textContent = number ? `✓ ${number}` : "";
});
