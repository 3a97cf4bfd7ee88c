// The right side: troubles, hints, the vote and what it can still do, changes, undo, the board as it stands.

import { allow, answer, means } from "/static/desk-ask.js";
import { CHANGES, report, settle, sign, undo, voteClose, voteExtend, voteOpen } from "/static/desk-forms.js";
import { showWindow } from "/static/desk-vote.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { openForm, openList } from "/static/desk-tray.js";
import { byOf, counted, listed, person } from "/static/desk-words.js";
import { make, say } from "/static/words.js";

const LATEST = 4; // of what can be undone, until all is asked for
const at = (id) => document.getElementById(id);
let screen = null;

/** Listen once to the buttons. */
export function startSide() {
  at("trouble-new").addEventListener("click", () => openForm(report, at("trouble-new")));
  at("changes-open").addEventListener("click", openChanges);
  at("vote-turn").addEventListener("click", () => {
    if (at("vote-turn").getAttribute("aria-disabled") !== "true") openForm(screen.vote === "open" ? voteClose : voteOpen, at("vote-turn"));
  });
  at("vote-extend").addEventListener("click", () => openForm(voteExtend, at("vote-extend")));
  at("sign").addEventListener("click", () => {
    if (screen.role === "scrutineer") openForm(sign, at("sign"));
    else answer(at("sign-answer"), "Only the scrutineer signs this.", "told");
  });
  at("undo-whole").addEventListener("click", () => {
    const whole = at("undo-list").toggleAttribute("data-whole");
    attribute(at("undo-whole"), "aria-expanded", String(whole));
    showUndo(screen);
  });
}

/** All changes, each a form. */
export function openChanges() {
  openForm.changes ??= changeList();
  openList({ key: "changes", title: "Make a change", element: openForm.changes, update: () => {} }, at("changes-open"));
}

function changeList() {
  return make(
    "div",
    { class: "changes" },
    CHANGES.map(({ about, forms }) =>
      make(
        "section",
        {},
        make("h3", { class: "label" }, about),
        make(
          "ul",
          { class: "change-list" },
          forms.map((form) => make("li", {}, make("button", { class: "button", type: "button", onclick: () => openForm(form) }, form.title))),
        ),
      ),
    ),
  );
}

/** A new screen. */
export function showSide(next) {
  const before = screen;
  screen = next;
  showTroubles(next, before);
  if (reveal(at("hints"), next.role === "scrutineer" && next.hints.length > 0)) {
    rows(at("hints-list"), next.hints, (hint) => hint, sentenceRow);
  }
  showVote(next, before);
  showUndo(next);
  rows(at("board-list"), next.board, (line) => line.star, boardRow);
}

function sentenceRow() {
  const element = make("li", { dir: "auto" });
  return { element, update: (words) => text(element, words) };
}

function showTroubles(next, before) {
  const open = next.troubles.filter((trouble) => !trouble.settled);
  const settled = next.troubles.filter((trouble) => trouble.settled);
  reveal(at("troubles-none"), open.length === 0);
  rows(at("troubles-open"), open, (trouble) => trouble.number, troubleRow);
  reveal(at("troubles-past"), settled.length > 0);
  text(at("troubles-past-label"), `${counted(settled.length, "trouble")} settled`);
  rows(at("troubles-settled"), settled, (trouble) => trouble.number, troubleRow);
  const known = new Set(before?.troubles.map((trouble) => trouble.number));
  for (const trouble of open) if (before && !known.has(trouble.number)) say(`Trouble. ${person(trouble.by)}: ${trouble.text}`);
}

function troubleRow() {
  const [by, words, how] = [make("bdi", { class: "quiet" }), make("bdi", { class: "trouble-words" }), make("bdi", { class: "quiet" })];
  const button = make("button", { class: "button small", type: "button" }, "Settle", make("span", { class: "heard" }));
  let now = null;
  button.addEventListener("click", () => openForm(settle(now), button));
  return {
    element: make("li", { class: "trouble" }, make("div", { class: "trouble-text" }, words, by, how), button),
    update(trouble) {
      now = trouble;
      text(by, person(trouble.by));
      text(words, trouble.text);
      text(how, trouble.settled ? `Settled: ${trouble.settled}` : "");
      text(button.lastChild, ` the trouble of ${person(trouble.by)}: ${trouble.text}`);
      reveal(button, !trouble.settled);
    },
  };
}

function showVote(next, before) {
  showWindow(next, before);
  rows(at("reach"), next.reach.sentences, (sentence) => sentence, sentenceRow);
  const { stuck, signed } = next.reach;
  if (reveal(at("reach-act"), stuck.length > 0)) {
    text(
      at("reach-stuck"),
      signed
        ? `It is signed that the vote cannot change the night for ${listed(stuck)}.`
        : `The vote cannot change the night for ${listed(stuck)}. It does not open until the scrutineer signs why it may.`,
    );
    reveal(at("sign"), !signed && next.vote === "not open yet");
    allow(at("sign"), next.role === "scrutineer");
    text(at("sign-why"), next.role === "scrutineer" || signed ? "" : "Only the scrutineer signs this.");
  }
  means(at("vote-turn"), next.vote);
  reveal(at("vote-turn"), next.vote !== "closed");
  reveal(at("vote-extend"), next.vote === "open");
  text(at("vote-turn"), next.vote === "open" ? "Close the vote" : "Open the vote");
}

function showUndo(next) {
  const whole = at("undo-list").hasAttribute("data-whole");
  const lines = [...next.undo].sort((one, other) => other.position - one.position);
  reveal(at("undo-none"), lines.length === 0);
  rows(at("undo-list"), whole ? lines : lines.slice(0, LATEST), (line) => line.position, undoRow);
  reveal(at("undo-whole"), lines.length > LATEST);
  text(at("undo-whole"), whole ? "Show the latest" : `Show all ${lines.length}`);
}

// Whoever has to confirm a mark from paper reads the paper and not what was typed.
function unseen(line) {
  const { ask, judge, round, star } = line.command;
  if (ask !== "drop-typed") return line.says;
  const sheet = screen.sheets.find(({ dance }) => dance.round === round && dance.star === star);
  const seat = sheet?.seats.find((one) => one.judge === judge);
  return seat?.state === "typed" && seat.typed_by !== byOf(screen) ? `A mark of ${judge} for ${star} was typed from paper.` : line.says;
}

function undoRow() {
  const words = make("bdi", { class: "undo-words" });
  const button = make("button", { class: "button small", type: "button" }, "Undo", make("span", { class: "heard" }));
  let now = null;
  button.addEventListener("click", () => openForm(undo(now), button));
  return {
    element: make("li", { class: "undo" }, words, button),
    update(line) {
      now = { ...line, says: unseen(line) };
      text(words, now.says);
      text(button.lastChild, `: ${now.says}`);
    },
  };
}

function boardRow() {
  const [place, couple, points, made] = [
    make("span", { class: "board-place" }),
    make("bdi", { class: "name board-couple" }),
    make("span", { class: "board-points figure" }),
    make("span", { class: "quiet board-made" }),
  ];
  const element = make("li", { class: "board-line" }, place, couple, points, made);
  return {
    element,
    update(line) {
      text(place, line.place || "–");
      attribute(place, "aria-label", line.place ? null : "no place yet");
      attribute(place, "role", line.place ? null : "img");
      text(couple, line.couple);
      text(points, line.points?.text ?? "–");
      text(made, line.made_of);
    },
  };
}
