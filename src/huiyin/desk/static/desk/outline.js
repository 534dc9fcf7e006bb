// The outline beside a long form: how many fields of each section still have to be filled in.

const form = document.querySelector("form[data-outlined]");
const outline = document.querySelector(".outline");

/** A control that must be filled in and is empty. @param {Element} control */
function isOpen(control) {
  const one = /** @type {HTMLInputElement} */ (control);
  return one.getAttribute("aria-required") === "true" && !one.value.trim();
}

/** @param {HTMLAnchorElement} link */
function tell(link) {
  const section = document.getElementById(link.hash.slice(1));
  const said = link.querySelector("small");
  if (!section || !said) return;
  // What does not count now is hidden (see when.js), and is not counted.
  const must = [...section.querySelectorAll("[aria-required]")].filter((one) => !one.closest("[hidden]"));
  const open = must.filter(isOpen).length;
  const words = open ? link.dataset.left?.replace("{n}", String(open)) : link.dataset.complete;
  said.textContent = (must.length ? words : link.dataset.none) ?? "";
  link.parentElement?.classList.toggle("complete", must.length > 0 && open === 0);
}

if (form && outline) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...outline.querySelectorAll("a")]);
  const all = () => links.forEach(tell);
  form.addEventListener("input", all);
  form.addEventListener("change", all);
  form.addEventListener("focusin", (event) => {
    const section = /** @type {Element} */ (event.target).closest(".section");
    for (const link of links) {
      if (section && link.hash === `#${section.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
  all();
}
