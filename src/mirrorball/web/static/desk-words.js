// Words of the desk: names of segments and states, times, and the little drawings that say the same by their shape.

import { exact, written } from "/static/numbers.js";

const DRAWN = {
  routine: "M5 2h5v5H5zM8 6h6v6H8zM2 9h5v5H2z",
  package: "M1 3h14v10H1zM3 5v2h2V5zM3 9v2h2V9zM11 5v2h2V5zM11 9v2h2V9z",
  vote: "M2 2h12v12H2zM4 4v8h8V4zM5 8l2 2 4-5 1 1-5 6-3-3z",
  results: "M2 9h3v5H2zM6.500 5h3v9h-3zM11 2h3v12h-3z",
  reveal: "M8 1l2 5 5 2-5 2-2 5-2-5-5-2 5-2z",
  item: "M2 6h12v4H2z",
};

export const KINDS = {
  routine: "Dance",
  package: "Film",
  vote: "Vote",
  results: "Results",
  reveal: "Reveal",
  item: "Item",
};

export const STATUSES = {
  taken: ["full", "Taken"],
  on: ["full", "On"],
  next: ["half", "Next"],
  waiting: ["empty", "Waits"],
  skipped: ["cross", "Skipped"],
  out: ["cross", "Out"],
};

const ROLES = { judge: "Judge", producer: "Producer", scrutineer: "Scrutineer", host: "Host" };

/** A drawing of what kind a segment is; the word stands beside it. */
export function drawn(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "drawn");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", DRAWN[kind] ?? DRAWN.item);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** What a segment is called where it stands alone: its couple if it is a dance, else its title. */
export function segmentName(segment) {
  return segment.kind === "routine" && segment.couple ? segment.couple : segment.title || KINDS[segment.kind];
}

/** What else there is to say about a segment. */
export function segmentRest(segment) {
  const rest = segment.kind === "routine" ? [segment.title, segment.round] : [KINDS[segment.kind], segment.couple];
  return distinct(rest, segmentName(segment)).join(" · ");
}

/** A segment in one line: Tango, Ada Lovelace and Bo Pro. */
export function segmentLine(segment) {
  return distinct([segment.title || KINDS[segment.kind], segment.couple]).join(", ");
}

function distinct(words, besides = "") {
  return words.filter((word, index) => word && word !== besides && words.indexOf(word) === index);
}

/** A dance in one line. */
export function danceLine(dance) {
  return distinct([dance.style, dance.round]).join(", ");
}

export function roleName(role) {
  return ROLES[role] ?? role;
}

/** The way in which the log names somebody. */
export function byOf(screen) {
  return `${screen.role} ${screen.holder}`;
}

/** Somebody as the log has them ("judge Derek Hough"), to be read: the name, or the role where there is no other name. */
export function person(by) {
  const [role, ...holder] = by.split(" ");
  return ROLES[role] && holder.length ? holder.join(" ") : by;
}

/** The same, but "you" for whoever reads it. */
export function byName(by, screen) {
  return by === byOf(screen) ? "you" : person(by);
}

/** How long, as 0:42 or 1:02:03. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A time of day with seconds. */
export function timeOfDay(milliseconds) {
  const time = new Date(milliseconds);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Names in a sentence. */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** One thing or several. */
export function counted(number, one, several = `${one}s`) {
  return `${number} ${number === 1 ? one : several}`;
}

/** A number as the server reads it, from what people type: 9, 8.5, 8,5, 8½, 17/2, -2. Null if it is none. */
export function exactly(typed) {
  const found = exact(typed.replace("−", "-").replace("+", ""));
  return found ? written(found) : null;
}
