// A run of many matters in small parts, so that one sees how far it is and can stop. Every part is
// the same POST with the numbers it is about; what is done stays done, the page at the end lists all.

const STEP = 5;

const form = document.querySelector("form.bulk-go");
const numbers = [...document.querySelectorAll("[data-state=ready]")].map((row) => row.getAttribute("data-number") ?? "");

/** @param {HTMLFormElement} go */
function watch(go) {
  const shown = /** @type {HTMLElement} */ (go.querySelector(".progress"));
  const bar = /** @type {HTMLProgressElement} */ (go.querySelector("progress"));
  const said = /** @type {HTMLElement} */ (go.querySelector("[role=status]"));
  let stopped = false;
  shown.querySelector("button")?.addEventListener("click", () => { stopped = true; });

  /** @param {string[]} part */
  async function send(part) {
    const body = new FormData(go);
    for (const number of part) body.append("only", number);
    const answer = await fetch(go.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
  }

  go.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    /** @type {HTMLElement} */ (go.querySelector(".send")).hidden = true;
    shown.hidden = false;
    try {
      for (let start = 0; start < numbers.length && !stopped; start += STEP) {
        await send(numbers.slice(start, start + STEP));
        bar.value = Math.min(start + STEP, numbers.length);
        said.textContent = `${said.dataset.done} ${bar.value} / ${numbers.length}`;
      }
    } finally {
      location.assign(go.action); // also after a failure: there stands what was done and what not
    }
  });
}

if (form instanceof HTMLFormElement && numbers.length > STEP) watch(form);
