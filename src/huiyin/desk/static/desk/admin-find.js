// Suggestions for fields that name a unit, division, grid or account by code or name.
// The form says which fields: data-find="parent:units division:divisions".
// Without this script the field takes a code or a whole name just the same.

const PAUSE = 200;

/** @param {HTMLInputElement} input @param {string} of */
function suggest(input, of) {
  const list = document.createElement("datalist");
  list.id = `${input.id}_found`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => fill(list, of, input.value.trim()), PAUSE);
  });
}

/** @param {HTMLDataListElement} list @param {string} of @param {string} text */
async function fill(list, of, text) {
  if (!text) return;
  const answer = await fetch(`/api/admin/choices/${of}?q=${encodeURIComponent(text)}`);
  if (!answer.ok) return;
  /** @type {{value: string}[]} */
  const found = await answer.json();
  list.replaceChildren(
    ...found.map((one) => Object.assign(document.createElement("option"), { value: one.value })),
  );
}

for (const form of document.querySelectorAll("form[data-find]")) {
  for (const pair of (form.getAttribute("data-find") ?? "").split(" ")) {
    const [name, of] = pair.split(":");
    const input = form.querySelector(`input[name="${name}"]`);
    if (input instanceof HTMLInputElement) suggest(input, of);
  }
}
