// The ball of mirrors: drawn, lit and turning. It is the only thing on the board that moves without news.

import { drawing, svg } from "./board-parts.js";

const ROWS = 15; // of facets, from pole to pole
const TURN = 40_000; // milliseconds once round
const FRAME = 33; // milliseconds between two pictures
const GAP = 0.07; // of a facet, between it and the next
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

// What a facet mirrors: lamps in the room, from where the ball hangs. Direction, width, strength, warm or not.
const LAMPS = [
  { at: unit([-0.62, 0.62, 0.48]), width: 0.44, strength: 1, warm: false },
  { at: unit([0.7, 0.42, 0.58]), width: 0.3, strength: 1, warm: true },
  { at: unit([0.1, -0.75, 0.66]), width: 0.26, strength: 0.5, warm: false },
  { at: unit([-0.95, -0.1, 0.3]), width: 0.2, strength: 0.7, warm: true },
  { at: unit([0.25, 0.96, 0.05]), width: 0.3, strength: 0.8, warm: true },
  { at: unit([0.9, -0.35, 0.2]), width: 0.22, strength: 0.7, warm: false },
];
const FACETS = facets();

/** A ball that turns while it is on the page; with a foot under it, a trophy. */
export function ball({ trophy = false } = {}) {
  const canvas = document.createElement("canvas");
  canvas.className = trophy ? "ball trophy" : "ball";
  canvas.setAttribute("aria-hidden", "true");
  let last = -Infinity;
  let seen = false;
  const draw = (now) => {
    if (seen && !canvas.isConnected) return;
    seen = canvas.isConnected;
    if (now - last >= FRAME && canvas.clientWidth) {
      last = now;
      picture(canvas, STILL.matches ? 0.11 : (now % TURN) / TURN, trophy);
      if (STILL.matches) last += 1000; // seldom: only in case the size has changed
    }
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  return canvas;
}

/** Spots of light that a ball throws on the walls. They stand still. */
export function lights(count, seed) {
  const chance = drawing(seed);
  const spots = Array.from({ length: count }, () => {
    const far = 12 + 88 * Math.sqrt(chance());
    const angle = chance() * 2 * Math.PI;
    const [x, y, size] = [50 + far * Math.cos(angle), 32 + far * 0.62 * Math.sin(angle), 0.35 + (far / 100) * chance()];
    const turned = (angle * 180) / Math.PI + 12;
    return svg("rect", {
      x: -size, y: -size * 0.7, width: size * 2, height: size * 1.4,
      class: chance() < 0.3 ? "warm" : "cool",
      transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${turned.toFixed(0)})`,
    });
  });
  return svg("svg", { class: "lights", viewBox: "0 0 100 56.25", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" }, ...spots);
}

function unit([x, y, z]) {
  const long = Math.hypot(x, y, z);
  return [x / long, y / long, z / long];
}

// Every facet of the ball at rest: its corners, and where it looks, for no facet is glued on quite straight.
function facets() {
  const chance = drawing(32);
  const found = [];
  const tall = Math.PI / ROWS;
  for (let row = 0; row < ROWS; row += 1) {
    const [from, to] = [-Math.PI / 2 + (row + GAP / 2) * tall, -Math.PI / 2 + (row + 1 - GAP / 2) * tall];
    const middle = (from + to) / 2;
    const count = Math.max(4, Math.round((2 * Math.PI * Math.cos(middle)) / tall));
    const wide = (2 * Math.PI) / count;
    for (let nth = 0; nth < count; nth += 1) {
      const [left, right] = [(nth + GAP / 2) * wide, (nth + 1 - GAP / 2) * wide];
      const corners = [[left, from], [right, from], [right, to], [left, to]].map(([lon, lat]) => on(lon, lat));
      const looks = unit(on((nth + 0.5) * wide, middle).map((n) => n + (chance() - 0.5) * 0.17));
      found.push({ corners, looks, at: on((nth + 0.5) * wide, middle) });
    }
  }
  return found;
}

function on(lon, lat) {
  return [Math.cos(lat) * Math.sin(lon), Math.sin(lat), Math.cos(lat) * Math.cos(lon)];
}

function turned([x, y, z], turn) {
  const [sin, cos] = [Math.sin(turn * 2 * Math.PI), Math.cos(turn * 2 * Math.PI)];
  const [a, b] = [x * cos + z * sin, z * cos - x * sin];
  const [c, d] = [y * 0.966 - b * 0.259, b * 0.966 + y * 0.259]; // towards us, 15 degrees
  return [a * 0.978 + c * 0.208, c * 0.978 - a * 0.208, d]; // to the side, 12 degrees, as the mark is
}

function picture(canvas, turn, trophy) {
  const sharp = Math.min(devicePixelRatio || 1, 2);
  const [width, height] = [Math.round(canvas.clientWidth * sharp), Math.round(canvas.clientHeight * sharp)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const colours = palette();
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  const radius = trophy ? Math.min(width * 0.46, height * 0.335) : Math.min(width, height) * 0.485;
  const [x, y] = [width / 2, trophy ? radius * 1.03 : height / 2];
  if (trophy) foot(pen, x, y + radius * 0.9, radius, height - 1, colours);
  pen.fillStyle = css(mixed(colours.ground, colours.raised, 0.3));
  pen.beginPath();
  pen.arc(x, y, radius * 0.995, 0, 2 * Math.PI);
  pen.fill();
  for (const facet of FACETS) {
    if (turned(facet.at, turn)[2] < -0.02) continue;
    pen.fillStyle = css(mirrored(turned(facet.looks, turn), colours));
    shape(pen, facet.corners.map((corner) => turned(corner, turn)).map(([a, b]) => [x + a * radius, y - b * radius]));
  }
}

// What a facet that looks this way shows of the room.
function mirrored([x, y, z], colours) {
  const back = [2 * z * x, 2 * z * y, 2 * z * z - 1];
  let [cool, warm] = [0, 0];
  for (const lamp of LAMPS) {
    const off = Math.acos(Math.max(-1, Math.min(1, back[0] * lamp.at[0] + back[1] * lamp.at[1] + back[2] * lamp.at[2])));
    const lit = lamp.strength * Math.exp(-((off / lamp.width) ** 2));
    if (lamp.warm) warm += lit;
    else cool += lit;
  }
  const room = Math.max(0, Math.min(1, 0.42 + 0.5 * back[1] - 0.25 * back[0]));
  const dark = mixed(colours.ground, colours.silver, 0.1 + 0.42 * room);
  return mixed(mixed(dark, colours.ink, Math.min(0.95, cool)), colours.spotlight, Math.min(1, warm * 1.1));
}

// A stem and two steps, in facets as well.
function foot(pen, x, top, radius, bottom, colours) {
  const tall = bottom - top;
  const parts = [
    [0.0, 0.2, 0.2, 0.15],
    [0.2, 0.58, 0.13, 0.24],
    [0.58, 0.64, 0.36, 0.36],
    [0.655, 0.8, 0.5, 0.54],
    [0.815, 1.0, 0.66, 0.7],
  ];
  const across = 7;
  for (const [from, to, above, below] of parts) {
    for (let nth = 0; nth < across; nth += 1) {
      const edge = (part, wide) => x + (2 * ((nth + part) / across) - 1) * wide * radius;
      const [a, b] = [top + from * tall, top + to * tall - radius * 0.012];
      const middle = (nth + 0.5) / across;
      const bright = Math.exp(-(((middle - 0.27) / 0.16) ** 2)) * 0.75 + 0.12 + 0.1 * ((nth * 5) % 3);
      const gold = Math.exp(-(((middle - 0.74) / 0.13) ** 2)) * 0.8;
      pen.fillStyle = css(mixed(mixed(colours.ground, colours.silver, Math.min(0.9, bright)), colours.spotlight, gold));
      shape(pen, [[edge(0.04, above), a], [edge(0.96, above), a], [edge(0.96, below), b], [edge(0.04, below), b]]);
    }
  }
}

function shape(pen, corners) {
  pen.beginPath();
  corners.forEach(([x, y], nth) => (nth ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fill();
}

let known = null;

function palette() {
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const read = (name) => {
    const hex = style.getPropertyValue(`--${name}`).trim();
    return [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  };
  known = Object.fromEntries(["ground", "raised", "ink", "spotlight", "silver"].map((name) => [name, read(name)]));
  return known;
}

function mixed(one, other, share) {
  return one.map((part, nth) => part + (other[nth] - part) * share);
}

function css([red, green, blue]) {
  return `rgb(${red.toFixed(0)},${green.toFixed(0)},${blue.toFixed(0)})`;
}
