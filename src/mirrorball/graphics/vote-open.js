// Vote open: how to vote, in words and as a QR code, whom one can vote for, and how long.

import { box, Facets, opacity, place, style, Text } from "./shared/draw.js";
import { Graphic } from "./shared/graphic.js";
import { NIGHT, SAFE } from "./shared/look.js";
import { ease, part, valueAt } from "./shared/motion.js";
import { qr } from "./shared/qr.js";
import { first, number, rowsOf, text } from "./shared/read.js";
import { same } from "./shared/stepping.js";

/** @typedef {import("./shared/graphic.js").Look} Look */
/** @typedef {import("./shared/stepping.js").State} State */
/** @typedef {import("./shared/stepping.js").Action} Action */
/** @typedef {import("./shared/read.js").Fields} Fields */
/** @typedef {{ number: string, name: string, keyword: string }} Chip */
/** @typedef {ReturnType<typeof built>} Parts */

const HEIGHT = 314;
const WIDTH = SAFE.right - SAFE.left;
const TOP = SAFE.bottom - 1 - HEIGHT;
const CODE = 270;
const QUIET = 4; // modules around the code that stay light
const CHIP = 84;
const GAP = 8;
const MOST = 18;
const COLUMNS = 3;
const CLOCK = 330;

/** @extends {Graphic<Parts>} */
export default class VoteOpen extends Graphic {
  get pace() {
    return { in: 1000, out: 440, fade: 160, over: 420 };
  }

  styles() {
    return `
      .plate { background: linear-gradient(100deg, ${NIGHT.raised}, ${NIGHT.ground} 60%); }
      .line { background: ${NIGHT.spotlight}; transform-origin: 0 50%; }
      .code { background: ${NIGHT.ink}; border-radius: 2px; }
      .address { color: ${NIGHT.spotlight}; font-weight: 600; }
      .quiet { color: ${NIGHT.silver}; }
      .clock { font-weight: 600; letter-spacing: -0.02em; }
      .chip { background: ${NIGHT.ground}; }
      .chip .number { color: ${NIGHT.spotlight}; font-weight: 700; }
    `;
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    return built(stage);
  }

  more() {
    return { closes: null, typed: null };
  }

  /** @param {State} state @param {Action} action @param {number} at @returns {State} */
  received(state, action, at) {
    return clocked(super.received(state, action, at), state, action, at);
  }

  /** @param {State} state @param {Action} action @param {number} at @returns {State} */
  fed(state, action, at) {
    return clocked(super.fed(state, action, at), state, action, at);
  }

  /**
   * Seconds that were typed begin to run when the graphic comes.
   * @param {State} state @param {number} step @param {number} at @param {boolean} skip @returns {State}
   */
  stepped(state, step, at, skip) {
    const off = valueAt(state.on, at) <= 0;
    const { typed } = state.more;
    const more = off && typed !== null ? { ...state.more, closes: at + typed * 1000 } : state.more;
    return super.stepped({ ...state, more }, step, at, skip);
  }

  /** @param {State} state */
  contents(state) {
    const { fields, feed } = state;
    const [row = {}] = feed;
    const address = first(fields.address, row.address);
    const chips = rowsOf(fields, feed, ["number", "name", "keyword"]).map((one) => ({
      number: text(one.number),
      name: first(one.name, one.couple, one.star),
      keyword: text(one.keyword),
    }));
    return {
      words: {
        title: first(fields.title, "Vote now"),
        ways: [first(fields.number), first(fields.ways, row.ways)].filter(Boolean).join(" · "),
        says: first(fields.says, row.says),
      },
      address,
      chips: chips.filter((one) => one.name).slice(0, MOST),
    };
  }

  /** The clock moves on when a second is over. @param {State} state @param {number} t */
  next(state, t) {
    const { closes } = state.more;
    if (closes === null || t >= closes) return null;
    const left = (closes - t) % 1000;
    return t + (left || 1000);
  }

  /** @param {Look} look @param {Parts} parts */
  paint({ on, cell, state, t }, parts) {
    const { plate, line, facets, code } = parts;
    place(plate, SAFE.left, TOP, WIDTH, HEIGHT);
    place(line, SAFE.left, TOP, WIDTH, 4);
    style(plate, "clip-path", `inset(0 ${((1 - ease(part(on, 0.05, 0.6))) * 100).toFixed(3)}% 0 0)`);
    style(line, "transform", `scaleX(${ease(part(on, 0.12, 0.7)).toFixed(4)})`);
    const { value: address, p } = cell("address");
    const coded = drawCode(parts, text(address));
    place(code, 22, 24, CODE, CODE);
    style(code, "transform", `scaleX(${ease(Math.min(p, part(on, 0.3, 0.75))).toFixed(4)})`);
    style(code, "visibility", coded ? "visible" : "hidden");
    style(facets.element, "left", "22px");
    style(facets.element, "top", "24px");
    facets.paint(coded ? 0 : on * 1.3);
    const left = state.more.closes === null ? null : Math.max(0, Math.ceil((state.more.closes - t) / 1000));
    paintWords(parts, cell("words"), text(address), left, on);
    paintChips(parts, cell("chips"), on);
  }
}

/**
 * The moment at which the window closes, on the time by which the graphic is drawn. A moment needs the clock of whoever
 * sent it (`now`), or else this machine's, and where time is not real there is none.
 * @param {State} state @param {State} before @param {Action} action @param {number} at @returns {State}
 */
function clocked(state, before, action, at) {
  const closes = closesAt(state);
  const now = number(state.fields.now) ?? action.wall ?? null;
  const told = { closes: closesAt(before), typed: before.more.typed, now: number(before.fields.now) };
  const typed = closes === null ? number(state.fields.secondsLeft) : null;
  const more = { ...state.more, typed };
  if (closes !== null) {
    const known = same(told.closes, closes) && before.more.closes !== null && same(told.now, number(state.fields.now));
    if (!known) more.closes = now === null ? null : at + closes - now;
  } else if (typed === null) more.closes = null;
  else if (told.closes !== null || told.typed !== typed) more.closes = at + typed * 1000;
  return { ...state, more };
}

/** @param {State} state */
function closesAt({ fields, feed: [row = {}] }) {
  return number(fields.closesAt) ?? (number(fields.secondsLeft) === null ? number(row.closes_at) : null);
}

/** @param {HTMLElement} stage */
function built(stage) {
  const plate = box(stage, "plate");
  const code = box(plate, "code");
  const dots = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("fill", NIGHT.ground);
  path.setAttribute("shape-rendering", "crispEdges");
  dots.setAttribute("width", String(CODE));
  dots.setAttribute("height", String(CODE));
  dots.append(path);
  code.append(dots);
  return {
    plate,
    code,
    dots,
    path,
    drawn: { address: "", coded: false },
    facets: new Facets(plate, 5, 5, CODE / 5, 41, "silver"),
    heading: new Text(plate, "display"),
    address: new Text(plate, "address"),
    ways: new Text(plate, "quiet"),
    clock: new Text(plate, "clock right"),
    label: new Text(plate, "quiet right"),
    line: box(stage, "line"),
    chips: Array.from({ length: MOST }, () => chip(stage)),
  };
}

/** @param {Parts} parts @param {string} address @returns {boolean} whether there is a code */
function drawCode({ drawn, dots, path }, address) {
  if (drawn.address === address) return drawn.coded;
  const target = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  const rows = address ? qr(target) : null;
  drawn.address = address;
  drawn.coded = rows !== null;
  if (!rows) return false;
  const size = rows.length + 2 * QUIET;
  dots.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size} ${size}`);
  path.setAttribute(
    "d",
    rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join(""),
  );
  return true;
}

/**
 * @param {Parts} parts @param {{ value: any, p: number }} words @param {string} address @param {number | null} left
 * @param {number} on
 */
function paintWords({ heading, address: where, ways, clock, label }, { value, p }, address, left, on) {
  if (!value) return;
  const x = 22 + CODE + 48;
  const width = WIDTH - x - 40 - (left === null ? 0 : CLOCK);
  heading.set(value.title, { size: 84, least: 56, width });
  where.set(address.replace(/^https?:\/\//i, "").replace(/\/$/, ""), { size: 48, least: 34, width });
  ways.set(value.says || value.ways, { size: 32, least: 28, width, lines: 3 });
  const shown = [heading, where, ways].filter((one) => one.span.textContent);
  const high = shown.reduce((all, one) => all + one.height + 6, -6);
  let y = (HEIGHT + 4 - high) / 2;
  shown.forEach((one, nth) => {
    one.at(x, y);
    y += one.height + 6;
    opacity(one.element, Math.min(p, part(on, 0.4 + nth * 0.08, 0.75 + nth * 0.08)));
  });
  for (const one of [clock, label]) opacity(one.element, left === null ? 0 : part(on, 0.6, 0.95));
  if (left === null) return;
  clock.set(said(left), { size: 124, least: 80, width: CLOCK, lines: 1 });
  label.set(left > 0 ? "until it closes" : "closing now", { size: 32, least: 28, width: CLOCK });
  clock.at(WIDTH - 40 - CLOCK, (HEIGHT - clock.height - label.height) / 2);
  label.at(WIDTH - 40 - CLOCK, (HEIGHT + clock.height - label.height) / 2);
}

/** @param {number} seconds */
function said(seconds) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** @param {Element} parent */
function chip(parent) {
  const all = box(parent, "chip");
  return {
    all,
    number: new Text(all, "number right"),
    name: new Text(all, "display"),
    keyword: new Text(all, "quiet right"),
  };
}

/** @param {Parts} parts @param {{ value: Chip[] | null, p: number }} cell @param {number} on */
function paintChips({ chips }, { value, p }, on) {
  const shown = value ?? [];
  const columns = Math.min(COLUMNS, shown.length);
  const rows = Math.ceil(shown.length / Math.max(1, columns));
  const wide = (WIDTH - GAP * (columns - 1)) / columns;
  chips.forEach((one, nth) => {
    const told = shown[nth];
    const here = told ? part(on, 0.4 + nth * 0.025, 0.7 + nth * 0.025) : 0;
    one.all.style.display = here > 0 ? "block" : "none";
    if (!told || here <= 0) return;
    const [column, row] = [nth % columns, Math.floor(nth / columns)];
    place(one.all, SAFE.left + column * (wide + GAP), TOP - GAP - (rows - row) * (CHIP + GAP) + GAP, wide, CHIP);
    style(one.all, "clip-path", `inset(0 ${((1 - ease(here)) * 100).toFixed(3)}% 0 0)`);
    one.number.set(told.number, { size: 40, least: 28, width: 68, lines: 1 });
    one.keyword.set(told.keyword, { size: 28, least: 28, width: 190, lines: 1 });
    one.name.set(told.name, { size: 34, least: 30, width: wide - 92 - (told.keyword ? one.keyword.width + 36 : 16) });
    one.number.at(6, (CHIP - one.number.height) / 2);
    one.name.at(92, (CHIP - one.name.height) / 2);
    one.keyword.at(wide - 16 - 190, (CHIP - one.keyword.height) / 2);
    for (const part_ of [one.number, one.name, one.keyword]) opacity(part_.element, Math.min(p, part(here, 0.3, 1)));
  });
}
