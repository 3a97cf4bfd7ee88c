// Motion as values: what something is at a moment follows from when it was asked and from nothing else.

/**
 * A number on its way.
 * @typedef {{ from: number, to: number, at: number, over: number }} Track
 */

/**
 * A content on its way: what was there fades, then what is there now comes.
 * @typedef {{ before: unknown, now: unknown, at: number, lit: number, fade: number, over: number }} Cell
 */

/** @param {number} value @returns {Track} */
export function resting(value) {
  return { from: value, to: value, at: 0, over: 0 };
}

/** @param {Track} track @param {number} t */
export function valueAt(track, t) {
  if (track.over <= 0 || t >= track.at + track.over) return track.to;
  if (t <= track.at) return track.from;
  return track.from + ((track.to - track.from) * (t - track.at)) / track.over;
}

/**
 * To another value from wherever it is; half the way takes half the time.
 * @param {Track} track @param {number} to @param {number} at @param {number} over @returns {Track}
 */
export function toward(track, to, at, over) {
  const from = valueAt(track, at);
  return { from, to, at, over: over * Math.abs(to - from) };
}

/** @param {unknown} now @returns {Cell} */
export function still(now) {
  return { before: now, now, at: 0, lit: 1, fade: 0, over: 0 };
}

/**
 * What a cell shows, and how far it has come, from 0 to 1.
 * @param {Cell} cell @param {number} t @returns {{ value: unknown, p: number }}
 */
export function cellAt(cell, t) {
  if (t < cell.at) return { value: cell.before, p: cell.lit };
  const gone = t - cell.at;
  if (gone < cell.fade) return { value: cell.before, p: cell.lit * (1 - gone / cell.fade) };
  return { value: cell.now, p: cell.over > 0 ? Math.min(1, (gone - cell.fade) / cell.over) : 1 };
}

/**
 * @param {Cell} cell @param {unknown} now @param {number} at @param {number} wait
 * @param {{ fade: number, over: number }} pace @returns {Cell}
 */
export function turned(cell, now, at, wait, { fade, over }) {
  const { value, p } = cellAt(cell, at);
  const lit = isNothing(value) ? 0 : p;
  return { before: value, now, at: at + wait, lit, fade: fade * lit, over: isNothing(now) ? 0 : over };
}

/** @param {unknown} value */
function isNothing(value) {
  return value === null || value === undefined || value === "";
}

/** @param {Cell} cell */
export function endOf(cell) {
  return cell.at + cell.fade + cell.over;
}

/**
 * The part of a movement that lies between two moments of it, from 0 to 1.
 * @param {number} p @param {number} from @param {number} to
 */
export function part(p, from, to) {
  return Math.min(1, Math.max(0, (p - from) / (to - from)));
}

/** Slow in, still while read. @param {number} p */
export function ease(p) {
  return 1 - (1 - p) ** 3;
}

/** @param {number} p */
export function easeBoth(p) {
  return p < 0.5 ? 4 * p ** 3 : 1 - (2 - 2 * p) ** 3 / 2;
}
