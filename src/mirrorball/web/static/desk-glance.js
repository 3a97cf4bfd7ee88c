// The right half of the top: who has not marked, and what is wrong, so that one look is enough.

import { boardTroubles } from "/static/desk-boards.js";
import { deviceTroubles } from "/static/desk-devices.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { currentSheet, keyOf, openSheets, waitedFor } from "/static/desk-sheet.js";
import { voteTroubles } from "/static/desk-vote.js";
import { counted, danceLine, listed, person } from "/static/desk-words.js";
import { make } from "/static/words.js";

const MOST = 3; // lines; further ones are counted
const at = (id) => document.getElementById(id);

/** Show both; also every second, since waiting and silence grow. */
export function showGlance(screen, besides = []) {
  showWaits(screen);
  const wrong = [...besides, ...wrongWith(screen), ...voteTroubles(), ...deviceTroubles(), ...boardTroubles()];
  reveal(at("wrong-none"), wrong.length === 0);
  text(at("wrong-none"), "Nothing that we know of");
  document.getElementById("glance").toggleAttribute("data-wrong", wrong.length > 0);
  text(at("wrong-label"), wrong.length ? `Wrong: ${wrong.length}` : "Wrong");
  show(at("wrong"), wrong);
}

// The sheet that is worked on comes first, with names; of others only how many marks are missing.
function showWaits(screen) {
  const now = currentSheet(screen);
  const lines = [];
  for (const sheet of openSheets(screen)) {
    const mine = keyOf(sheet) === keyOf(now);
    const missing = sheet.seats.filter((seat) => seat.state === "missing" || seat.state === "typed");
    const line = { to: mine ? "#sheet" : "#sheets", weight: mine ? "first" : "more", marked: !missing.length };
    if (!missing.length) line.words = `${sheet.dance.star}: the sheet can be locked`;
    else if (mine) line.words = `${listed(missing.map(name))}, ${waitedFor(keyOf(sheet))}`;
    else line.words = `${sheet.dance.star}, ${danceLine(sheet.dance)}: ${counted(missing.length, "mark")}`;
    if (mine) lines.unshift(line);
    else lines.push(line);
  }
  reveal(at("waits-none"), lines.length === 0);
  text(at("waits-none"), "Nobody is waited for");
  text(at("waits-label"), lines.length && lines.every((line) => line.marked) ? "All marked" : "Not marked");
  show(at("waits"), lines);
}

function name(seat) {
  return seat.state === "typed" ? `${seat.judge} (typed once)` : seat.judge;
}

function wrongWith(screen) {
  const lines = screen.troubles.filter((trouble) => !trouble.settled).map((trouble) => ({ words: `${person(trouble.by)}: ${trouble.text}`, to: "#troubles" }));
  for (const sheet of screen.sheets) {
    for (const seat of sheet.seats) {
      if (seat.state === "asked") lines.push({ words: `Correction asked: ${seat.judge}, ${sheet.dance.star}`, to: "#sheets" });
    }
  }
  const { stuck, signed } = screen.reach;
  if (stuck.length && !signed && screen.vote === "not open yet") lines.push({ words: `The vote cannot matter for ${listed(stuck)}`, to: "#vote" });
  return lines;
}

function show(list, lines) {
  const few = lines.length > MOST ? [...lines.slice(0, MOST - 1), { words: `and ${lines.length - MOST + 1} more`, to: lines[MOST - 1].to, weight: "more" }] : lines;
  rows(list, few.map((line, index) => ({ ...line, index })), (line) => line.index, () => {
    const link = make("a", { class: "glance-line", dir: "auto" });
    return {
      element: make("li", {}, link),
      update(line) {
        attribute(link, "href", line.to);
      attribute(link, "data-weight", line.weight);
        text(link, line.words);
      },
    };
  });
}
