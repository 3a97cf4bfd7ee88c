// The sheet of the dance that is on, and below it all sheets of the night. A mark that somebody typed from paper is shown
// to nobody else until a second person has read the same.

import { allow, answer, means, pressed } from "/static/desk-ask.js";
import { aboutMark, confirm, correct, correction, decide, mayGrant, type } from "/static/desk-forms.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { openForm } from "/static/desk-tray.js";
import { byName, byOf, danceLine, listed, span } from "/static/desk-words.js";
import { serverNow } from "/static/clock.js";
import { make, say } from "/static/words.js";

const SHAPES = { missing: "empty", given: "full", paper: "full", absent: "cross", typed: "half", asked: "half" };
const SHEETS = {
  waiting: ["empty", "Waits"],
  dancing: ["half", "Dances"],
  marking: ["half", "Marking"],
  ready: ["full", "All marked"],
  locked: ["full", "Locked"],
  out: ["cross", "Out"],
};

const at = (id) => document.getElementById(id);
const keyOf = ({ dance }) => JSON.stringify([dance.round, dance.star]);
const ended = new Set(["waiting", "locked", "out"]);
let screen = null;
let shown = null; // the sheet in the middle

/** Listen once to the lock. */
export function startSheets() {
  pressed(at("lock"), at("lock-answer"), () => lockOf(shown), { why: () => lockWhy(shown) });
}

/** The sheet that is worked on: of what is on, else the latest that is open, else none. */
export function currentSheet(next) {
  const on = next.segments.find((segment) => segment.number === next.on && segment.kind === "routine");
  const found = on && next.sheets.find(({ dance }) => dance.round === on.round && dance.star === on.star);
  return found ?? next.sheets.filter((sheet) => !ended.has(sheet.status)).at(-1) ?? null;
}

/** Sheets that were called and are not locked. */
export function openSheets(next) {
  return next.sheets.filter((sheet) => !ended.has(sheet.status));
}

function lockOf(sheet) {
  if (!sheet || lockWhy(sheet)) return null;
  return { ask: "lock-marks", round: sheet.dance.round, star: sheet.dance.star };
}

/** Why a sheet cannot be locked; empty if it can. */
function lockWhy(sheet) {
  if (!sheet) return "No sheet is open.";
  if (sheet.status === "locked") return "It is locked.";
  const asked = sheet.seats.find((seat) => seat.state === "asked");
  if (asked) return `The correction of ${asked.judge}’s mark has to be settled first.`;
  const missing = sheet.seats.filter((seat) => seat.state === "missing" || seat.state === "typed");
  if (missing.length) return `Waits for ${listed(missing.map((seat) => seat.judge))}.`;
  return sheet.status === "ready" ? "" : "Not every mark is in.";
}

/** A new screen. */
export function showSheets(next) {
  screen = next;
  const before = shown;
  shown = currentSheet(next);
  rememberCalls(next);
  text(at("sheet-label"), shown ? `Sheet ${shown.dance.number}` : "Sheet");
  text(at("sheet-name"), shown ? shown.dance.couple : "Nobody has the floor");
  text(at("sheet-rest"), shown ? [danceLine(shown.dance), shown.dance.music, state(shown)].filter(Boolean).join(" · ") : "The sheet opens when a dance is taken.");
  if (reveal(at("sheet-total"), Boolean(shown?.total))) text(at("sheet-sum"), shown.total.text);
  rows(at("seats"), shown?.seats ?? [], (seat) => JSON.stringify([keyOf(shown), seat.seat]), seatRow);
  const open = shown !== null && shown.status !== "out";
  reveal(at("lock"), open && shown.status !== "locked");
  means(at("lock"), shown ? keyOf(shown) : "");
  allow(at("lock"), lockWhy(shown) === "");
  attribute(at("lock"), "data-weight", lockWhy(shown) === "" ? "ready" : null);
  text(at("lock"), shown?.total ? `Lock the sheet at ${shown.total.text}` : "Lock the sheet");
  text(at("lock-why"), open ? lockWhy(shown) : "");
  if (before && shown && keyOf(before) !== keyOf(shown)) answer(at("lock-answer"), "");
  if (before && shown && keyOf(before) === keyOf(shown) && before.status !== shown.status) {
    if (shown.status === "ready") say(`All marks for ${shown.dance.star} are in.`);
    if (shown.status === "locked") say(`The sheet of ${shown.dance.star} is locked.`);
  }
  heads(next);
  rows(at("sheets-body"), next.sheets, keyOf, sheetRow);
}

function state(sheet) {
  if (sheet.status === "out") return `Out: ${sheet.dance.out}`;
  return sheet.status === "locked" ? "Locked" : "";
}

function judgeName(seat) {
  return seat.judge === seat.seat ? "" : `in the seat of ${seat.seat}`;
}

// One seat of the sheet in the middle.
function seatRow(first) {
  const facet = make("span", { class: "facet", "aria-hidden": "true" });
  const [judge, sits] = [make("bdi", { class: "seat-judge" }), make("span", { class: "quiet" })];
  const mark = make("span", { class: "seat-mark figure" });
  const [words, since, more] = [make("span"), make("span", { class: "since" }), make("p", { class: "seat-more", dir: "auto" })];
  const slot = make("p", { class: "answer", hidden: true });
  const button = (verb, onclick) => make("button", { class: "button small", type: "button", onclick }, make("span", {}, verb), make("span", { class: "heard" }));
  let now = first;
  let sheet = shown;
  const paper = button("Type from paper", () => openForm(type(sheet, now, screen), paper));
  const sure = button("Confirm", () => mayConfirm() || answer(slot, "You typed it. A second person has to read the paper.", "told"));
  const drop = button("Drop it");
  const fix = button("Correct", () => openForm(correct(sheet, now, screen), fix));
  const grant = button("Grant");
  const decline = button("Decline", () => {
    if (screen.role === "scrutineer") openForm(decide(sheet, now), decline);
    else answer(slot, mayGrant(now, screen), "told");
  });
  const where = () => ({ judge: now.judge, round: sheet.dance.round, star: sheet.dance.star });
  pressed(drop, slot, () => ({ ask: "drop-typed", ...where() }));
  pressed(grant, slot, () => (mayGrant(now, screen) ? null : { ask: "grant-correction", ...where() }), {
    why: () => mayGrant(now, screen),
  });

  function mayConfirm() {
    if (now.typed_by === byOf(screen)) return false;
    openForm(confirm(sheet, now), sure);
    return true;
  }

  const buttons = make("div", { class: "buttons" }, paper, sure, drop, fix, grant, decline);
  const element = make(
    "li",
    { class: "seat" },
    make("p", { class: "seat-who" }, facet, make("span", {}, judge, " ", sits)),
    mark,
    make("p", { class: "seat-state" }, words, since),
    buttons,
    more,
    slot,
  );
  return {
    element,
    update(seat) {
      const changed = seat.state !== now.state;
      now = seat;
      sheet = shown;
      const mine = seat.typed_by === byOf(screen);
      const dances = sheet.dance.called && sheet.status !== "out";
      attribute(element, "data-state", seat.state);
      attribute(facet, "data-shape", SHAPES[seat.state] ?? "empty");
      text(judge, seat.judge);
      text(sits, judgeName(seat));
      text(mark, seat.mark?.text ?? (seat.state === "typed" && mine ? seat.typed.text : "–"));
      attribute(mark, "data-known", seat.mark && seat.state !== "absent" ? true : null);
      text(words, said(seat, mine));
      attribute(since, "data-since", seat.state === "missing" && dances ? keyOf(sheet) : null);
      if (seat.state !== "missing") text(since, "");
      text(more, seat.state === "asked" ? correction(seat, screen) : "");
      reveal(more, Boolean(more.textContent));
      const held = buttons.contains(document.activeElement) ? document.activeElement : null;
      const locked = sheet.status === "locked";
      reveal(paper, seat.state === "missing" && dances && !locked);
      reveal(sure, seat.state === "typed");
      reveal(drop, seat.state === "typed");
      reveal(fix, seat.state === "given" || seat.state === "paper");
      reveal(grant, seat.state === "asked");
      reveal(decline, seat.state === "asked");
      allow(sure, !mine);
      allow(grant, mayGrant(seat, screen) === "");
      allow(decline, screen.role === "scrutineer");
      attribute(grant, "data-weight", mayGrant(seat, screen) ? null : "now");
      for (const one of buttons.children) text(one.lastChild, ` ${seat.judge}’s mark`);
      if (changed) answer(slot, "");
      if (held?.hidden) [...buttons.children].find((one) => !one.hidden)?.focus({ preventScroll: true });
    },
  };
}

function said(seat, mine) {
  return {
    missing: "Not yet",
    given: "Given",
    paper: "From paper",
    absent: seat.mark ? "Excused; the mark does not count" : "Excused",
    typed: `Typed by ${mine ? "you" : byName(seat.typed_by, screen)}, waits for a second person`,
    asked: screen.role === "scrutineer" ? "Correction asked" : "Correction waits for the scrutineer",
  }[seat.state];
}

// All sheets: couples down, judges across.

function heads(next) {
  const columns = [["dance", "Dance"], ...next.panel.map((line) => [line.seat, line.judge]), ["total", "Total"], ["state", "State"]];
  rows(at("sheets-head"), columns, ([key]) => key, () => {
    const name = make("bdi");
    return { element: make("th", { scope: "col" }, name), update: ([, words]) => text(name, words) };
  });
}

function sheetRow() {
  const [number, couple, rest] = [make("span", { class: "quiet" }), make("bdi", { class: "row-couple" }), make("bdi", { class: "quiet row-rest" })];
  const head = make("th", { scope: "row", class: "row-head" }, make("span", { class: "row-name" }, number, " ", couple), rest);
  const total = make("td", { class: "row-total" });
  const facet = make("span", { class: "facet", "aria-hidden": "true" });
  const words = make("span");
  const lock = make("button", { class: "button small", type: "button" }, "Lock", make("span", { class: "heard" }));
  const state = make("td", { class: "row-state" }, make("span", { class: "row-word" }, facet, words), lock);
  const element = make("tr", {}, head, total, state);
  const cells = new Map();
  let now = null;
  pressed(lock, at("sheets-answer"), () => lockOf(now), { why: () => lockWhy(now) });
  return {
    element,
    update(sheet) {
      now = sheet;
      attribute(element, "data-status", sheet.status);
      attribute(element, "aria-current", shown && keyOf(sheet) === keyOf(shown) ? "true" : null);
      text(number, `${sheet.dance.number}`);
      text(couple, sheet.dance.star);
      text(rest, danceLine(sheet.dance));
      for (const seat of sheet.seats) {
        if (!cells.has(seat.seat)) {
          const made = cell();
          cells.set(seat.seat, made);
          total.before(made.element);
        }
        cells.get(seat.seat).update(seat, sheet);
      }
      text(total, sheet.total?.text ?? (sheet.status === "waiting" || sheet.status === "out" ? "" : "–"));
      const [shape, word] = SHEETS[sheet.status] ?? ["empty", sheet.status];
      attribute(facet, "data-shape", shape);
      text(words, sheet.status === "out" ? sheet.dance.out || word : word);
      reveal(lock, sheet.status === "ready" && lockWhy(sheet) === "");
      text(lock.lastChild, ` the sheet of ${sheet.dance.star}, ${danceLine(sheet.dance)}`);
    },
  };
}

function cell() {
  let [now, of] = [null, null];
  const [mark, heard] = [make("span", { "aria-hidden": "true" }), make("span", { class: "heard" })];
  const facet = make("span", { class: "facet tiny", "aria-hidden": "true" });
  const button = make("button", { class: "cell", type: "button" }, mark, facet, heard);
  const plain = make("span", { class: "cell-plain", "aria-hidden": "true" });
  const none = make("span", { class: "heard" });
  const element = make("td", { class: "row-mark" }, button, plain, none);
  button.addEventListener("click", () => {
    const form = aboutMark(of, now, screen);
    if (form) openForm(form, button);
  });
  return {
    element,
    update(seat, sheet) {
      [now, of] = [seat, sheet];
      const dead = seat.state === "absent" || (seat.state === "missing" && (!sheet.dance.called || sheet.status === "out"));
      reveal(button, !dead);
      reveal(plain, dead);
      reveal(none, dead);
      attribute(element, "data-state", seat.state);
      text(plain, seat.state === "absent" ? "×" : "");
      text(none, seat.state === "absent" ? said(seat, false) : "");
      const mine = seat.typed_by === byOf(screen);
      text(mark, seat.mark?.text ?? (seat.state === "typed" && mine ? seat.typed.text : ""));
      attribute(facet, "data-shape", SHAPES[seat.state] ?? "empty");
      reveal(facet, seat.state !== "given" && seat.state !== "paper");
      text(heard, `${seat.mark?.text ?? ""} ${said(seat, mine)}: ${seat.judge} for ${sheet.dance.star}, ${danceLine(sheet.dance)}`.trim());
    },
  };
}

// Since when a sheet is waited for. The screen tells no times, so the page remembers when it first saw the dance called;
// of one that was called before the page was opened it knows only that it is longer.

const CALLS = "mirrorball-calls";
let calls = null;

function rememberCalls(next) {
  const night = document.body.dataset.night ?? "";
  const first = calls === null;
  if (first) {
    const kept = read();
    calls = kept.night === night ? kept.calls : {};
  }
  for (const sheet of openSheets(next)) {
    calls[keyOf(sheet)] ??= { at: serverNow(), atLeast: first };
  }
  const open = new Set(openSheets(next).map(keyOf));
  for (const key of Object.keys(calls)) if (!open.has(key)) delete calls[key];
  try {
    sessionStorage.setItem(CALLS, JSON.stringify({ night, calls }));
  } catch {
    // Without this memory a page that is opened again says "for more than".
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(CALLS)) ?? {};
  } catch {
    return {};
  }
}

/** How long a sheet has been waited for, in words; empty if it is not. */
export function waitedFor(key) {
  const call = calls?.[key];
  if (!call) return "";
  return `${call.atLeast ? "waiting over" : "waiting"} ${span(serverNow() - call.at)}`;
}

/** Every second. */
export function tickSheets() {
  for (const since of document.querySelectorAll("[data-since]")) text(since, `, ${waitedFor(since.dataset.since)}`);
}

export { keyOf };
