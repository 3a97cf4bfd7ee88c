// The right half of the top: who has not marked, and what is wrong, so that one look is enough.

import { deviceTroubles } from "/static/desk-devices.js";
import { reveal, rows, text } from "/static/desk-rows.js";
import { currentSheet, keyOf, openSheets, waitedFor } from "/static/desk-sheet.js";
import { counted, danceLine, listed } from "/static/desk-words.js";
import { make } from "/static/words.js";

const MOST = 3; // lines; further ones are counted
const at = (id) => document.getElementById(id);

/** Show both; also every second, since waiting and silence grow. */
export function showGlance(screen, besides = []) {
  showWaits(screen);
  const wrong = [...besides, ...wrongWith(screen), ...deviceTroubles()];
  reveal(at("wrong-none"), wrong.length === 0);
  text(at("wrong-none"), "Nothing that we know of");
  document.getElementById("glance").toggleAttribute("data-wrong", wrong.length > 0);
  text(at("wrong-label"), wrong.length ? `Wrong: ${wrong.length}` : "Wrong");
  show(at("wrong"), wrong);
}

function showWaits(screen) {
  const now = currentSheet(screen);
  const open = openSheets(screen);
  const waits = open.flatMap((sheet) => {
    const missing = sheet.seats.filter((seat) => seat.state === "missing" || seat.state === "typed");
    if (!missing.length) return [];
    const mine = now && keyOf(sheet) === keyOf(now);
    const names = listed(missing.map((seat) => (seat.state === "typed" ? `${seat.judge} (typed once)` : seat.judge)));
    const about = mine ? "" : ` (${sheet.dance.star}, ${danceLine(sheet.dance)})`;
    return [{ words: `${names}${about} ${waitedFor(keyOf(sheet))}`.trim(), to: mine ? "#sheet" : "#sheets" }];
  });
  const ready = open.filter((sheet) => sheet.status === "ready");
  for (const sheet of ready) {
    waits.push({ words: `All marks for ${sheet.dance.star} are in: lock the sheet`, to: now && keyOf(sheet) === keyOf(now) ? "#sheet" : "#sheets" });
  }
  reveal(at("waits-none"), waits.length === 0);
  text(at("waits-none"), "Nobody is waited for");
  text(at("waits-label"), ready.length && waits.length === ready.length ? "Marked" : "Not marked");
  show(at("waits"), waits);
}

function wrongWith(screen) {
  const lines = screen.troubles.filter((trouble) => !trouble.settled).map((trouble) => ({ words: `${trouble.by}: ${trouble.text}`, to: "#troubles" }));
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
  const few = lines.length > MOST ? [...lines.slice(0, MOST - 1), { words: `and ${counted(lines.length - MOST + 1, "more", "more")}`, to: lines[MOST - 1].to }] : lines;
  rows(list, few.map((line, index) => ({ ...line, index })), (line) => line.index, () => {
    const link = make("a", { class: "glance-line", dir: "auto" });
    return {
      element: make("li", {}, link),
      update(line) {
        if (link.getAttribute("href") !== line.to) link.setAttribute("href", line.to);
        text(link, line.words);
      },
    };
  });
}
