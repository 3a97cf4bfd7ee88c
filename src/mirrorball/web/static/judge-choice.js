// The judges' choice: two couples, one of whom this judge saves. Read back and confirmed like a mark, and kept like one.
// Whom the others save is not here: the room hears it, and no tablet shows it.

import { length, stateSaid } from "/static/judge-floor.js";
import { STATES } from "/static/judging.js";
import { make, named } from "/static/words.js";

/** What a choice is called among the things that this tablet keeps. */
export const CHOICE = "save";

/**
 * How the choice stands for this judge: `{key, couples, state, picked, record}`, or null while there is none. `picked` is
 * one of the couples or null; `state` is one of a mark's: open, draft, sent, refused, stored.
 */
export function choiceOf(screen, records, drafts) {
  const couples = screen?.choosing ?? [];
  if (!couples.length || !screen.sits) return null;
  const key = `${CHOICE}/${JSON.stringify(couples.map(({ star }) => star))}`;
  const record = records.find(({ about }) => about === key) ?? null;
  const [state, star] = stands(screen, record, drafts.get(CHOICE));
  const picked = couples.find((couple) => couple.star === star) ?? null;
  return { key, couples, state: picked ? state : "open", picked, record };
}

function stands(screen, record, draft) {
  if (screen.saved) return ["stored", screen.saved];
  if (record?.state === "done") return ["stored", record.command.star];
  if (record?.state === "waiting") return ["sent", record.command.star];
  if (draft) return ["draft", draft.exact];
  if (record?.state === "refused") return ["refused", record.command.star];
  return ["open", ""];
}

/** How a choice is told to a screen reader. */
export function choiceHeard({ couples, state, picked }) {
  if (state === "open") return `The judges choose between ${couples.map(({ couple }) => couple).join(", and ")}. Whom do you save?`;
  return `You save ${picked.couple}. ${STATES[state].words}`;
}

/** The choice, in the place of the couple on the floor. */
export function choiceDrawn({ choice, connected }, act) {
  const { state } = choice;
  return [
    make("p", { class: "kicker" }, make("span", { class: "now" }, connected === false ? "Last from the desk" : "The judges choose")),
    state === "open" || state === "refused" ? asked(choice, act) : state === "draft" ? readBack(choice, act) : kept(choice),
  ];
}

function asked({ couples }, act) {
  return make(
    "div",
    { class: "choice", role: "group", "aria-labelledby": "couple" },
    make("h1", { class: "couple name", id: "couple", "data-length": "short" }, "Whom do you save?"),
    couples.map((couple, nth) =>
      make(
        "button",
        { type: "button", class: "button choice-couple name", id: `save-${nth + 1}`, dir: "auto", "data-length": length(couple.couple), onclick: () => act.pickSave(couple) },
        couple.couple,
      ),
    ),
  );
}

function readBack({ picked }, act) {
  return make(
    "div",
    { class: "act choice-read" },
    sentence("You save ", picked),
    stateSaid("draft"),
    make(
      "div",
      { class: "buttons decide" },
      make("button", { type: "button", id: "send", class: "button", "data-weight": "now", "aria-describedby": "sentence", onclick: act.sendSave }, "Yes, save them"),
      make("button", { type: "button", id: "change", class: "button", onclick: act.dropSave }, "Change"),
    ),
  );
}

function kept({ picked, state, record }) {
  return make(
    "div",
    { class: "act choice-read", "data-state": state },
    make(
      "div",
      { class: "read-back-words", id: "stands", tabindex: "-1" },
      sentence("You save ", picked),
      stateSaid(state),
      record?.state === "waiting" &&
        record.sentence &&
        make("p", { class: "quiet" }, "The desk answered: ", named(record.sentence), " This tablet sends it again by itself."),
    ),
  );
}

function sentence(words, picked) {
  return make("h1", { class: "couple name", id: "sentence", "data-length": length(picked.couple) }, words, make("strong", {}, named(picked.couple)), ".");
}
