// Single letters for what is done most. They work only while nothing that takes letters has the focus, and can be turned
// off, since somebody who speaks to a computer sends letters without meaning to.

import { make } from "/static/words.js";

const KEPT = "mirrorball-letters";

/** `letters` maps a letter to `{words, press}` (a button) or `{words, then}` (a function). */
export function startLetters(letters) {
  const choice = document.getElementById("letters");
  choice.checked = kept() !== "off";
  choice.addEventListener("change", () => keep(choice.checked ? "on" : "off"));
  document.getElementById("letters-list").append(
    ...Object.entries(letters).flatMap(([letter, { words }]) => [
      make("div", {}, make("dt", {}, make("kbd", {}, letter.toUpperCase())), make("dd", {}, words)),
    ]),
    make("div", {}, make("dt", {}, make("kbd", {}, "Esc")), make("dd", {}, "Close the tray; what was written stays")),
  );
  addEventListener("keydown", (event) => {
    if (!choice.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const found = letters[event.key.toLowerCase()];
    if (!found) return;
    event.preventDefault();
    if (found.then) found.then();
    else if (!found.press.hidden) found.press.click();
  });
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing asks anew each time
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // The choice holds until the page is left.
  }
}
