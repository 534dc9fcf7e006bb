// The letter beside the form, written anew when somebody has stopped typing.

const PAUSE = 800;

/** @param {HTMLFormElement} form @param {HTMLElement} pane */
function follow(form, pane) {
  /** @type {AbortController | null} */
  let asked = null;
  /** @type {number | undefined} */
  let waiting;

  async function write() {
    asked?.abort();
    asked = new AbortController();
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("_preview", "html");
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.getAttribute("action") || location.pathname, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "fetch" },
        signal: asked.signal,
      });
      // A refused or expired page answers with a whole page: what stands there stays.
      if (answer.ok && !answer.redirected && answer.headers.get("X-Part") === "letter") {
        pane.innerHTML = await answer.text();
      }
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
    pane.removeAttribute("aria-busy");
  }

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  write();
}

for (const form of document.querySelectorAll("form[data-letter]")) {
  const pane = document.getElementById(form.getAttribute("data-letter") ?? "");
  if (form instanceof HTMLFormElement && pane) follow(form, pane);
}
