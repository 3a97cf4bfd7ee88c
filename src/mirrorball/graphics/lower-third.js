// Lower third: who it is, and what they do now.

import { box, Facets, opacity, place, style, Text } from "./shared/draw.js";
import { Graphic } from "./shared/graphic.js";
import { NIGHT, SAFE } from "./shared/look.js";
import { ease, part } from "./shared/motion.js";
import { first } from "./shared/read.js";

/** @typedef {import("./shared/graphic.js").Look} Look */
/** @typedef {import("./shared/stepping.js").State} State */

const FACET = 44;
const ROWS = 6;
const BOTTOM = SAFE.bottom - 26;
const LEFT = SAFE.left;
const PAD = 36;
const WIDEST = 1240;
const NARROWEST = 420;

/** @typedef {ReturnType<typeof built>} Parts */

/** @extends {Graphic<Parts>} */
export default class LowerThird extends Graphic {
  styles() {
    return `
      .plate { background: linear-gradient(100deg, ${NIGHT.raised}, ${NIGHT.ground} 70%); }
      .line { background: ${NIGHT.spotlight}; transform-origin: 0 50%; }
      .kicker { color: ${NIGHT.spotlight}; font-weight: 600; }
      .subtitle { color: ${NIGHT.silver}; }
    `;
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    return built(stage);
  }

  /** @param {State} state */
  contents({ fields, feed: [row = {}] }) {
    const dance = [first(row.style), first(row.music)].filter(Boolean).join(" · ");
    const said = {
      kicker: first(fields.kicker, row.kicker),
      title: first(fields.title, fields.couple, row.couple, row.name, row.title),
      subtitle: first(fields.subtitle, row.subtitle, dance, row.known_for),
    };
    return { said: said.kicker || said.title || said.subtitle ? said : null };
  }

  /** @param {Look} look @param {Parts} parts */
  paint({ on, cell }, parts) {
    const { value, p } = cell("said");
    const { plate, line, facets } = parts;
    const there = value ? on : 0;
    const { height, width, top, columns } = lay(parts, value ?? { kicker: "", title: "", subtitle: "" });
    const open = ease(part(there, 0.12, 0.72));
    facets.paint(there * 1.2);
    style(facets.element, "visibility", value ? "visible" : "hidden");
    place(plate, LEFT + columns, top, width, height);
    place(line, LEFT + columns, top + height - 4, width, 4);
    style(plate, "clip-path", `inset(0 ${((1 - open) * 100).toFixed(3)}% 0 0)`);
    style(line, "transform", `scaleX(${ease(part(there, 0.3, 1)).toFixed(4)})`);
    [parts.kicker, parts.name, parts.subtitle].forEach((one, nth) => {
      const shown = Math.min(part(there, 0.36 + nth * 0.1, 0.76 + nth * 0.1), p);
      opacity(one.element, shown);
      style(one.element, "transform", shown >= 1 ? "none" : `translateY(${((1 - ease(shown)) * 18).toFixed(2)}px)`);
    });
  }
}

/** @param {HTMLElement} stage */
function built(stage) {
  const plate = box(stage, "plate");
  return {
    plate,
    line: box(stage, "line"),
    kicker: new Text(plate, "kicker"),
    name: new Text(plate, "display"),
    subtitle: new Text(plate, "subtitle"),
    facets: new Facets(stage, 3, ROWS, FACET, 11),
  };
}

/**
 * Set the texts; the plate is as high and as wide as they need.
 * @param {Parts} parts @param {{ kicker: string, title: string, subtitle: string }} said
 */
function lay({ kicker, name, subtitle, facets }, said) {
  const widest = WIDEST - 2 * PAD;
  kicker.set(said.kicker, { size: 30, least: 28, width: widest });
  name.set(said.title, { size: 70, least: 46, width: widest });
  subtitle.set(said.subtitle, { size: 36, least: 28, width: widest });
  let y = 20;
  for (const one of [kicker, name, subtitle]) {
    if (!one.span.textContent) continue;
    one.at(PAD, y);
    y += one.height + (one === kicker ? 2 : 6);
  }
  const rows = Math.max(3, Math.min(ROWS, Math.ceil((y + 18) / FACET)));
  const height = rows * FACET;
  const lift = (height - y - 14) / 2;
  for (const one of [kicker, name, subtitle]) one.element.style.marginTop = `${Math.round(lift)}px`;
  const width = Math.max(NARROWEST, Math.max(kicker.width, name.width, subtitle.width) + 2 * PAD);
  facets.facets.forEach(({ element, y: at }) => element.setAttribute("visibility", at < height ? "inherit" : "hidden"));
  style(facets.element, "left", `${LEFT}px`);
  style(facets.element, "top", `${BOTTOM - height}px`);
  return { height, width, top: BOTTOM - height, columns: 3 * FACET };
}
