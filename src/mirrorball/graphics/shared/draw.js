// Parts of a picture: elements, texts that fit, and facets, which are the only ornament.

import { NIGHT } from "./look.js";
import { ease, part } from "./motion.js";

const SVG = "http://www.w3.org/2000/svg";

/** @param {Element} parent @param {string} classes @returns {HTMLDivElement} */
export function box(parent, classes = "") {
  const made = document.createElement("div");
  if (classes) made.className = classes;
  parent.append(made);
  return made;
}

/** @param {HTMLElement} element @param {number} x @param {number} y @param {number} width @param {number} height */
export function place(element, x, y, width, height) {
  const { style } = element;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}

/** @type {WeakMap<Element, Map<string, string>>} */
const set = new WeakMap();

/**
 * Set a style, and only if it changes: each change costs a frame its time.
 * @param {HTMLElement | SVGElement} element @param {string} name @param {string} value
 */
export function style(element, name, value) {
  const known = set.get(element) ?? new Map();
  if (known.get(name) === value) return;
  set.set(element, known.set(name, value));
  element.style.setProperty(name, value);
}

/** @param {HTMLElement | SVGElement} element @param {number} p */
export function opacity(element, p) {
  style(element, "opacity", p >= 1 ? "1" : p.toFixed(3));
}

/** How a text is set: never larger than `size`; on one line down to `least`, then on two, then smaller still.
 * @typedef {{ size: number, least: number, width: number, lines?: number }} Fit */

let epoch = 0;

/** Texts measure themselves anew: a typeface has come, or the graphic was put into a page. */
export function refit() {
  epoch += 1;
}

/**
 * Whether what was measured for the same words still holds; remembers for the next time.
 * @param {{ laid?: unknown[] }} kept @param {Element} element @param {...unknown} of
 */
export function holds(kept, element, ...of) {
  const now = [epoch, element.isConnected, ...of];
  const held = element.isConnected && now.every((one, nth) => one === kept.laid?.[nth]);
  kept.laid = now;
  return held;
}

/** A text that is never cut: it shrinks, then takes two lines. */
export class Text {
  /** @param {Element} parent @param {string} classes */
  constructor(parent, classes) {
    this.element = box(parent, `text ${classes}`);
    this.span = document.createElement("span");
    this.element.append(this.span);
    this.known = "";
    this.size = 0;
    this.width = 0;
    this.height = 0;
  }

  /** @param {string} said @param {Fit} fit */
  set(said, fit) {
    const known = `${epoch} ${said} ${fit.size} ${fit.least} ${fit.width} ${fit.lines}`;
    if (known === this.known) return;
    this.known = this.element.isConnected ? known : "";
    this.span.textContent = said.replaceAll(" & ", " &\u00a0"); // a pair breaks before the second name
    const { size, least, lines = 2 } = fit;
    const width = Math.floor(fit.width); // what is measured is rounded
    this.element.style.width = `${width}px`;
    this.#set(size, false, width);
    if (this.span.offsetWidth > width) {
      const one = Math.floor((size * width) / this.span.offsetWidth);
      this.#set(one, false, width);
      for (let on = 2; on <= lines && this.size < least; on++) this.#onLines(size, width, on);
    }
    while (this.span.offsetWidth > width && this.size > 8)
      this.#set(this.size - 1, this.element.classList.contains("two"), width);
    this.width = this.span.offsetWidth;
    this.height = this.span.offsetHeight;
  }

  /**
   * The largest size at which the text takes so many lines and is not wider.
   * @param {number} most @param {number} width @param {number} lines
   */
  #onLines(most, width, lines) {
    let low = 8;
    let high = most;
    while (low < high) {
      const size = Math.ceil((low + high) / 2);
      this.#set(size, true, width);
      if (this.span.offsetWidth <= width && this.span.offsetHeight <= size * 1.14 * lines + 2) low = size;
      else high = size - 1;
    }
    this.#set(low, true, width);
  }

  /** @param {number} size @param {boolean} two @param {number} width */
  #set(size, two, width) {
    this.size = size;
    this.element.classList.toggle("two", two);
    this.element.style.fontSize = `${size}px`;
    this.span.style.maxWidth = two ? `${width}px` : "none";
  }

  /** Move and show. @param {number} x @param {number} y */
  at(x, y) {
    this.element.style.left = `${x}px`;
    this.element.style.top = `${y}px`;
  }
}

/**
 * Texts of one list are of one size: that of the longest which stands on one line.
 * @param {readonly { text: Text, said: string, fit: Fit }[]} list
 */
export function setEvenly(list) {
  for (const { text, said, fit } of list) text.set(said, fit);
  const sizes = list.filter(({ text }) => !text.element.classList.contains("two")).map(({ text }) => text.size);
  const size = Math.min(...sizes);
  for (const { text, said, fit } of list)
    if (text.size > size) text.set(said, { ...fit, size, least: Math.min(fit.least, size) });
}

/** Always the same numbers for the same seed. @param {number} seed */
function drawn(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @typedef {"night" | "silver" | "gold"} Tones */

const LIGHT = {
  night: [NIGHT.silver, NIGHT.quiet, NIGHT.quiet, NIGHT.raised, NIGHT.raised, NIGHT.spotlight],
  silver: [NIGHT.silver, NIGHT.quiet, NIGHT.quiet, NIGHT.silver, NIGHT.spotlight],
  gold: [NIGHT.spotlight, NIGHT.spotlight, NIGHT.spotlight, NIGHT.silver, NIGHT.ink],
};

/** Facets of the ball: squares with a slight tilt and two tones of light, that turn in one after the other. */
export class Facets {
  /**
   * @param {Element} parent @param {number} columns @param {number} rows @param {number} size @param {number} seed
   * @param {Tones} tones
   */
  constructor(parent, columns, rows, size, seed, tones = "night") {
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("width", String(columns * size));
    this.element.setAttribute("height", String(rows * size));
    parent.append(this.element);
    const draw = drawn(seed);
    /** @type {{ element: SVGGElement, x: number, y: number, tilt: number, from: number, shown: number }[]} */
    this.facets = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const colour = LIGHT[tones][Math.floor(draw() * LIGHT[tones].length)] ?? NIGHT.silver;
        const element = this.#facet(size * 0.42, colour);
        const from = ((column / columns) * 0.4 + (row / rows) * 0.2 + draw() * 0.2) * 0.8;
        const [x, y] = [(column + 0.5) * size, (row + 0.5) * size];
        this.facets.push({ element, x, y, tilt: (draw() - 0.5) * 10, from, shown: -1 });
      }
    }
  }

  /** @param {number} half @param {string} colour */
  #facet(half, colour) {
    const facet = document.createElementNS(SVG, "g");
    for (const [points, fill, light] of [
      [`${-half},${-half} ${half},${-half} ${half},${half} ${-half},${half}`, colour, "1"],
      [`${half},${-half} ${half},${half} ${-half},${half}`, NIGHT.ground, "0.3"],
    ]) {
      const shape = document.createElementNS(SVG, "polygon");
      shape.setAttribute("points", points ?? "");
      shape.setAttribute("fill", fill ?? "");
      shape.setAttribute("fill-opacity", light ?? "");
      facet.append(shape);
    }
    this.element.append(facet);
    return facet;
  }

  /** @param {number} p */
  paint(p) {
    for (const facet of this.facets) {
      const wide = Math.round(ease(part(p, facet.from, facet.from + 0.36)) * 1000) / 1000;
      if (wide === facet.shown) continue;
      facet.shown = wide;
      const { x, y, tilt } = facet;
      facet.element.setAttribute("transform", `translate(${x} ${y}) rotate(${tilt.toFixed(2)}) scale(${wide} 1)`);
    }
  }
}

/** A drawing of one path. @param {Element} parent @param {number} size @param {string} path @param {string} colour */
export function shape(parent, size, path, colour) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  drawn.setAttribute("fill", colour);
  drawn.setAttribute("fill-rule", "evenodd");
  svg.append(drawn);
  parent.append(svg);
  return svg;
}
