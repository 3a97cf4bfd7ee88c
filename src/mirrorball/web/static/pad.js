// How a judge chooses a mark: buttons for the panel's scale, a half more where the scale has halves, or a number pad.

import { exact, layout, onScale, read, written } from "/static/numbers.js";
import { make } from "/static/words.js";

const TYPING = 900; // milliseconds in which a second digit belongs to the first

/** The mark of the scale for a whole number on a button, with a half more or without; null if there is none. */
function markFor(scale, whole, half) {
  const wanted = half ? `${BigInt(whole) * 2n + 1n}/2` : whole;
  return scale.marks.find((mark) => mark.exact === wanted) ?? null;
}

/** The mark half a step beside a chosen one: 8½ for 8, and 8 for 8½. Null if the scale has none. */
export function halfBeside(scale, chosen) {
  if (layout(scale).kind !== "halves") return null;
  const { up, down } = exact(chosen.exact);
  return markFor(scale, `${up / down}`, down === 1n);
}

/**
 * The pad. `chosen` is the mark that is lit, or null. `half` says whether numbers are chosen with a half; `typed` is what
 * stands on a number pad. `onChoose(mark)`, `onHalf(half)`, `onTyped(text)` hear what is pressed.
 */
export function pad({ scale, chosen, half, typed, label, onChoose, onHalf, onTyped }) {
  const { kind, wholes } = layout(scale);
  const grid = kind === "typed" ? numberPad(scale, typed, onChoose, onTyped) : buttons(scale, wholes, chosen, half, onChoose);
  const toggle =
    kind === "halves" &&
    make(
      "button",
      { type: "button", id: "half", class: "button half", "aria-pressed": String(half), onclick: () => onHalf(!half) },
      half ? "With a half: 8 gives 8½" : "Add a half",
    );
  return make("div", { class: "pad", role: "group", "aria-label": label }, grid, toggle);
}

function buttons(scale, wholes, chosen, half, onChoose) {
  const only = (whole) => markFor(scale, whole, half) ?? (half ? null : markFor(scale, whole, true));
  return make(
    "div",
    { class: "tiles", "data-many": wholes.length > 12, "data-columns": wholes.length === 11 || wholes.length === 12 ? "6" : null },
    wholes.map((whole) => {
      const mark = only(whole);
      return make(
        "button",
        {
          type: "button",
          id: `mark-${whole}`,
          class: "tile figure",
          "aria-pressed": String(Boolean(mark && chosen?.exact === mark.exact)),
          disabled: !mark,
          onclick: () => onChoose(mark),
        },
        mark ? mark.text : whole,
      );
    }),
  );
}

/** The mark that was typed: `{mark}` if the scale has it, else `{problem}`, a sentence or nothing. */
export function typedMark(scale, typed) {
  const number = exact(typed);
  if (number && onScale(number, scale)) {
    const told = written(number);
    return { mark: scale.marks.find((mark) => mark.exact === told) ?? { exact: told, text: read(number) } };
  }
  const ends = `${scale.lowest.text} to ${scale.highest.text} in steps of ${scale.step.text}`;
  return { problem: typed ? `${typed} is no mark here. Marks go from ${ends}.` : `From ${ends}.` };
}

function numberPad(scale, typed, onChoose, onTyped) {
  const found = typedMark(scale, typed);
  const key = (face, name, next) =>
    make("button", { type: "button", class: "tile figure", id: `key-${name}`, "aria-label": name, onclick: () => onTyped(next) }, face);
  return [
    make("p", { class: "typed figure", "aria-live": "off" }, typed || "–"),
    make("p", { class: "label typed-note", id: "typed-note" }, found.problem ?? ""),
    make(
      "div",
      { class: "tiles keys" },
      ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => key(digit, digit, typed + digit)),
      key(".", "point", typed.includes(".") ? typed : `${typed || "0"}.`),
      key("0", "0", `${typed}0`),
      key("⌫", "take the last one away", typed.slice(0, -1)),
    ),
    make(
      "button",
      {
        type: "button",
        id: "read-back",
        class: "button",
        disabled: !found.mark,
        "aria-describedby": "typed-note",
        onclick: () => onChoose(found.mark),
      },
      "Read it back",
    ),
  ];
}

/**
 * Digits on a keyboard. Returns a function that takes a key and what is chosen now, and gives the mark it means, `null`
 * if it means nothing here. A digit soon after another makes one number of both where the scale has it.
 */
export function keyboard() {
  let before = "";
  let at = 0;
  return (scale, key, chosen, half) => {
    if (["½", "h", ".", ",", "/"].includes(key)) return chosen ? halfBeside(scale, chosen) : null;
    if (!/^\d$/.test(key)) return null;
    const soon = Date.now() - at < TYPING ? before : "";
    at = Date.now();
    for (const number of [soon + key, key]) {
      const mark = markFor(scale, number, half) ?? markFor(scale, number, false);
      if (mark) {
        before = number;
        return mark;
      }
    }
    before = soon + key;
    return null;
  };
}
