// The windows over a judge's page: a correction, a trouble, and which couple is dancing.

import { layout } from "/static/numbers.js";
import { halfBeside, pad, typedMark } from "/static/pad.js";
import { routineSaid, styleAndRound } from "/static/judge-floor.js";
import { make, place } from "/static/words.js";

const TROUBLES = [
  "I gave the wrong mark.",
  "Another couple is dancing than my tablet shows.",
  "My tablet does not work well.",
  "I need somebody at the judges' table.",
];
const REASONS = ["I pressed the wrong number.", "I marked the wrong couple."];

const holder = () => document.getElementById("window");

function show(children) {
  const open = holder();
  place(open, Math.random(), () => children);
  if (!open.open) open.showModal();
}

/** Close whatever window is open. */
export function closeWindow() {
  if (holder().open) holder().close();
}

function title(...words) {
  return make("h2", { id: "window-title", class: "window-title name", tabindex: "-1", autofocus: true }, words);
}

function never(words = "Cancel") {
  return make("button", { type: "button", class: "button", id: "window-close", onclick: closeWindow }, words);
}

// Buttons that write a sentence into a field, for somebody who has no time to type.
function prepared(field, sentences) {
  return make(
    "div",
    { class: "prepared" },
    sentences.map((sentence) =>
      make(
        "button",
        {
          type: "button",
          class: "button",
          onclick: () => {
            field.value = sentence;
            field.dispatchEvent(new Event("input"));
            field.focus();
          },
        },
        sentence,
      ),
    ),
  );
}

/** Tell the desk that something is wrong. `tell(text)` sends it. */
export function troubleWindow(tell) {
  const field = make("textarea", { id: "trouble-text", maxlength: "500", dir: "auto" });
  const send = make("button", { type: "submit", class: "button", "data-weight": "now", disabled: true }, "Tell the desk");
  field.addEventListener("input", () => {
    send.disabled = !field.value.trim();
  });
  const form = make(
    "form",
    {
      class: "window",
      onsubmit: (event) => {
        event.preventDefault();
        if (!field.value.trim()) return;
        tell(field.value.trim());
        closeWindow();
      },
    },
    title("What is wrong?"),
    prepared(field, TROUBLES),
    make("div", { class: "field" }, make("label", { for: "trouble-text" }, "In your words"), field),
    make("div", { class: "buttons" }, send, never()),
  );
  show(form);
}

/** Ask for another mark. `ask(mark, reason)` sends it. `wanted` is chosen from the start. */
export function correctionWindow(line, scale, wanted, ask) {
  let chosen = wanted ?? null;
  let half = false;
  let typed = "";
  const field = make("textarea", { id: "why", maxlength: "300", dir: "auto", required: true });
  const choices = make("div", {});
  const told = make("p", { class: "sentence name", role: "status" });
  const send = make("button", { type: "submit", class: "button", "data-weight": "now", disabled: true }, "Ask the scrutineer");
  const ready = () => Boolean(chosen && chosen.exact !== line.mark.exact && field.value.trim());
  const draw = () => {
    const other = chosen && halfBeside(scale, chosen);
    const again = () => {
      draw();
    };
    place(choices, [chosen, half, typed], () => [
      pad({
        scale,
        chosen,
        half,
        typed,
        label: "The mark it should be",
        onChoose: (mark) => {
          chosen = mark;
          again();
        },
        onHalf: (next) => {
          half = next;
          if (other && (other.exact.includes("/") === next || !next)) chosen = other;
          again();
        },
        onTyped: (text) => {
          typed = text;
          chosen = typedMark(scale, text).mark ?? null;
          again();
        },
      }),
    ]);
    told.replaceChildren(...(chosen ? sentence() : []));
    send.disabled = !ready();
  };
  const sentence = () =>
    chosen.exact === line.mark.exact
      ? ["That is the mark that the desk has."]
      : [make("strong", {}, line.mark.text), " becomes ", make("strong", { class: "now" }, chosen.text), " if the scrutineer agrees."];
  field.addEventListener("input", draw);
  const form = make(
    "form",
    {
      class: "window",
      "data-kind": layout(scale).kind,
      onsubmit: (event) => {
        event.preventDefault();
        if (!ready()) return;
        ask(chosen, field.value.trim());
        closeWindow();
      },
    },
    title("You gave ", line.mark.text, " to ", routineSaid(line.dance).flat(), ". What should it be?"),
    choices,
    told,
    prepared(field, REASONS),
    make("div", { class: "field" }, make("label", { for: "why" }, "Why"), field),
    make("div", { class: "buttons" }, send, never("Leave it as it is")),
  );
  draw();
  show(form);
}

/** Without the network: say which couple is dancing. `open(line)` hears it. */
export function pickWindow(lines, open) {
  const choose = (line) => () => {
    closeWindow();
    open(line);
  };
  show(
    make(
      "div",
      { class: "window" },
      title("Which couple is dancing now?"),
      make(
        "ol",
        { class: "picks" },
        lines.map((line) =>
          make(
            "li",
            {},
            make(
              "button",
              { type: "button", class: "button pick", onclick: choose(line) },
              make("span", { class: "quiet" }, String(line.dance.number)),
              make("span", { class: "name", dir: "auto" }, line.dance.couple),
              make("span", { class: "quiet" }, styleAndRound(line.dance)),
            ),
          ),
        ),
      ),
      !lines.length && make("p", { class: "quiet" }, "You have marked every couple of the night."),
      make("div", { class: "buttons" }, never()),
    ),
  );
}
