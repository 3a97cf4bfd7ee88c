// The judge's own marks of the night, and what the judge told the desk.

import { corrected, correctable, length, stateSaid, styleAndRound } from "/static/judge-floor.js";
import { STATES } from "/static/judging.js";
import { facet, make } from "/static/words.js";

/** All routines of the night with this judge's marks, in the running order. */
export function marksGiven({ lines, open, connected }, act) {
  if (!lines.length) return make("p", { class: "quiet" }, "No routine stands in tonight's running order yet.");
  return make("ol", { class: "marks ruled" }, lines.map((line) => row(line, line.key === open?.key && connected !== false, act)));
}

function row(line, now, act) {
  const { dance, mark, state } = line;
  const waits = state === "open" && !dance.called;
  return make(
    "li",
    { class: "mark-row", "data-state": state, "data-now": now },
    make("span", { class: "mark-number quiet figures" }, String(dance.number)),
    make(
      "div",
      { class: "mark-who" },
      make("p", { class: "mark-couple name", dir: "auto", "data-length": length(dance.couple) }, dance.couple),
      make("p", { class: "quiet mark-dance" }, styleAndRound(dance)),
      state === "out" && stateSaid("out", `Not danced. It was ${dance.out}.`),
      state !== "out" && waits && stateSaid("open", now ? STATES.open.words : "To come."),
      state !== "out" && !waits && stateSaid(state),
      line.fromPaper && make("p", { class: "quiet" }, "The desk typed this from your paper."),
      corrected(line),
    ),
    make("span", { class: "mark-given figure" }, mark && state !== "out" ? mark.text : make("span", { class: "none", "aria-label": "no mark" }, "–")),
    correctable(line) &&
      make(
        "button",
        {
          type: "button",
          class: "button mark-correct",
          "data-weight": "plain",
          "aria-label": `Ask for a correction of ${mark.text} for ${dance.couple}`,
          onclick: () => act.correct(line),
        },
        "Ask for a correction",
      ),
  );
}

/** What the judge told the desk, the latest first: what is kept here, then what the desk has. */
export function troublesTold({ screen, records }) {
  const kept = records.filter(({ about }) => about.startsWith("trouble/")).reverse();
  const waiting = kept.filter(({ state }) => state === "waiting");
  if (!waiting.length && !screen.troubles.length) return [];
  return [
    make("h2", { class: "told-title" }, "What you told the desk"),
    make(
      "ol",
      { class: "told-list ruled" },
      waiting.map(({ command }) => told(command.text, "half", STATES.sent.words)),
      screen.troubles.map(({ text, settled }) => told(text, "full", settled ? `Settled: ${settled}` : "The desk has it.")),
    ),
  ];
}

function told(text, shape, words) {
  return make(
    "li",
    { class: "told-row" },
    make("p", { dir: "auto" }, text),
    make("p", { class: "state quiet" }, facet(shape), make("span", { dir: "auto" }, words)),
  );
}
