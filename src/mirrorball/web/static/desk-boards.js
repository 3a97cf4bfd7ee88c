// The screens in the room: whether each shows what the night has come to, is behind, or was not heard for a while.

import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { counted, span } from "/static/desk-words.js";
import { make } from "/static/words.js";

const SILENT = 15000; // milliseconds without a word of a screen
const HEARD = 5000; // milliseconds for which what the server told last goes on by itself

const at = (id) => document.getElementById(id);
let boards = [];
let heardAt = 0;
let published = null;

/** What the server tells of the screens. */
export function hearBoards(told) {
  boards = told;
  heardAt = performance.now();
  showBoards();
}

const age = (board) => board.seen_ms_ago + Math.min(performance.now() - heardAt, HEARD);

function look(board) {
  const since = age(board);
  if (since >= SILENT) return { shape: "cross", word: `Silent for ${span(since)}`, tone: "grave" };
  if (board.behind > 0) return { shape: "half", word: `${counted(board.behind, "change")} behind`, tone: "known" };
  return { shape: "full", word: "Fresh", tone: "fine" };
}

/** How the static pages are, for watchers whom this machine does not serve. */
export function hearPublished(told) {
  published = told;
  showBoards();
}

/** Screens that are silent and pages that could not be written, for the top of the desk. */
export function boardTroubles() {
  const pages = published?.trouble ? [{ words: published.trouble, to: "#boards" }] : [];
  return [...pages, ...silent()];
}

function silent() {
  return boards.filter((board) => age(board) >= SILENT).map((board) => ({ words: `Screen ${board.name}: ${look(board).word.toLowerCase()}`, to: "#boards" }));
}

/** Show them; also every second, since silence grows. */
export function showBoards() {
  if (!reveal(at("boards"), boards.length > 0 || published !== null)) return;
  if (reveal(at("published"), published !== null)) {
    text(at("published"), published.trouble || `The static pages stand at change ${published.sequence}.`);
    attribute(at("published"), "data-tone", published.trouble ? "refused" : "told");
  }
  rows(at("boards-list"), boards, (board) => board.name, line);
}

function line() {
  const facet = make("span", { class: "facet", "aria-hidden": "true" });
  const [name, word, rest] = [make("bdi", { class: "device-holder" }), make("span", { class: "device-word" }), make("p", { class: "device-rest quiet" })];
  const element = make("li", { class: "device" }, make("p", { class: "device-who" }, facet, name), word, rest);
  return {
    element,
    update(board) {
      const { shape, word: says, tone } = look(board);
      attribute(element, "data-tone", tone);
      attribute(facet, "data-shape", shape);
      text(name, board.name);
      text(word, says);
      text(rest, `Heard ${span(age(board))} ago`);
    },
  };
}
