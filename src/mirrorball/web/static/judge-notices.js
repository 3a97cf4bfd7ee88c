// What a judge must know before going on: no network, a refusal, a mark that was never sent, a night that stands still.

import { routineSaid } from "/static/judge-floor.js";
import { make, named } from "/static/words.js";

/** All notices, the gravest first. */
export function notices(view, act) {
  return [
    view.out && closed(view),
    view.screen?.night.held && notice("grave", "held", ["The night stands still: ", named(view.screen.night.held)]),
    ...view.refused.map((record) => refusal(record, view, act)),
    ...view.behind.map((line) => behind(line, act)),
    ...view.owed.map((line) => owes(line, act)),
    !view.out && view.connected === false && away(view),
    !view.lasting && notice("grave", "fleeting", "This browser lets the page keep nothing. Leave the page open until every mark is with the desk."),
  ];
}

function notice(tone, kind, words, ...buttons) {
  return make(
    "div",
    { class: "notice", "data-tone": tone, "data-kind": kind },
    make("p", {}, words),
    buttons.length > 0 && make("div", { class: "buttons" }, buttons),
  );
}

function button(id, weight, words, press) {
  return make("button", { type: "button", class: "button", id, "data-weight": weight, onclick: press }, words);
}

function closed({ out, waiting }) {
  const kept = waiting === 1 ? "1 message is kept on this tablet." : `${waiting} messages are kept on this tablet.`;
  return notice(
    "grave",
    "out",
    `${out} Ask the desk for a new link. ${waiting ? `${kept} Once you are in again, all is sent.` : "Nothing of yours is unsent."}`,
  );
}

function away({ waiting }) {
  const kept = waiting ? ` ${waiting} not sent yet.` : "";
  return notice("known", "away", `No network. Go on marking: all is kept on this tablet and sent when the network is back.${kept}`);
}

function refusal(record, { lines }, act) {
  const line = lines.find(({ key }) => record.about.endsWith(`/${key}`));
  const had = line && record.text;
  const wanted = record.command.ask === "ask-correction" ? "You asked to change your mark to " : "You had ";
  const early = record.why === "NotCalled";
  return notice(
    "grave",
    "refused",
    [
      make("strong", { dir: "auto" }, record.sentence || "The desk did not take this."),
      had && [" ", wanted, make("strong", {}, record.text), " for ", routineSaid(line.dance), "."],
      early && " It stays on this tablet until the couple has the floor.",
    ],
    button(`read-${record.order}`, null, early ? "Keep it for later" : "I have read this", () => act.read(record, line)),
  );
}

function owes(line, act) {
  const { number } = line.dance;
  const words = ["The desk waits for your mark for ", routineSaid(line.dance), "."];
  return notice("now", "owed", words, button(`owed-${number}`, null, "Mark them now", () => act.open(line)));
}

function behind(line, act) {
  const { dance, draft, mark, state } = line;
  const settled = ["stored", "locked"].includes(state) && mark;
  const words = ["You had ", make("strong", {}, draft.text), " for ", routineSaid(dance), ", not sent."];
  if (settled) words.push(` The desk has ${mark.text} from you.`);
  if (dance.out) words.push(` It is not danced: ${dance.out}.`);
  const name = dance.number;
  return notice(
    "now",
    "behind",
    words,
    !settled && !dance.out && dance.called && button(`behind-send-${name}`, null, "Send it", () => act.send(line)),
    settled && draft.exact !== mark.exact && button(`behind-correct-${name}`, null, "Ask for a correction", () => act.correct(line, draft)),
    button(`behind-drop-${name}`, null, "Drop it", () => act.drop(line)),
  );
}
