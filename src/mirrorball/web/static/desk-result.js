// The result at the desk: where it stands, the steps told one at a time and taken back, the trophy, and reopening it.
//
// Of what is still to come the desk knows only whether a step follows. Whoever tells a step hears it with the room.

import { allow, answer, means } from "/static/desk-ask.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { openForm } from "/static/desk-tray.js";
import { byName, byOf, listed, person } from "/static/desk-words.js";
import { make, say } from "/static/words.js";

const REOPEN = "the result is reopened";
const MEANS = {
  "the votes are void": "The votes are void",
  "nobody leaves": "Nobody leaves tonight",
  [REOPEN]: "The result is reopened",
};
const READ_OUT = 8; // characters of the hash that people read to each other
const EVERYWHERE = "Every screen in the room, the host’s card and the graphics follow at once.";

const at = (id) => document.getElementById(id);
let screen = null;

// The forms. Each shows first what will happen, and names its step, so that two desks do not tell two.

const tell = (step) => ({
  key: `tell ${step}`,
  title: `Tell step ${step}`,
  about: () => [EVERYWHERE],
  looks: true,
  verb: `Tell step ${step} now`,
  asked: () => ({ ask: "reveal-next", step }),
  done: `Step ${step} is told.`,
});

const takeBack = (step) => ({
  key: `take back ${step}`,
  title: `Take step ${step} back`,
  about: ({ result }) => [result.step === step ? `Told last: ${result.told.at(-1)}` : "It is not the step that was told last.", EVERYWHERE],
  looks: true,
  grave: true,
  verb: `Take step ${step} back now`,
  asked: () => ({ ask: "take-back", step }),
  done: `Step ${step} counts as not told.`,
});

const crown = {
  key: "crown",
  title: "Crown the champions",
  about: () => [EVERYWHERE],
  looks: true,
  verb: "Crown the champions now",
  asked: () => ({ ask: "crown" }),
  done: "The champions are crowned.",
};

const reopen = {
  key: "reopen",
  title: "Reopen the result",
  about: () => [
    "Nothing happens before a second person agrees. Then every screen shows at once: “Correction. What we told you is taken back.”, with your reason.",
    "After that marks can be corrected, and the result is confirmed, sealed and told anew.",
  ],
  fields: [{ name: "reason", label: "Why is it taken back?", kind: "words", hint: "The room reads this, in these words." }],
  looks: true,
  grave: true,
  verb: "Propose to reopen it",
  asked: ({ reason }) =>
    reason ? { ask: "propose-decision", decision: REOPEN, reason } : { field: "reason", says: "Write why, in one sentence." },
  done: "It is proposed. A second person has to agree.",
};

const unspoken = ({ panel, result }) => panel.filter(({ judge }) => !result.saves.some((save) => save.judge === judge)).map(({ judge }) => judge);

const spoken = {
  key: "spoken",
  title: "A judge has said it aloud",
  about: () => ["For a judge whose tablet does not work. It counts at once, like a press on the tablet."],
  fields: [
    { name: "judge", label: "Judge", kind: "choice", options: (next) => unspoken(next).map((judge) => [judge, judge]) },
    { name: "star", label: "Saves", kind: "choice", options: ({ result }) => result.choosing.map(({ star, couple }) => [star, couple]) },
  ],
  looks: true,
  grave: true,
  verb: "The judge saves them",
  asked: ({ judge, star }) => {
    if (!judge) return { field: "judge", says: "Choose a judge." };
    return star ? { ask: "name-save", judge, star } : { field: "star", says: "Choose a couple." };
  },
  done: "The choice is kept.",
};

const agree = (line) => ({
  key: `agree ${line.decision}`,
  title: `${MEANS[line.decision]}: agree`,
  about: () => [`Proposed by ${person(line.by)}: ${line.reason}`],
  looks: true,
  grave: true,
  verb: "Agree to it",
  asked: () => ({ ask: "agree-decision", decision: line.decision }),
  done: `${MEANS[line.decision]}.`,
});

const drop = (line) => ({
  key: `drop ${line.decision}`,
  title: `${MEANS[line.decision]}: drop it`,
  about: () => [`Proposed by ${person(line.by)}: ${line.reason}`],
  looks: true,
  verb: "Drop it",
  asked: () => ({ ask: "drop-decision", decision: line.decision }),
  done: "It stays as it was.",
});

/** Listen once to the buttons. */
export function startResult() {
  const opening = (name, form, why = () => "") => {
    const button = at(name);
    button.addEventListener("click", () => {
      if (why()) answer(at("result-answer"), why(), "told");
      else openForm(form(), button);
    });
  };
  opening("tell", () => tell(screen.result.step + 1), tellWhy);
  opening("take-back", () => takeBack(screen.result.step));
  opening("crown", () => crown, heldWhy);
  opening("reopen", () => reopen);
  opening("spoken", () => spoken);
}

const heldWhy = () => (screen.night.held === null ? "" : "The night is on hold. Let it go on first.");

/** Why no step can be told now; empty if one can. */
function tellWhy() {
  return screen.result.state === "choosing" ? "The judges choose now. The next step follows once their choice is made." : heldWhy();
}

/** A new screen. */
export function showResult(next) {
  const before = screen;
  screen = next;
  const { result } = next;
  const here = result.state !== "early" || result.proposed.length > 0;
  reveal(at("result"), here);
  reveal(at("jump-result"), here);
  const sentence = says(result);
  text(at("result-says"), sentence);
  attribute(at("result"), "data-state", result.state);
  text(at("result-rest"), rest(next));
  reveal(at("result-rest"), Boolean(at("result-rest").textContent));
  rows(at("result-saves"), result.state === "choosing" ? result.saves : [], (save) => save.judge, saveRow);
  if (reveal(at("result-past"), result.told.length > 1)) {
    rows(at("result-told"), result.told.map((words, nth) => ({ words, nth })), ({ nth }) => nth, toldRow);
  }
  buttons(next);
  rows(at("result-proposed"), result.proposed, ({ decision }) => decision, proposedRow);
  if (before && JSON.stringify(before.result) !== JSON.stringify(result)) {
    answer(at("result-answer"), "");
    hear(before.result, result, sentence);
  }
}

function buttons({ result, night }) {
  const over = ["early", "open", "confirmed", "told", "crowned"].includes(result.state);
  means(at("tell"), `tell ${result.step + 1}`);
  text(at("tell"), result.state === "choosing" ? "The judges choose" : `Tell step ${result.step + 1}`);
  reveal(at("tell"), !over);
  allow(at("tell"), over || tellWhy() === "");
  means(at("crown"), result.state);
  reveal(at("crown"), result.may_crown);
  allow(at("crown"), night.held === null);
  means(at("take-back"), `take back ${result.step}`);
  text(at("take-back"), `Take step ${result.step} back`);
  reveal(at("take-back"), result.step > 0 && result.state !== "crowned");
  reveal(at("spoken"), result.state === "choosing");
  reveal(at("reopen"), result.decisions.includes(REOPEN));
}

/** Where it stands, in a sentence. */
function says(result) {
  switch (result.state) {
    case "early":
    case "open":
      return result.reopened.length ? "The result is reopened. Confirm and seal it anew." : "The result is not sealed.";
    case "confirmed":
      return `Confirmed by ${result.confirmed_by}. It waits for a second person.`;
    case "sealed":
      return "The result is sealed. No step is told yet.";
    case "choosing":
      return `The judges choose between ${result.choosing.map(({ couple }) => couple).join(", and ")}.`;
    case "crowned":
      return `The trophy is with ${listed(result.champions)}.`;
    default:
      return `Step ${result.step}: ${result.told.at(-1)}`;
  }
}

function rest({ result, panel }) {
  const words = [];
  if (result.state === "choosing") words.push(`Not chosen yet: ${listed(unspoken({ result, panel }))}.`);
  if (result.state === "telling") words.push("A step follows.");
  if (result.state === "told") words.push("Everything is told.");
  if (result.digest) {
    const read = result.digest.slice(0, READ_OUT);
    words.push(`Hash ${read.slice(0, READ_OUT / 2)} ${read.slice(READ_OUT / 2)}, confirmed by ${result.confirmed_by}, sealed by ${result.sealed_by}.`);
  }
  return words.join(" ");
}

function hear(before, result, sentence) {
  if (before.state !== result.state || before.step !== result.step) say(sentence);
  const known = new Set(before.proposed.map(({ decision }) => decision));
  for (const line of result.proposed) if (!known.has(line.decision)) say(`Proposed by ${person(line.by)}: ${MEANS[line.decision]}. ${line.reason}`);
  const saved = new Set(before.saves.map(({ judge }) => judge));
  for (const save of result.saves) if (!saved.has(save.judge)) say(`${save.judge} saves ${save.couple}.`);
}

/** What waits for a second person, for the top of the desk. */
export function resultTroubles({ result }) {
  return result.proposed.map(({ decision }) => ({ words: `Proposed: ${MEANS[decision].toLowerCase()}`, to: "#result" }));
}

function saveRow() {
  const element = make("li", { dir: "auto" });
  return { element, update: (save) => text(element, `${save.judge} saves ${save.couple}.`) };
}

function toldRow() {
  const element = make("li", { dir: "auto" });
  return { element, update: ({ words }) => text(element, words) };
}

function proposedRow() {
  const [words, by] = [make("bdi", { class: "trouble-words" }), make("bdi", { class: "quiet" })];
  const yes = make("button", { class: "button small", type: "button", "data-weight": "grave" }, "Agree", make("span", { class: "heard" }));
  const no = make("button", { class: "button small", type: "button" }, "Drop", make("span", { class: "heard" }));
  let now = null;
  yes.addEventListener("click", () => openForm(agree(now), yes));
  no.addEventListener("click", () => openForm(drop(now), no));
  return {
    element: make("li", { class: "trouble" }, make("div", { class: "trouble-text" }, words, by), make("div", { class: "buttons" }, yes, no)),
    update(line) {
      now = line;
      text(words, `Proposed by ${byName(line.by, screen)}: ${MEANS[line.decision]}.`);
      text(by, line.reason);
      reveal(yes, line.by !== byOf(screen)); // somebody else has to agree
      text(yes.lastChild, `: ${MEANS[line.decision]}`);
      text(no.lastChild, `: ${MEANS[line.decision]}`);
    },
  };
}
