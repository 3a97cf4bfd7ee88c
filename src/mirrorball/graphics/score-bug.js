// Score bug: one couple's marks, judge by judge, then the total.

import { box, Facets, opacity, place, style, Text } from "./shared/draw.js";
import { Graphic } from "./shared/graphic.js";
import { NIGHT, SAFE } from "./shared/look.js";
import { ease, part } from "./shared/motion.js";
import { first, mark, rowsOf, text } from "./shared/read.js";

/** @typedef {import("./shared/graphic.js").Look} Look */
/** @typedef {import("./shared/stepping.js").State} State */
/** @typedef {{ judge: string, score: string }} Seat */

const MOST = 12;
const HEIGHT = 210;
const TOP = SAFE.bottom - 26 - HEIGHT;
const TILE = 108;
const FACET = 42;
const FACETS = 3 * FACET;
const TYPED = 5;
const ABSENT = "–";

/** @typedef {ReturnType<typeof built>} Parts */

/** @extends {Graphic<Parts>} */
export default class ScoreBug extends Graphic {
  get pace() {
    return { in: 900, out: 420, fade: 140, over: 420 };
  }

  styles() {
    return `
      .plate { background: linear-gradient(100deg, ${NIGHT.raised}, ${NIGHT.ground} 70%); }
      .strip { background: ${NIGHT.ground}; }
      .style { color: ${NIGHT.silver}; }
      .line { background: ${NIGHT.spotlight}; transform-origin: 0 50%; }
      .tile { background: ${NIGHT.raised}; border-radius: 2px; }
      .tile.empty { background: none; }
      .tile .text, .total .text { line-height: 1; font-weight: 700; }
      .total { background: ${NIGHT.spotlight}; color: ${NIGHT.ground}; border-radius: 2px; }
      .total.empty { background: none; }
      .judge { color: ${NIGHT.silver}; }
      .word { color: ${NIGHT.spotlight}; font-weight: 600; }
    `;
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    return built(stage);
  }

  /** @param {State} state */
  steps(state) {
    const { seats, atOnce } = said(state);
    return atOnce ? 1 : seats.length + 1;
  }

  /**
   * A part for the couple, one for who sits where, and one for each mark that has been shown.
   * @param {State} state @param {number} step
   */
  contents(state, step) {
    const { couple, dance, seats, total, atOnce } = said(state);
    /** @type {Record<string, unknown>} */
    const parts = { couple: couple || dance ? { couple, dance } : null, judges: seats.map((one) => one.judge) };
    seats.forEach(({ score }, nth) => {
      parts[`mark${nth}`] = step >= nth || (atOnce && step >= 0) ? score : "";
    });
    parts.total = step >= seats.length || (atOnce && step >= 0) ? total : "";
    return parts;
  }

  /** @param {string} name @param {boolean} coming */
  wait(name, coming) {
    const nth = name === "total" ? MOST : Number(/^mark(\d+)$/.exec(name)?.[1] ?? -1);
    return coming && nth >= 0 ? 620 + Math.min(nth, 6) * 140 : 0;
  }

  /** @param {Look} look @param {Parts} parts */
  paint({ on, cell, state }, parts) {
    const { plate, strip, line, facets, sum, seats } = parts;
    const { value: who, p } = cell("couple");
    const { value: judges } = cell("judges");
    /** @type {string[]} */
    const sitting = Array.isArray(judges) ? judges.slice(0, MOST) : [];
    const wide = Math.min(200, Math.floor(1160 / (sitting.length + 1)));
    const stripWidth = (sitting.length + 1) * wide + 28;
    const plateWidth = layCouple(parts, who, Math.min(640, SAFE.right - SAFE.left - FACETS - stripWidth));
    facets.paint(on * 1.2);
    place(plate, SAFE.left + FACETS, TOP, plateWidth, HEIGHT);
    place(strip, SAFE.left + FACETS + plateWidth, TOP, stripWidth, HEIGHT);
    place(line, SAFE.left + FACETS, TOP + HEIGHT - 4, plateWidth + stripWidth, 4);
    style(facets.element, "left", `${SAFE.left}px`);
    style(facets.element, "top", `${TOP}px`);
    const open = ease(part(on, 0.1, 0.7)) * (plateWidth + stripWidth);
    cut(plate, plateWidth, open);
    cut(strip, stripWidth, open - plateWidth);
    style(line, "transform", `scaleX(${ease(part(on, 0.3, 1)).toFixed(4)})`);
    for (const one of [parts.name, parts.dance]) opacity(one.element, Math.min(p, part(on, 0.4, 0.8)));
    while (seats.length < sitting.length) seats.push(seat(strip, "tile", seats.length + 31));
    seats.forEach((one, nth) => {
      one.all.style.display = nth < sitting.length ? "block" : "none";
      if (nth < sitting.length) paintSeat(one, 14 + nth * wide, wide, sitting[nth] ?? "", cell(`mark${nth}`), on, nth);
    });
    paintSeat(sum, 14 + sitting.length * wide, wide, totalWord(state), cell("total"), on, sitting.length);
  }
}

/** @param {HTMLElement} stage */
function built(stage) {
  const plate = box(stage, "plate");
  const strip = box(stage, "strip");
  /** @type {ReturnType<typeof seat>[]} */
  const seats = [];
  return {
    plate,
    strip,
    seats,
    name: new Text(plate, "display"),
    dance: new Text(plate, "style"),
    line: box(stage, "line"),
    sum: seat(strip, "total", 97),
    facets: new Facets(stage, 3, 5, FACET, 23),
  };
}

/**
 * Set who they are; returns how wide the plate has to be.
 * @param {Parts} parts @param {{ couple: string, dance: string } | null} who @param {number} most
 */
function layCouple({ name, dance }, who, most) {
  if (!who) return 0;
  name.set(who.couple, { size: 50, least: 38, width: most - 64, lines: 3 });
  dance.set(who.dance, { size: 32, least: 28, width: most - 64 });
  const high = name.height + (who.dance ? dance.height + 6 : 0);
  const top = Math.max(6, (HEIGHT - 6 - high) / 2);
  name.at(32, top);
  dance.at(32, top + name.height + 6);
  return Math.min(most, Math.max(320, name.width + 64, dance.width + 64));
}

/**
 * @param {State} state @returns {{ couple: string, dance: string, seats: Seat[], total: string, atOnce: boolean }}
 */
function said({ fields, feed }) {
  const [row = {}] = feed;
  const rows = rowsOf(fields, feed, ["judge", "score"]).map((one) => ({
    judge: first(one.judge, one.name),
    score:
      text(one.absent) === "1" || one.absent === true ? ABSENT : mark(one.score, one.mark_text, one.mark, one.points),
  }));
  const typed = typedSeats(fields);
  const given = Array.isArray(fields.rows) && fields.rows.length ? rows : typed.length ? typed : rows;
  return {
    couple: first(fields.couple, fields.title, row.couple),
    dance: first(fields.style, fields.subtitle, row.style),
    seats: given.slice(0, MOST),
    total: mark(fields.total, row.total_text, row.total),
    atOnce: text(fields.pace) === "all",
  };
}

/** @param {import("./shared/read.js").Fields} fields @returns {Seat[]} */
function typedSeats(fields) {
  const seats = Array.from({ length: TYPED }, (_, nth) => ({
    judge: text(fields[`judge${nth + 1}`]),
    score: mark(fields[`score${nth + 1}`]),
  }));
  while (seats.length && !seats[seats.length - 1]?.judge && !seats[seats.length - 1]?.score) seats.pop();
  return seats;
}

/** @param {State} state */
function totalWord({ fields }) {
  const of = mark(fields.totalOf);
  return of ? `Total of ${of}` : "Total";
}

/** @param {Element} parent @param {string} kind @param {number} seed */
function seat(parent, kind, seed) {
  const all = box(parent);
  const facets = new Facets(all, 3, 3, TILE / 3, seed, kind === "total" ? "gold" : "silver");
  const tile = box(all, kind);
  return {
    kind,
    all,
    facets,
    tile,
    mark: new Text(tile, "centre"),
    judge: new Text(all, `centre ${kind === "total" ? "word" : "judge"}`),
  };
}

/**
 * A seat: its facets until there is a mark, then the mark; the tile turns round as a mirror does.
 * @param {ReturnType<typeof seat>} one @param {number} x @param {number} wide @param {string} word
 * @param {{ value: any, p: number }} cell @param {number} on @param {number} nth
 */
function paintSeat(one, x, wide, word, { value, p }, on, nth) {
  const shown = part(on, 0.4 + Math.min(nth, 6) * 0.04, 0.76 + Math.min(nth, 6) * 0.04);
  place(one.all, x, 0, wide, HEIGHT);
  const tile = Math.min(one.kind === "total" ? 156 : TILE, wide - 12);
  const left = (wide - tile) / 2;
  one.judge.set(word, { size: 30, least: 28, width: wide - 14 });
  one.judge.at(7, 14 + TILE + (HEIGHT - 22 - TILE - one.judge.height) / 2);
  opacity(one.judge.element, shown);
  const there = text(value) !== "";
  place(one.tile, left, 14, tile, TILE);
  style(one.facets.element, "left", `${(wide - TILE) / 2}px`);
  style(one.facets.element, "top", "14px");
  one.facets.paint(shown * 1.2);
  opacity(one.facets.element, there ? 0 : shown * 0.8);
  style(one.tile, "visibility", there ? "visible" : "hidden");
  if (!there) return;
  one.mark.set(text(value), { size: 72, least: 20, width: tile - 8, lines: 1 });
  one.mark.at(4, (TILE - one.mark.height) / 2);
  opacity(one.tile, shown);
  style(one.tile, "transform", p >= 1 ? "none" : `scaleX(${ease(p).toFixed(4)})`);
}

/** Show the left part of a box. @param {HTMLElement} element @param {number} width @param {number} open */
function cut(element, width, open) {
  const hidden = Math.min(width, Math.max(0, width - open));
  style(element, "clip-path", hidden > 0 ? `inset(0 ${hidden.toFixed(2)}px 0 0)` : "none");
}
