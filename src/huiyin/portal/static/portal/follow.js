// The code of a receipt comes in the part of the address after “#”, which no server ever sees. It
// is put into its field and taken out of the address, so that neither history nor a bookmark
// keeps it.

/** @type {HTMLInputElement | null} */
const field = document.querySelector("#id_code");
const given = decodeURIComponent(location.hash.slice(1)).replace(/^code=/, "");

if (field && /^[0-9A-Za-z-]{4,16}$/.test(given) && given !== "main") {
  field.value = given;
  history.replaceState(null, "", location.pathname + location.search);
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector("main form.form button");
  button?.focus();
}
