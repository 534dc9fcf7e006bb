// Fields that count only under a condition are shown when it holds. Without a script all of them
// stand there and say when they count; the server drops what does not count either way.

/** What a field of the form says now: its text, or whether it is ticked.
 * @param {HTMLFormElement} form @param {string} name */
function value(form, name) {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList) return found.value;
  if (found instanceof HTMLInputElement && found.type === "checkbox") return found.checked;
  return found instanceof Element && "value" in found ? String(found.value) : undefined;
}

/** @param {unknown} said @param {string | number | boolean} wanted */
function fits(said, wanted) {
  const atLeast = /^>=(\d+)$/.exec(String(wanted));
  if (atLeast) return Number(said) >= Number(atLeast[1]);
  return String(said) === String(wanted);
}

/** @param {HTMLFormElement} form @param {HTMLElement} part */
function show(form, part) {
  const rules = Object.entries(JSON.parse(part.dataset.when ?? "{}"));
  // A field that is not on this form was settled before: the server has looked at it.
  const holds = rules.every(([name, wanted]) => {
    const said = value(form, name);
    return said === undefined || wanted.some((/** @type {string} */ one) => fits(said, one));
  });
  part.hidden = !holds && !part.querySelector(".wrong");
}

for (const form of document.querySelectorAll("form:has([data-when])")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const parts = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-when]")]);
  const all = () => parts.forEach((part) => show(form, part));
  form.addEventListener("input", all);
  form.addEventListener("change", all);
  all();
}
