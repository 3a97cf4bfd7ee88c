// The couple on the floor and the judge's mark for it: choose, read back, send, and how it stands.

import { halfBeside, pad } from "/static/pad.js";
import { STATES } from "/static/judging.js";
import { facet, make, named } from "/static/words.js";

/** How a routine is said in a sentence: "Ada Lovelace and Bo Pro, Tango". */
export function routineSaid(dance) {
  return [named(dance.couple), dance.style && [", ", named(dance.style)]];
}

/** The same as plain text, for a screen reader. */
export function routineHeard(dance) {
  return dance.style ? `${dance.couple}, ${dance.style}` : dance.couple;
}

/** Style and round as a list shows them; a round that is named after its style is named once. */
export function styleAndRound({ style, round }) {
  const both = style.toLowerCase() === round.toLowerCase() ? [style] : [style, round].filter(Boolean);
  return both.map((text, nth) => [nth ? ", " : "", named(text)]);
}

/** A state in words, with its shape. */
export function stateSaid(state, words = STATES[state].words) {
  return make("p", { class: "state", "data-state": state }, facet(STATES[state].shape), make("span", {}, words));
}

/** Long names are set smaller. */
export function length(name) {
  const letters = [...name].length;
  if (letters > 72) return "longest";
  if (letters > 52) return "longer";
  return letters > 30 ? "long" : "short";
}

/** The night's routines as facets, one each: with the desk, kept here, on the floor, still to come. */
function progress(lines, open) {
  const shape = { stored: "full", locked: "full", sent: "half", refused: "half", out: "gone", closed: "gone" };
  return make(
    "span",
    { class: "progress", "aria-hidden": "true" },
    lines.map((line) => make("span", { class: "bead", "data-bead": shape[line.state] ?? "", "data-now": line.key === open?.key })),
  );
}

function head(line, { lines, connected, picked, late }) {
  const { dance } = line;
  const away = picked ? "Chosen here" : "Last from the desk";
  const here = late ? "Danced before" : "On the floor";
  return [
    make(
      "div",
      { class: "floor-where" },
      progress(lines, line),
      make("p", { class: "kicker" }, make("span", { class: "now" }, connected === false ? away : here)),
      make("p", { class: "kicker quiet" }, `${dance.number} of ${lines.length}`, dance.round && [", ", named(dance.round)]),
    ),
    make("h1", { class: "couple name", id: "couple", dir: "auto", "data-length": length(dance.couple) }, dance.couple),
    make(
      "p",
      { class: "dance" },
      dance.style && make("span", { class: "style", dir: "auto" }, dance.style),
      dance.music && make("span", { class: "music quiet", dir: "auto" }, dance.music),
    ),
  ];
}

/** The whole place. `view` is what judge.js knows, `act` what can be done. */
export function floor(view, act) {
  const { open, offer } = view;
  if (!view.screen.sits) return excused();
  if (!open) return [nobody(view), offer && offered(offer, act)];
  return [
    head(open, view),
    chosen(view, act),
    offer && offered(offer, act),
    !offer && view.elsewhere && another(act),
    view.late && view.now && back(view.now, act),
  ];
}

function chosen(view, act) {
  const { open } = view;
  if (open.dance.out) return make("div", { class: "act" }, stateSaid("out", `Not danced. It was ${open.dance.out}.`));
  if (view.connected === null && ["open", "draft"].includes(open.state)) {
    return make("div", { class: "act" }, make("p", { class: "waiting" }, "Looking for the desk."));
  }
  if (open.state === "draft" && !view.changing) return readBack(view, act);
  if (open.state === "draft" || open.state === "open") return choosing(view, act);
  return stands(view, act);
}

function choosing(view, act) {
  const { scale } = view.screen;
  return make(
    "div",
    { class: "act" },
    make("p", { class: "act-title", id: "act-title" }, `Your mark, ${scale.lowest.text} to ${scale.highest.text}`),
    pad({
      scale,
      chosen: view.open.draft,
      half: view.half,
      typed: view.typed,
      label: "Your mark",
      onChoose: (mark) => act.choose(view.open, mark),
      onHalf: act.half,
      onTyped: act.typed,
    }),
    view.open.draft && stateSaid("draft"),
  );
}

function readBack(view, act) {
  const { open, screen } = view;
  const { draft } = open;
  const other = halfBeside(screen.scale, draft);
  return make(
    "div",
    { class: "act read-back" },
    make("p", { class: "told figure now", "aria-hidden": "true" }, draft.text),
    make(
      "div",
      { class: "read-back-words" },
      make("p", { class: "sentence name", id: "sentence", "data-length": length(open.dance.couple) }, "You give ", make("strong", {}, draft.text), " to ", routineSaid(open.dance), "."),
      stateSaid("draft"),
    ),
    make(
      "div",
      { class: "buttons decide" },
      make(
        "button",
        {
          type: "button",
          id: "send",
          class: "button",
          "data-weight": "now",
          "aria-describedby": "sentence",
          onclick: () => act.send(open),
        },
        `Send ${draft.text}`,
      ),
      make("button", { type: "button", id: "change", class: "button", onclick: () => act.change(open) }, "Change"),
      other &&
        make("button", { type: "button", id: "other-half", class: "button", onclick: () => act.choose(open, other) }, `Make it ${other.text}`),
    ),
  );
}

function stands(view, act) {
  const { open } = view;
  const { state, mark } = open;
  return make(
    "div",
    { class: "act stands", "data-state": state },
    mark && make("p", { class: "told figure", "aria-hidden": "true" }, mark.text),
    make(
      "div",
      { class: "read-back-words", id: "stands", tabindex: "-1" },
      mark && make("p", { class: "sentence name", "data-length": length(open.dance.couple) }, "You gave ", make("strong", {}, mark.text), " to ", routineSaid(open.dance), "."),
      stateSaid(state),
      open.record?.state === "waiting" && open.record.sentence && 
        make("p", { class: "quiet" }, "The desk answered: ", named(open.record.sentence), " This tablet sends it again by itself."),
      corrected(open),
    ),
    correctable(open) &&
      make("div", { class: "buttons" }, make("button", { type: "button", class: "button", id: "correct-now", onclick: () => act.correct(open) }, "Ask for a correction")),
  );
}

/** Whether a correction can be asked for: the desk has the mark, and none is asked for yet. */
export function correctable({ state, mark, asked, correction }) {
  return ["stored", "locked"].includes(state) && Boolean(mark) && !asked && !correction;
}

/** What is known of a correction that was asked for. */
export function corrected({ asked, correction }) {
  const wanted = asked ?? (correction && { text: correction.text });
  if (!wanted) return null;
  if (asked) return make("p", { class: "state", "data-state": "asked" }, facet("half"), make("span", {}, `${wanted.text} instead? Waits for the scrutineer.`));
  if (correction.state === "waiting") {
    return make("p", { class: "state", "data-state": "sent" }, facet("half"), make("span", {}, `${wanted.text} instead? Kept on this tablet. Not sent yet.`));
  }
  return null;
}

function offered(line, act) {
  return make(
    "div",
    { class: "offer raised" },
    make("h2", { class: "offer-ask" }, "Is this couple dancing now?"),
    make("p", { class: "offer-couple name", dir: "auto" }, line.dance.couple),
    make("p", { class: "quiet" }, `Number ${line.dance.number}. `, styleAndRound(line.dance)),
    make(
      "div",
      { class: "buttons" },
      make("button", { type: "button", class: "button", id: "offer-yes", "data-weight": "now", onclick: () => act.open(line) }, "Yes, mark them"),
      make("button", { type: "button", class: "button", id: "offer-no", onclick: act.pick }, "No, another couple"),
    ),
  );
}

function another(act) {
  return make(
    "p",
    { class: "elsewhere" },
    make("button", { type: "button", class: "button", "data-weight": "plain", id: "elsewhere", onclick: act.pick }, "Another couple is dancing"),
  );
}

function back(now, act) {
  return make(
    "p",
    { class: "elsewhere" },
    make("button", { type: "button", class: "button", "data-weight": "plain", id: "back", onclick: () => act.open(null) }, "Back to ", named(now.dance.couple), ", who dance now"),
  );
}

function nobody({ screen, lines, connected }) {
  const next = connected && lines.find(({ dance }) => !dance.called && !dance.out);
  const done = lines.length > 0 && lines.every(({ dance }) => dance.called || dance.out);
  return make(
    "div",
    { class: "nobody" },
    progress(lines, null),
    make("h1", { class: "couple name", id: "couple", "data-length": "short" }, done ? "All couples have danced." : "Nobody has the floor."),
    next && make("p", { class: "quiet next" }, "Next: ", routineSaid(next.dance), "."),
    !next && !done && connected === false && make("p", { class: "quiet next" }, "Without the network this tablet cannot know who dances."),
    done && make("p", { class: "quiet next" }, screen.mine.every(({ state }) => state === "locked") ? "Your marks are locked. Thank you." : "Your marks are below until the desk locks them."),
  );
}

function excused() {
  return make(
    "div",
    { class: "nobody" },
    make("h1", { class: "couple name", id: "couple", "data-length": "short" }, "You are not marking tonight."),
    make("p", { class: "quiet next" }, "The desk has excused you, or somebody else has your seat. What you gave stays below."),
  );
}
