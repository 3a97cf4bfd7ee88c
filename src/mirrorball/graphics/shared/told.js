// What a step of the outcome says, read from fields or from a feed: before anything of it is drawn.

import { NIGHT } from "./look.js";
import { first, number, rowsOf, text } from "./read.js";
import { same } from "./stepping.js";

/** @typedef {import("./stepping.js").State} State */
/** @typedef {import("./read.js").Fields} Fields */
/** @typedef {{ name: string, note: string }} Named */
/** @typedef {{ step: string, kind: string, headline: string, says: string, named: Named[], fed: boolean }} Told */

/** The fields that say a step; all others (title, feedUrl, feedToken) may be known beforehand. */
export const OF_A_STEP = ["step", "kind", "headline", "couple", "place", "says", "rows", "rowsText"];
export const MOST = 16; // names in one step

const CHECK = "M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22zM10.6 17.2L5.8 12.6L7.5 10.9L10.5 13.8L16.6 7.2L18.3 8.9z";
const DIAMOND = "M12 0L24 12L12 24L0 12zM12 6L6 12L12 18L18 12z";
const DOOR = "M0 0h24v24H0zM10.5 5L9 6.5L13.3 10.9H4V13.1H13.3L9 17.5L10.5 19L17.5 12zM18.5 5h2v14h-2z";
const STAR = "M12 0L15 8.2L24 8.6L17 14.2L19.4 23L12 18L4.6 23L7 14.2L0 8.6L9 8.2z";
const SQUARE = "M3 0L24 3L21 24L0 21z";

/**
 * The look of each kind: a word, a shape, a colour.
 * @type {Record<string, { one: string, more: string, path: string, colour: string }>}
 */
export const KINDS = {
  safe: { one: "Safe", more: "Safe", path: CHECK, colour: NIGHT.safe },
  jeopardy: { one: "In jeopardy", more: "In jeopardy", path: DIAMOND, colour: NIGHT.jeopardy },
  choice: { one: "The judges choose", more: "The judges choose", path: DIAMOND, colour: NIGHT.jeopardy },
  out: { one: "Leaves the dance floor", more: "Leave the dance floor", path: DOOR, colour: NIGHT.silver },
  place: { one: "", more: "", path: STAR, colour: NIGHT.spotlight },
  "nobody leaves": { one: "Nobody leaves tonight", more: "Nobody leaves tonight", path: CHECK, colour: NIGHT.safe },
  "the votes are void": { one: "The votes are void", more: "The votes are void", path: SQUARE, colour: NIGHT.silver },
  champions: { one: "Champions", more: "Champions", path: STAR, colour: NIGHT.spotlight },
  correction: { one: "Correction", more: "Correction", path: SQUARE, colour: NIGHT.spotlight },
};
export const OTHER = { one: "", more: "", path: SQUARE, colour: NIGHT.spotlight };
const SHORT = new Map([
  ["nobody", "nobody leaves"],
  ["void", "the votes are void"],
]);

/** The step that the fields say, or null if they say none. @param {Fields} fields @returns {Told | null} */
export function toldBy(fields) {
  const rows = rowsOf(fields, [], ["name", "note"]).map((one) => ({
    name: first(one.name, one.couple, one.star),
    note: first(one.note),
  }));
  const couple = { name: text(fields.couple), note: "" };
  return toldOf(fields, rows.length ? rows : couple.name ? [couple] : []);
}

/** @param {Fields} said @param {Named[]} named @returns {Told | null} */
function toldOf(said, named) {
  const kind = text(said.kind).toLowerCase();
  const known = SHORT.get(kind) ?? kind;
  const words = KINDS[known] ?? OTHER;
  const where = text(said.place);
  const worded = where && /^\d+$|\d(st|nd|rd|th)$/.test(where) ? `${where} place` : where;
  const headline = first(said.headline, worded, named.length > 1 ? words.more : words.one);
  const names = named.filter((one) => one.name).slice(0, MOST);
  if (!headline && !names.length && !text(said.says)) return null;
  return { step: text(said.step), kind: known, headline, says: text(said.says), named: names, fed: false };
}

/**
 * The steps of a feed, in its order: a row for each couple of each step.
 * @param {readonly Fields[]} feed @returns {Told[]}
 */
export function stepsOf(feed) {
  /** @type {Map<string, Fields[]>} */
  const rows = new Map();
  for (const row of feed) {
    const step = text(row.step);
    if (step) rows.set(step, [...(rows.get(step) ?? []), row]);
  }
  return [...rows.values()].flatMap((all) => {
    const [head = {}] = all;
    const named = all.map((row) => ({ name: first(row.couple, row.name, row.star), note: text(row.note) }));
    const told = toldOf({ ...head, headline: text(head.headline) }, named);
    return told ? [{ ...told, fed: true }] : [];
  });
}

/**
 * The step of the feed that is to be told: the next after what was told.
 * @param {State} state @param {number} step @returns {Told | null}
 */
export function newest(state, step) {
  const told = state.more.told;
  const last = number(told[told.length - 1]?.step) ?? 0;
  if (step < told.length) return null;
  const next = stepsOf(state.feed)
    .filter((one) => (number(one.step) ?? 0) > last)
    .pop();
  return next ?? null;
}

/**
 * What was drawn, step by step; null where a step was passed over.
 * @param {State} state @returns {(Told | null)[]}
 */
export function toldIn(state) {
  return state.more.told;
}

/**
 * Whether a step says what is on already: some hosts send all fields again and again.
 * @param {Told | null} coming @param {Told | null | undefined} on
 */
export function repeats(coming, on) {
  if (!coming || !on || (coming.step && on.step)) return false;
  return same({ ...coming, step: "", fed: false }, { ...on, step: "", fed: false });
}

/** @param {(Told | null)[]} told */
export function trimmed(told) {
  return told.slice(0, told.findLastIndex((one) => one !== null) + 1);
}

/** @param {string} words @returns {Told} */
export function correction(words) {
  return { step: "", kind: "correction", headline: "Correction", says: words, named: [], fed: true };
}

/** @param {Fields} fields @returns {Fields} */
export function withoutStep(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OF_A_STEP.includes(name)));
}
