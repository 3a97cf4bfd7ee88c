// Parts that several scenes are made of: a couple's names, its portrait, a row of a leaderboard, the clock.

import { serverNow } from "./board-follow.js";
import { facet, make, named } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 5; // facets along a side of a portrait
const CORNERS = [[0, 0], [1, 0], [3, 0], [4, 0], [0, 4], [1, 4], [3, 4], [4, 4]]; // where no letter stands

/** An address of the night; where the page lies as a file, beside it. */
export function address(path) {
  return document.body.dataset.poll ? path.replace(/^\//, "") : path;
}

/** Chance that is the same every time: numbers from 0 to 1. */
export function drawing(seed) {
  let state = (seed * 2654435761 + 97) >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

export function svg(tag, properties, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The photo of a couple, or its letters on facets. The names stand beside it, so a screen reader passes over it. */
export function portrait(couple) {
  const frame = make("span", { class: "portrait", "aria-hidden": "true" }, monogram(couple));
  if (couple.photo) {
    const photo = make("img", { src: address(couple.photo), alt: "" });
    photo.addEventListener("error", () => photo.remove());
    frame.append(photo);
  }
  return frame;
}

/** Whether a photo is there to be credited. */
export function creditOf(couple) {
  return couple.photo ? couple.photo_credit : "";
}

// A piece of the ball: squares with a slight tilt, each in two tones, one of them in the warm light.
function monogram(couple) {
  const chance = drawing(couple.number);
  const cells = [];
  for (let y = -1; y <= SIDE; y += 1) for (let x = -1; x <= SIDE; x += 1) cells.push([x, y]);
  const warm = Math.floor(chance() * CORNERS.length);
  const wide = 100 / SIDE;
  const facets = cells.flatMap(([x, y]) => {
    const [left, top, right, bottom] = [x * wide, y * wide, (x + 1) * wide - 1.4, (y + 1) * wide - 1.4];
    const lit = Math.max(0, Math.min(4, Math.round(2.6 - (x + y - SIDE + 1) * 0.42 + (chance() - 0.5) * 2.6)));
    const gold = CORNERS[warm][0] === x && CORNERS[warm][1] === y;
    return [
      svg("polygon", { points: `${left},${top} ${right},${top} ${left},${bottom}`, class: gold ? "tone-warm" : `tone-${lit + 1}` }),
      svg("polygon", { points: `${right},${top} ${right},${bottom} ${left},${bottom}`, class: gold ? "tone-warm-dim" : `tone-${lit}` }),
    ];
  });
  const letters = svg("text", { x: 50, y: 52, class: "monogram", "data-letters": [...couple.monogram].length });
  letters.textContent = couple.monogram;
  return svg("svg", { viewBox: "0 0 100 100", focusable: "false" }, svg("g", { transform: "rotate(12 50 50)" }, ...facets), letters);
}

/** The star, large, and the pro under it. `heading` is the tag of the star's name. */
export function couple(one, { tag = "p", id = null } = {}) {
  return make(
    "div",
    { class: "couple" },
    make(tag, { class: "name star fit", id }, named(one.star)),
    one.pro && make("p", { class: "pro fit" }, "with ", named(one.pro)),
  );
}

/** Both names in one line of text. */
export function both(one) {
  return one.pro ? `${one.star} and ${one.pro}` : one.star;
}

/** A leaderboard with its heading; nothing where there is no line. */
export function leaderboard(title, lines, { now = null, kind = "" } = {}) {
  if (!lines.length) return null;
  return make(
    "section",
    { class: "leaders holds", "data-kind": kind },
    make("h2", { class: "leaders-title" }, title),
    make(
      "ol",
      { class: "leaders-list", "data-long": lines.length > 9 },
      lines.map((line) => leader(line, now)),
    ),
  );
}

function leader(line, now) {
  const dances = line.couple.number === now;
  return make(
    "li",
    { class: "leader", "data-number": line.couple.number, "data-now": dances, "data-out": Boolean(line.out) },
    make("span", { class: "leader-place" }, line.place),
    make(
      "span",
      { class: "leader-names" },
      make("span", { class: "name leader-star fit" }, named(line.couple.star)),
      line.couple.pro && make("span", { class: "leader-pro fit" }, "with ", named(line.couple.pro)),
      line.out && make("span", { class: "leader-out" }, `${line.out.charAt(0).toLocaleUpperCase()}${line.out.slice(1)}`),
    ),
    line.points
      ? make("span", { class: "figure leader-points" }, line.points.text, make("span", { class: "heard" }, " points"))
      : make("span", { class: "figure leader-points quiet" }, "–", make("span", { class: "heard" }, "no points yet")),
  );
}

/** How long a window is still open, kept by `tick`; a closing by hand is said in words. */
export function clock(closes) {
  return closes === null
    ? null
    : make("span", { class: "clock figures", role: "timer", "aria-live": "off", "data-closes": closes }, left(closes));
}

/** Move every clock of the page on. */
export function tick() {
  for (const one of document.querySelectorAll("[data-closes]")) {
    const words = left(Number(one.dataset.closes));
    if (one.textContent !== words) one.textContent = words;
  }
}

function left(closes) {
  const seconds = Math.max(0, Math.ceil((closes - serverNow()) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A word with its shape before it. */
export function sign(shape, word, properties = {}) {
  return make("p", { class: "sign", ...properties }, facet(shape), word);
}
