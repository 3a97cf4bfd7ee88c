// Leaderboard: who stands where, page by page.

import { box, Facets, opacity, place, style, Text } from "./shared/draw.js";
import { Graphic } from "./shared/graphic.js";
import { NIGHT, SAFE } from "./shared/look.js";
import { ease, part } from "./shared/motion.js";
import { first, mark, rowsOf, text } from "./shared/read.js";

/** @typedef {import("./shared/graphic.js").Look} Look */
/** @typedef {import("./shared/stepping.js").State} State */
/** @typedef {{ place: string, name: string, note: string, points: string, lit: boolean, out: boolean }} Line */

const PAGE = 8;
const WIDTH = 1240;
const LEFT = (1920 - WIDTH) / 2;
const HEAD = 148;
const ROW = 88;
const FACET = 44;

/** @typedef {ReturnType<typeof built>} Parts */

/** @extends {Graphic<Parts>} */
export default class Leaderboard extends Graphic {
  get pace() {
    return { in: 1100, out: 460, fade: 160, over: 420 };
  }

  styles() {
    return `
      .head { background: linear-gradient(100deg, ${NIGHT.raised}, ${NIGHT.ground} 80%); }
      .line { background: ${NIGHT.spotlight}; transform-origin: 0 50%; }
      .row { background: ${NIGHT.ground}; }
      .row.odd { background: ${NIGHT.raised}; }
      .bar { background: ${NIGHT.spotlight}; }
      .quiet { color: ${NIGHT.silver}; }
      .place { color: ${NIGHT.silver}; }
      .points { font-weight: 700; }
      .row.lit .place, .row.lit .points, .row.lit .name { color: ${NIGHT.spotlight}; }
      .row.out .name, .row.out .points { color: ${NIGHT.quiet}; }
    `;
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    return built(stage);
  }

  /** @param {State} state */
  steps(state) {
    return pages(said(state).lines).length;
  }

  /** @param {State} state @param {number} step */
  contents(state, step) {
    const { title, subtitle, lines } = said(state);
    const all = pages(lines);
    const page = all[Math.min(Math.max(step, 0), all.length - 1)] ?? [];
    /** @type {Record<string, unknown>} */
    const parts = { head: { title, subtitle }, length: all[0]?.length ?? 0 };
    for (let nth = 0; nth < PAGE; nth++) parts[`row${nth}`] = page[nth] ?? null;
    return parts;
  }

  /** @param {string} name @param {boolean} coming */
  wait(name, coming) {
    const nth = /^row(\d)$/.exec(name)?.[1];
    return nth && !coming ? Number(nth) * 45 : 0;
  }

  /** @param {Look} look @param {Parts} parts */
  paint({ on, cell }, parts) {
    const { head, line, facets, rows } = parts;
    const long = Number(cell("length").value) || 0;
    const top = Math.round((1080 - HEAD - long * ROW) / 2);
    place(head, LEFT, top, WIDTH, HEAD);
    style(facets.element, "left", "8px");
    style(facets.element, "top", `${(HEAD - 3 * FACET) / 2}px`);
    facets.paint(on * 1.3);
    place(line, LEFT, top + HEAD - 4, WIDTH, 4);
    style(head, "clip-path", `inset(0 ${((1 - ease(part(on, 0, 0.5))) * 100).toFixed(3)}% 0 0)`);
    style(line, "transform", `scaleX(${ease(part(on, 0.12, 0.62)).toFixed(4)})`);
    const { value, p } = cell("head");
    if (value) paintHead(parts, value, Math.min(p, part(on, 0.2, 0.5)));
    rows.forEach((one, nth) => {
      const shown = part(on, 0.24 + nth * 0.05, 0.62 + nth * 0.05);
      one.all.style.display = nth < long && shown > 0 ? "block" : "none";
      if (nth >= long || shown <= 0) return;
      place(one.all, LEFT, top + HEAD + nth * ROW, WIDTH, ROW);
      style(one.all, "clip-path", `inset(0 0 ${((1 - ease(shown)) * 100).toFixed(3)}% 0)`);
      paintRow(one, cell(`row${nth}`), part(shown, 0.3, 1));
    });
  }
}

/** @param {HTMLElement} stage */
function built(stage) {
  const head = box(stage, "head");
  return {
    head,
    facets: new Facets(head, 3, 3, FACET, 5, "silver"),
    title: new Text(head, "display"),
    subtitle: new Text(head, "quiet"),
    line: box(stage, "line"),
    rows: Array.from({ length: PAGE }, (_, nth) => row(stage, nth)),
  };
}

/** @param {Parts} parts @param {{ title: string, subtitle: string }} said @param {number} shown */
function paintHead({ title, subtitle }, { title: big, subtitle: small }, shown) {
  const left = 3 * FACET + 36;
  const room = WIDTH - left - 32;
  subtitle.set(small, { size: 32, least: 28, width: small ? Math.min(520, room * 0.5) : 1 });
  title.set(big, { size: 68, least: 44, width: room - (small ? subtitle.width + 32 : 0) });
  title.at(left, (HEAD - 4 - title.height) / 2);
  subtitle.at(WIDTH - 32 - subtitle.width, (HEAD - 4 - subtitle.height) / 2 + (title.height > 90 ? 0 : 10));
  for (const one of [title, subtitle]) opacity(one.element, shown);
}

/** @param {State} state @returns {{ title: string, subtitle: string, lines: Line[] }} */
function said({ fields, feed }) {
  const lit = text(fields.highlight).toLowerCase();
  const lines = rowsOf(fields, feed, ["place", "name", "points", "note"]).map((one) => {
    const name = first(one.name, one.couple, one.star);
    return {
      place: first(one.place, one.rank),
      name,
      note: first(one.out, one.note, one.made_of),
      points: mark(one.points_text, one.points, one.score, one.total),
      lit: lit !== "" && (name.toLowerCase() === lit || text(one.star).toLowerCase() === lit),
      out: text(one.out) !== "",
    };
  });
  return { title: first(fields.title, "Leaderboard"), subtitle: text(fields.subtitle), lines };
}

/** Pages as even as they can be, the longest first; there is always one. @param {Line[]} lines @returns {Line[][]} */
function pages(lines) {
  const count = Math.max(1, Math.ceil(lines.length / PAGE));
  const long = Math.ceil(lines.length / count);
  return Array.from({ length: count }, (_, nth) => lines.slice(nth * long, (nth + 1) * long));
}

/** @param {Element} parent @param {number} nth */
function row(parent, nth) {
  const all = box(parent, nth % 2 ? "row odd" : "row");
  return {
    all,
    kind: all.className,
    bar: box(all, "bar"),
    place: new Text(all, "display place right"),
    name: new Text(all, "display name"),
    note: new Text(all, "quiet right"),
    points: new Text(all, "points right"),
    /** @type {unknown} */
    line: undefined,
  };
}

/** @param {ReturnType<typeof row>} one @param {{ value: Line | null, p: number }} cell @param {number} on */
function paintRow(one, { value, p }, on) {
  const shown = Math.min(on, value ? p : 0);
  for (const part_ of [one.place, one.name, one.note, one.points]) opacity(part_.element, shown);
  opacity(one.bar, value?.lit ? shown : 0);
  if (!value) return;
  one.all.className = [one.kind, value.lit ? "lit" : "", value.out ? "out" : ""].join(" ").trim();
  const noted = value.note ? 300 : 0;
  const side = value.points || !value.note ? 180 : 32;
  one.place.set(value.place, { size: 46, least: 28, width: 116, lines: 1 });
  one.points.set(value.points, { size: 48, least: 28, width: 148, lines: 1 });
  one.note.set(value.note, { size: 28, least: 28, width: noted || 1 });
  one.name.set(value.name, { size: 44, least: 34, width: WIDTH - 172 - side - noted - (noted ? 24 : 0) });
  place(one.bar, 0, 0, 8, ROW);
  one.place.at(20, (ROW - one.place.height) / 2);
  one.name.at(172, (ROW - one.name.height) / 2);
  one.note.at(WIDTH - side - noted, (ROW - one.note.height) / 2);
  one.points.at(WIDTH - 32 - 148, (ROW - one.points.height) / 2);
  const slide = (1 - ease(shown)) * 28;
  style(one.name.element, "transform", slide > 0.01 ? `translateX(${slide.toFixed(2)}px)` : "none");
}
