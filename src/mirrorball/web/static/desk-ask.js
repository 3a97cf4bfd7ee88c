// Asking for something: one id a press, kept until the server has answered, so that nothing is done twice; and the answer
// shown where the press was.

import { command, newId, preview as ahead } from "/static/post.js";
import { say } from "/static/words.js";

const JUST_CHANGED = 700; // milliseconds in which a button that changed its meaning takes no press

const waiting = new Map(); // what was asked and not answered, with its id
const under = new Set();
let onKept = () => {};

/** `told(sentence)` hears why something was not kept, and an empty text once something was kept again. */
export function hearWhetherKept(told) {
  onKept = told;
}

/** Show an answer beside what was pressed, and tell it once. An empty one takes it away. */
export function answer(slot, sentence, tone = "refused") {
  if (!slot) return;
  if (slot.textContent !== sentence) slot.textContent = sentence;
  slot.dataset.tone = tone;
  slot.hidden = !sentence;
  if (sentence) say(sentence);
}

/** Ask once. Returns the answer of `post.command`, or null if the same is under way already. */
export async function ask(asked, slot) {
  const key = JSON.stringify(asked);
  if (under.has(key)) return null;
  under.add(key);
  answer(slot, "");
  const id = waiting.get(key) ?? newId();
  waiting.set(key, id);
  const found = await command(id, asked);
  under.delete(key);
  if (found.kind !== "again") waiting.delete(key);
  if (found.kind === "done") onKept("");
  else if (found.kind === "again" && found.sentence) onKept(found.sentence);
  if (found.kind !== "done") answer(slot, told(found), found.kind);
  return found;
}

function told(found) {
  if (found.kind === "again" && !found.sentence) {
    return "The server does not answer, so nobody knows yet. Press again: it cannot happen twice.";
  }
  return found.sentence || "The server refused this without a word.";
}

/** What would happen: `{kind, sentences}`. */
export function lookAhead(asked) {
  return ahead(asked);
}

/**
 * A button that asks for something at once. `asked()` returns the command, or null where it may not be pressed; then
 * `why()` tells the reason. `once` swallows the second half of a double press.
 */
export function pressed(button, slot, asked, { why = () => "", once = true, then = () => {} } = {}) {
  button.addEventListener("click", async (event) => {
    if (once && event.detail > 1) return;
    if (justChanged(button)) return answer(slot, "The button has just changed. Read it, then press again.", "told");
    const wanted = asked();
    if (wanted === null || button.getAttribute("aria-disabled") === "true") return answer(slot, why(), "told");
    button.setAttribute("aria-busy", "true");
    const found = await ask(wanted, slot);
    button.removeAttribute("aria-busy");
    if (found?.kind === "done") then(found);
  });
}

/** Give a button its meaning. For a moment after it has changed the button takes no press. */
export function means(button, meaning) {
  if (button.dataset.means === meaning) return;
  if (button.dataset.means !== undefined) settle(button);
  button.dataset.means = meaning;
}

/** For a moment a press on this button would be one for what stood there before. */
export function settle(button) {
  button.dataset.changed = String(performance.now());
  button.classList.add("settling");
  setTimeout(() => {
    if (!justChanged(button)) button.classList.remove("settling");
  }, JUST_CHANGED + 20);
}

/** Whether a button has changed its meaning so lately that a press may have been for the old one. */
export function justChanged(button) {
  return performance.now() - Number(button.dataset.changed ?? -Infinity) < JUST_CHANGED;
}

/** A button that may not be pressed keeps its focus and its voice, so that it can tell why. */
export function allow(button, allowed) {
  if (allowed) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}
