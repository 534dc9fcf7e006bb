// WGS84 ↔ GCJ-02 in degrees [latitude, longitude], the twin of huiyin/places/gcj02.py: only for maps
// whose tiles are drawn in GCJ-02. What is kept is always WGS84.

const AXIS = 6378245;
const ECCENTRICITY = 0.00669342162296594323;
const { PI, sin, cos, sqrt, abs } = Math;

/** @typedef {[number, number]} Point */

/** @param {Point} point */
const isInside = ([lat, lon]) => lat >= 0.8293 && lat <= 55.8271 && lon >= 72.004 && lon <= 137.8347;

/** @param {Point} point @returns {Point} */
export function toGcj02(point) {
  return isInside(point) ? shifted(point) : point;
}

/** @param {Point} point @returns {Point} */
export function toWgs84(point) {
  if (!isInside(point)) return point;
  let [lat, lon] = point;
  for (let round = 0; round < 6; round += 1) {
    const there = shifted([lat, lon]);
    [lat, lon] = [lat - (there[0] - point[0]), lon - (there[1] - point[1])];
  }
  return isInside([lat, lon]) ? [lat, lon] : point;
}

/** @param {Point} point @returns {Point} */
function shifted([lat, lon]) {
  const x = lon - 105;
  const y = lat - 35;
  const waves = 20 * (sin(6 * x * PI) + sin(2 * x * PI));
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ((waves
    + 20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ((waves
    + 20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const angle = (lat * PI) / 180;
  const bent = 1 - ECCENTRICITY * sin(angle) ** 2;
  const metresNorth = ((AXIS * (1 - ECCENTRICITY)) / (bent * sqrt(bent)) * PI) / 180;
  const metresEast = (AXIS / sqrt(bent)) * cos(angle) * (PI / 180);
  return [lat + north / metresNorth, lon + east / metresEast];
}
