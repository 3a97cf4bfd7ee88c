// Result reveal: one step at a time, each one known to the graphic only after it was taken.
//
// `load` keeps nothing of a step. A step comes with `updateAction`, or from a feed of what was told, and is drawn
// by the `playAction` that follows; without a step that has come, playing changes nothing and answers 409. What was
// drawn for one step is forgotten as a field before the next, so no word of it can stand beside another name.

import { box, Facets, holds, opacity, place, setEvenly, shape, style, Text } from "./shared/draw.js";
import { Graphic } from "./shared/graphic.js";
import { NIGHT, SAFE } from "./shared/look.js";
import { ease, part, valueAt } from "./shared/motion.js";
import { fieldsOf, number, text } from "./shared/read.js";
import { answered, same, stepAsked } from "./shared/stepping.js";
import { correction, KINDS, MOST, newest, OF_A_STEP, OTHER, repeats, stepsOf, toldBy, toldIn, trimmed, withoutStep } from "./shared/told.js";

/** @typedef {import("./shared/graphic.js").Look} Look */
/** @typedef {import("./shared/stepping.js").State} State */
/** @typedef {import("./shared/stepping.js").Action} Action */
/** @typedef {import("./shared/stepping.js").Answer} Answer */
/** @typedef {import("./shared/read.js").Fields} Fields */
/** @typedef {ReturnType<typeof built>} Parts */
/** @typedef {import("./shared/told.js").Named} Named */
/** @typedef {import("./shared/told.js").Told} Told */

const FACET = 54;
const COLUMNS = 4;
const PAD = 56;
const BOTTOM = SAFE.bottom - 8;
const HIGHEST = BOTTOM - SAFE.top - 8;
const LEFT = SAFE.left + COLUMNS * FACET;
const WIDTH = SAFE.right - SAFE.left - 2 * COLUMNS * FACET;
const ROWS = Math.floor(HIGHEST / FACET);
const CROWN = 2; // rows of facets over the champions

/** @extends {Graphic<Parts>} */
export default class ResultReveal extends Graphic {
  get pace() {
    return { in: 1200, out: 460, fade: 360, over: 1100 };
  }

  styles() {
    return `
      .plate { background: linear-gradient(180deg, ${NIGHT.raised}, ${NIGHT.ground} 62%); }
      .line { background: ${NIGHT.spotlight}; }
      .title { color: ${NIGHT.silver}; }
      .says, .note { color: ${NIGHT.silver}; }
      .champions .name { color: ${NIGHT.spotlight}; }
    `;
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    return built(stage);
  }

  /** `told` is what was drawn, step by step; `coming` is a step that has come and was not drawn. */
  more() {
    return { told: [], coming: null };
  }

  /** @param {State} state @param {Action} action @param {number} _at @returns {State} */
  received(state, action, _at) {
    const sent = fieldsOf(action.params.data);
    const known = Object.entries(sent).filter(([name]) => !OF_A_STEP.includes(name));
    if (action.type === "load") return { ...state, fields: { ...state.fields, ...Object.fromEntries(known) } };
    const fields = { ...state.fields, ...sent };
    const coming = toldBy(fields);
    const told = toldIn(state);
    const nth = coming?.step ? told.findIndex((one) => one?.step === coming.step) : -1;
    if (nth >= 0)
      return {
        ...state,
        fields: withoutStep(fields),
        more: { told: told.map((one, at) => (at === nth ? coming : one)), coming: null },
      };
    return { ...state, fields, more: { told, coming: repeats(coming, told[state.step]) ? null : coming } };
  }

  /**
   * A feed takes away what was taken back and corrects what was told; it draws nothing new by itself.
   * @param {State} state @param {Action} action @param {number} at @returns {State}
   */
  fed(state, action, at) {
    const { feed } = super.fed(state, action, at);
    const steps = stepsOf(feed);
    const told = toldIn(state);
    const now = told.map((one) => (one?.fed ? (steps.find((other) => other.step === one.step) ?? null) : one));
    const words = text(feed[0]?.correction);
    const back = told.some((one, nth) => one && one.step && !now[nth]);
    const corrected = told.some((one) => one?.fed && !one.step) || back;
    const kept = corrected && words ? [correction(words)] : trimmed(now);
    if (same(kept, told)) return { ...state, feed };
    const next = { ...state, feed, more: { ...state.more, told: kept } };
    if (state.step < kept.length) return next;
    return kept.length ? { ...next, step: kept.length - 1 } : this.left(next, at, false);
  }

  /** With a feed, a step is fetched when it is taken and not before. @param {State} state */
  beforePlay(state) {
    return text(state.fields.feedUrl) && state.more.coming === null ? this.askFeed() : null;
  }

  /**
   * @param {State} state @param {Action} action @param {number} at @param {boolean} skip
   * @returns {{ state: State, answer: Answer }}
   */
  played(state, action, at, skip) {
    const step = stepAsked(state, action);
    if (step === null) return super.played(state, action, at, skip);
    if (step < 0) return { state: this.left(state, at, skip), answer: { statusCode: 200 } };
    const told = toldIn(state);
    const coming = state.more.coming ?? newest(state, step);
    const replay = step < told.length && (coming === null || step !== state.step);
    const wanted = replay ? told[step] : coming;
    if (!wanted) return { state, answer: answered(NOTHING, state.step) };
    const before = Array.from({ length: step }, (_, nth) => told[nth] ?? null);
    const all = replay ? told : [...before, wanted];
    const more = { told: all, coming: replay ? state.more.coming : null };
    const fields = replay ? state.fields : withoutStep(state.fields);
    return {
      state: this.stepped({ ...state, fields, more }, step, at, skip),
      answer: answered({ statusCode: 200 }, step),
    };
  }

  /**
   * After it has gone, steps are counted on from what was told.
   * @param {State} state @param {number} at @param {boolean} skip @returns {State}
   */
  left(state, at, skip) {
    return { ...super.left(state, at, skip), more: { ...state.more, told: [] } };
  }

  /** @param {State} state @param {string} id @param {Fields} _payload @param {number} at @param {boolean} skip */
  custom(state, id, _payload, at, skip) {
    if (id !== "take-back") return null;
    if (state.step < 0) return { state, answer: NOTHING };
    const told = trimmed(toldIn(state).slice(0, state.step));
    const back = { ...state, step: told.length - 1, more: { ...state.more, told } };
    const next = told.length ? this.settled(back, at, skip) : this.left(state, at, skip);
    return { state: next, answer: { statusCode: 200 } };
  }

  /** @param {State} state @param {number} step */
  contents(state, step) {
    return { told: state.more.told[step] ?? null, title: text(state.fields.title) };
  }

  /** @param {Look} look @param {Parts} parts */
  paint({ on, cell }, parts) {
    const { value: told, p } = cell("told");
    const shown = told ? Math.min(on, p) : 0;
    for (const one of [parts.plate, parts.top, parts.bottom]) one.style.display = shown > 0 ? "block" : "none";
    for (const one of [parts.crown, ...parts.facets]) style(one.element, "display", shown > 0 ? "block" : "none");
    if (shown <= 0) return;
    const height = lay(parts, told, text(cell("title").value));
    const above = BOTTOM - height;
    const open = ease(part(shown, 0.12, 0.55));
    place(parts.plate, LEFT, above, WIDTH, height);
    style(parts.plate, "clip-path", `inset(${((1 - open) * 50).toFixed(3)}% 0)`);
    place(parts.top, LEFT, above + (height / 2) * (1 - open), WIDTH, 4);
    place(parts.bottom, LEFT, above + height - 4 - (height / 2) * (1 - open), WIDTH, 4);
    style(parts.top, "opacity", part(shown, 0, 0.12).toFixed(3));
    style(parts.bottom, "opacity", part(shown, 0, 0.12).toFixed(3));
    const gold = told.kind === "champions";
    paintFacets(parts, gold, above, height, shown);
    paintCrown(parts, told.kind === "champions", above, shown);
    opacity(parts.title.element, part(shown, 0.3, 0.5));
    for (const one of [parts.headline.element, ...parts.shapes]) opacity(one, part(shown, 0.34, 0.56));
    parts.names.forEach(({ name, note }, nth) => {
      const here = part(shown, 0.52 + Math.min(nth, 4) * 0.03, 0.86 + Math.min(nth, 4) * 0.03);
      for (const one of [name.element, note.element]) opacity(one, here);
      style(name.element, "transform", here >= 1 ? "none" : `translateY(${((1 - ease(here)) * 22).toFixed(2)}px)`);
    });
    opacity(parts.says.element, part(shown, 0.74, 1));
  }
}

const NOTHING = { statusCode: 409, statusMessage: "There is no step to tell: none has come since the last one." };

/** @param {HTMLElement} stage */
function built(stage) {
  const plate = box(stage, "plate");
  const kinds = Object.entries({ ...KINDS, "": OTHER });
  return {
    plate,
    /** @type {{ laid?: unknown[], height: number }} */
    kept: { height: 0 },
    title: new Text(plate, "title centre"),
    headline: new Text(plate, "display"),
    shapes: kinds.map(([kind, { path, colour }]) => Object.assign(shape(plate, 56, path, colour), { kind })),
    names: Array.from({ length: MOST }, () => ({
      name: new Text(plate, "display name centre"),
      note: new Text(plate, "note centre"),
    })),
    says: new Text(plate, "says centre"),
    top: box(stage, "line"),
    bottom: box(stage, "line"),
    crown: new Facets(stage, (SAFE.right - SAFE.left) / FACET, CROWN, FACET, 75, "gold"),
    facets: [
      new Facets(stage, COLUMNS, ROWS, FACET, 71),
      new Facets(stage, COLUMNS, ROWS, FACET, 72),
      new Facets(stage, COLUMNS, ROWS, FACET, 73, "gold"),
      new Facets(stage, COLUMNS, ROWS, FACET, 74, "gold"),
    ],
  };
}

/**
 * Set the words; returns how high the plate is, in whole facets.
 * @param {Parts} parts @param {Told} told @param {string} title
 */
function lay(parts, told, title) {
  if (holds(parts.kept, parts.plate, told, title)) return parts.kept.height;
  const { plate, headline, says, names, shapes } = parts;
  const words = KINDS[told.kind] ?? OTHER;
  plate.className = told.kind === "champions" ? "plate champions" : "plate";
  const room = WIDTH - 2 * PAD;
  parts.title.set(title, { size: 32, least: 28, width: room });
  headline.set(told.headline, { size: 60, least: 40, width: room - 90 });
  says.set(told.says, { size: 36, least: 30, width: room });
  const [over, head, under] = [
    title ? parts.title.height + 6 : 0,
    told.headline ? headline.height + 14 : 0,
    told.says ? says.height + 14 : 0,
  ];
  const most = told.kind === "champions" ? ROWS - CROWN : ROWS;
  const { heights, columns, wide } = layNames(parts, told.named, room, most * FACET - 40 - over - head - under);
  const lines = heights.map((_, nth) => told.named.slice(nth * columns, (nth + 1) * columns));
  const high = over + head + heights.reduce((all, one) => all + one, 0) + under;
  const height = Math.min(most, Math.max(5, Math.ceil((high + 56) / FACET))) * FACET;
  let y = (height - high) / 2;
  parts.title.at(PAD, y);
  y += over;
  layHead(headline, shapes, KINDS[told.kind] ? told.kind : "", told.headline !== "", y);
  y += head;
  lines.forEach((line, nth) => {
    line.forEach((one, at) => {
      const found = names[nth * columns + at];
      const x = line.length < columns ? (WIDTH - wide) / 2 : PAD + at * (wide + 40);
      found?.name.at(x, y);
      found?.note.at(x, y + (found?.name.height ?? 0));
    });
    y += heights[nth] ?? 0;
  });
  says.at(PAD, y + 14);
  headline.element.style.color = words.colour;
  parts.kept.height = height;
  return height;
}

/**
 * Set the names as large as there is room; returns how high each line of them is.
 * @param {Parts} parts @param {Named[]} named @param {number} room @param {number} most
 */
function layNames({ names }, named, room, most) {
  const count = named.length;
  const columns = count > 3 ? 2 : 1;
  const wide = Math.floor((room - (columns - 1) * 40) / columns);
  names.forEach(({ name, note }, nth) => {
    const one = named[nth];
    name.element.style.display = note.element.style.display = one ? "block" : "none";
    if (one) note.set(one.note, { size: 30, least: 28, width: wide });
  });
  const lines = Math.ceil(count / columns);
  for (let size = count === 1 ? 112 : count === 2 ? 84 : count === 3 ? 68 : count <= 8 ? 46 : 38; ; size -= 4) {
    const fit = { size, least: Math.round(size * 0.62), width: wide };
    setEvenly(named.flatMap((one, nth) => (names[nth] ? [{ text: names[nth].name, said: one.name, fit }] : [])));
    const heights = Array.from({ length: lines }, (_, line) => {
      const here = names.slice(line * columns, Math.min((line + 1) * columns, count));
      return Math.max(...here.map(({ name, note }) => name.height + (note.span.textContent ? note.height : 0) + 8));
    });
    if (size <= 16 || heights.reduce((all, one) => all + one, 0) <= most) return { heights, columns, wide };
  }
}

/**
 * The headline with its shape to the left, both in the middle.
 * @param {Text} headline @param {Parts["shapes"]} shapes @param {string} kind @param {boolean} there @param {number} y
 */
function layHead(headline, shapes, kind, there, y) {
  const x = (WIDTH - headline.width - 80) / 2;
  headline.at(x + 80, y);
  for (const one of shapes) {
    style(one, "display", there && one.kind === kind ? "block" : "none");
    style(one, "left", `${x}px`);
    style(one, "top", `${y + (headline.height - 56) / 2}px`);
  }
}

/**
 * Facets on both sides, as high as the plate.
 * @param {Parts} parts @param {boolean} gold @param {number} top @param {number} height @param {number} shown
 */
function paintFacets({ facets }, gold, top, height, shown) {
  facets.forEach((one, nth) => {
    const here = nth >= 2 === gold;
    style(one.element, "display", here ? "block" : "none");
    if (!here) return;
    style(one.element, "left", `${nth % 2 ? SAFE.right - COLUMNS * FACET : SAFE.left}px`);
    style(one.element, "top", `${top}px`);
    one.facets.forEach(({ element, y }) => element.setAttribute("visibility", y < height ? "inherit" : "hidden"));
    one.paint(shown * 1.15);
  });
}

/** @param {Parts} parts @param {boolean} crowned @param {number} top @param {number} shown */
function paintCrown({ crown }, crowned, top, shown) {
  style(crown.element, "display", crowned ? "block" : "none");
  if (!crowned) return;
  style(crown.element, "left", `${SAFE.left}px`);
  style(crown.element, "top", `${top - CROWN * FACET}px`);
  crown.paint(part(shown, 0.3, 1) * 1.15);
}
