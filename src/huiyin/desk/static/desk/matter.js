// Parts of a matter's page that are read only when somebody opens them.

/** @param {HTMLDetailsElement} details */
async function load(details) {
  const place = details.querySelector(".loaded");
  const address = details.dataset.load;
  if (!place || !address || details.dataset.loaded) return;
  details.dataset.loaded = "yes";
  details.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch {
    delete details.dataset.loaded; // the plain link is still there
  }
  details.removeAttribute("aria-busy");
}

// `toggle` does not bubble, but it is captured on the way down: parts swapped in later work too.
document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (details instanceof HTMLDetailsElement && details.open && details.dataset.load) load(details);
  },
  true,
);
