// The step “where”: the next level of places appears when one is chosen, and a mark can be put on a
// map. The map's library is fetched when somebody asks for the map, not before.

import { toGcj02, toWgs84 } from "./gcj02.js";

const chain = document.querySelector("[data-places]");
const box = document.querySelector("[data-map]");
/** @typedef {{name: string, at: [number, number] | null}} Place */
/** @type {{ show: (places: Place[], at?: [number, number] | null) => void } | null} */
let map = null;
/** @type {Place[] | null} */
let latest = null;

if (chain instanceof HTMLElement) {
  for (const button of chain.querySelectorAll("[data-without-script]")) button.remove();
  chain.addEventListener("change", (event) => choose(/** @type {HTMLSelectElement} */ (event.target)));
}

/** @param {HTMLSelectElement} select */
async function choose(select) {
  const level = select.closest(".level");
  while (level?.nextElementSibling?.matches(".level")) level.nextElementSibling.remove();
  if (!select.value || !(chain instanceof HTMLElement)) return;
  const asked = select.value;
  const answer = await fetch((chain.dataset.places ?? "").replace("CODE", asked)).catch(() => null);
  if (!answer?.ok || select.value !== asked) return;
  const found = await answer.json();
  const name = select.selectedOptions[0].textContent ?? "";
  if (found.places.length) level?.after(nextLevel(found, name));
  if (found.places.length) latest = found.places;
  map?.show(latest ?? [{ name, at: found.at }], found.places.length ? null : found.at);
}

/** @param {{name: string, places: Array<{code: string, name: string}>}} found @param {string} above */
function nextLevel(found, above) {
  const level = document.createElement("div");
  level.className = "level";
  const label = document.createElement("label");
  label.htmlFor = `id_${found.name}`;
  label.textContent = (chain?.getAttribute("data-label") ?? "NAME").replace("NAME", above);
  const select = document.createElement("select");
  select.id = label.htmlFor;
  select.name = found.name;
  select.append(new Option(chain?.getAttribute("data-any") ?? "", ""));
  for (const place of found.places) select.append(new Option(place.name, place.code));
  level.append(label, select);
  return level;
}

if (box instanceof HTMLElement) begin(box);

/** @param {HTMLElement} box */
function begin(box) {
  box.hidden = false;
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[name=point]"));
  const canvas = /** @type {HTMLElement} */ (box.querySelector("[data-canvas]"));
  const status = /** @type {HTMLElement} */ (box.querySelector("[data-status]"));
  const open = /** @type {HTMLButtonElement} */ (box.querySelector("[data-open]"));
  const clear = /** @type {HTMLButtonElement} */ (box.querySelector("[data-clear]"));
  const onMap = "gcj02" in box.dataset ? toGcj02 : same;
  const onEarth = "gcj02" in box.dataset ? toWgs84 : same;
  /** @type {any} */ let drawn = null;
  /** @type {any} */ let mark = null;
  /** @type {any} */ let names = null;

  const here = () => {
    const found = input.value.split(",").map(Number);
    return found.length === 2 && found.every(Number.isFinite) ? /** @type {[number, number]} */ (found) : null;
  };

  /** @param {[number, number] | null} at in WGS84 */
  function put(at) {
    input.value = at ? at.map((degree) => degree.toFixed(5)).join(",") : "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clear.hidden = !at;
    status.textContent = at ? `${box.dataset.here}: ${input.value}` : "";
    draw();
  }

  function draw() {
    const L = /** @type {any} */ (window).L;
    const at = here();
    mark?.remove();
    mark = null;
    if (!drawn || !at) return;
    const place = onMap(at);
    mark = L.marker(place, { draggable: true, keyboard: true, title: box.dataset.here, alt: box.dataset.here });
    mark.on("dragend", () => put(round(onEarth(pair(mark.getLatLng())))));
    mark.addTo(drawn);
    if (!drawn.getBounds().contains(place)) drawn.setView(place, Math.max(drawn.getZoom(), 13));
  }

  /** @param {Place[]} places @param {[number, number] | null} [at] where to look, else at all */
  function show(places, at) {
    const L = /** @type {any} */ (window).L;
    const known = places.filter((place) => place.at);
    if (!drawn || !known.length) return;
    names?.remove();
    names = L.layerGroup(known.map((place) => L.circleMarker(onMap(/** @type {[number, number]} */ (place.at)), { radius: 5, interactive: false })
      .bindTooltip(place.name, { permanent: true, direction: "right", className: "place-name", pane: "names" }))).addTo(drawn);
    if (here()) return;
    if (at) drawn.setView(onMap(at), 15);
    else drawn.fitBounds(L.latLngBounds(known.map((place) => onMap(/** @type {[number, number]} */ (place.at)))).pad(0.3), { maxZoom: 14 });
  }

  open.addEventListener("click", async () => {
    open.disabled = true;
    await fetchMap(box);
    const L = /** @type {any} */ (window).L;
    canvas.hidden = false;
    open.hidden = true;
    L.Icon.Default.imagePath = (box.dataset.lib ?? "").replace(/[^/]*$/, "images/");
    drawn = L.map(canvas, { zoomControl: true, attributionControl: Boolean(box.dataset.tiles) }).setView(onMap([35, 105]), 4);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(drawn);
    drawn.on("click", (/** @type {any} */ event) => put(round(onEarth(pair(event.latlng)))));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== canvas) return;
      event.preventDefault();
      put(round(onEarth(pair(drawn.getCenter()))));
    });
    drawn.createPane("names").style.zIndex = "450"; // below the mark
    show(latest ?? JSON.parse(document.getElementById("points")?.textContent ?? "[]"));
    map = { show };
    draw();
    canvas.focus();
  });
  clear.addEventListener("click", () => put(null));
  box.querySelector("[data-here-i-am]")?.addEventListener("click", () => {
    navigator.geolocation?.getCurrentPosition(
      (found) => put(round([found.coords.latitude, found.coords.longitude])),
      () => { status.textContent = box.dataset.nowhere ?? ""; },
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  });
}

/** @param {HTMLElement} box */
async function fetchMap(box) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = box.dataset.style ?? "";
  const script = document.createElement("script");
  script.src = box.dataset.lib ?? "";
  document.head.append(style, script);
  await Promise.all([loaded(style), loaded(script)]);
}

/** @param {HTMLElement} element */
function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
  });
}

/** @param {any} latlng @returns {[number, number]} */
function pair(latlng) {
  return [latlng.lat, latlng.lng];
}

/** @param {[number, number]} point @returns {[number, number]} */
function round([lat, lon]) {
  return [Number(lat.toFixed(5)), Number(lon.toFixed(5))];
}

/** @param {[number, number]} point */
function same(point) {
  return point;
}
