// Keeps what is typed in a step, a moment after the last key and when the page is left: the same
// form is sent to the same address with `_keep=1`. Without a script every “next” keeps it.

const PAUSE = 1500;
const form = document.querySelector("form[data-draft]");
const said = document.querySelector("[data-kept]");

if (form instanceof HTMLFormElement) {
  let waiting = 0;
  let before = written(form);

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(false), PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    before = written(form);
  });

  /** @param {boolean} leaving whether the page may be gone before the answer comes */
  async function keep(leaving) {
    clearTimeout(waiting);
    const now = written(form);
    if (now === before || form.hasAttribute("data-sent")) return;
    before = now;
    const body = new URLSearchParams(now);
    body.set("_keep", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive: leaving });
      if (answer.status === 204 && said instanceof HTMLElement) said.textContent = said.dataset.said ?? "";
    } catch {
      before = ""; // no network: the next pause tries again
    }
  }
}

/** What stands in the form, without files. @param {HTMLFormElement} form */
function written(form) {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") found.append(name, value);
  return found.toString();
}
