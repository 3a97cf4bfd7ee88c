// The tray: one form at a time beside the work. It does not close over what goes on, a new screen only refreshes what
// can be chosen, and what was written stays until it was carried out, even if the tray is closed in between.

import { answer, ask, justChanged, lookAhead, settle } from "/static/desk-ask.js";
import { build as buildField } from "/static/desk-fields.js";
import { reveal, text } from "/static/desk-rows.js";
import { make, say } from "/static/words.js";

const narrow = matchMedia("(max-width: 767px)");
const tray = document.getElementById("tray");
const label = document.getElementById("tray-label");
const body = document.getElementById("tray-body");
const drafts = new Map(); // forms that were begun, by what they are about

let current = null;
let opener = null;
let screen = null;

/**
 * Open a form. It says: `key` (what it is about), `title`, `fields`, `asked(values, screen)` (the command, or a text that
 * says what is missing), `verb` (of the button that carries it out), `looks` (whether it shows first what will happen),
 * `grave`, `about(screen)` (lines above), `beside` (further buttons: `{verb, asked, allowed, why}`), `done` (told then).
 */
export function openForm(form, from = document.activeElement) {
  if (!drafts.has(form.key)) drafts.set(form.key, built(form));
  show(drafts.get(form.key), form.title, from);
}

/** Open something that is no form: `{key, title, element, update}`. */
export function openList(list, from = document.activeElement) {
  show({ ...list, first: () => list.element.querySelector("button, a") }, list.title, from);
}

function show(next, title, from) {
  if (!tray.contains(from)) opener = from;
  current = next;
  text(label, title);
  body.replaceChildren(next.element);
  next.update(screen);
  reveal(tray, true);
  cover();
  next.begin?.();
  (next.first() ?? label).focus({ preventScroll: false });
}

/** Close the tray; the focus goes back to what opened it. */
export function closeTray() {
  if (tray.hidden) return;
  reveal(tray, false);
  current = null;
  cover();
  const back = opener?.isConnected && opener.offsetParent !== null ? opener : document.getElementById("sheet-label");
  back.focus({ preventScroll: true });
}

export function trayIsOpen() {
  return !tray.hidden;
}

/** A new screen. Fields keep what is in them. */
export function refreshTray(next) {
  screen = next;
  for (const draft of drafts.values()) draft.update(screen);
  if (current && !drafts.has(current.key)) current.update(screen);
}

// What lies under the tray cannot be reached by Tab: on a phone all of the page, else the column at the side.
function cover() {
  const open = !tray.hidden;
  document.body.toggleAttribute("data-tray", open);
  for (const part of document.querySelectorAll(".top, .glance, .jumps, .rundown, .middle")) part.inert = open && narrow.matches;
  document.getElementById("side").inert = open;
}
narrow.addEventListener("change", cover);

// On a tablet the tray begins below what has to stay in sight: what is on and next, who has not marked, what is wrong.
function below() {
  const edge = document.getElementById("glance").getBoundingClientRect().bottom;
  tray.style.setProperty("--below", `${Math.round(Math.min(Math.max(edge, 0), innerHeight / 2))}px`);
}
new ResizeObserver(below).observe(document.getElementById("page"));
addEventListener("scroll", below, { passive: true });
addEventListener("resize", below);

document.getElementById("tray-close").addEventListener("click", closeTray);
tray.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  closeTray();
});

function built(form) {
  const about = make("div", { class: "tray-about" });
  const fields = (form.fields ?? []).map((field) => buildField(field, () => doubt()));
  const submit = make("button", { class: "button", type: "submit", "data-weight": form.looks ? null : weight(form) });
  const slot = make("p", { class: "answer", hidden: true });
  const sentences = make("ul", { class: "ahead" });
  const carry = make("button", { class: "button", type: "button", "data-weight": weight(form) }, form.verb);
  const heading = make("h3", { tabindex: "-1" }, "What will happen");
  const seen = make("div", { class: "seen", hidden: true }, heading, sentences, make("div", { class: "buttons" }, carry));
  const beside = (form.beside ?? []).map((one) => besideButton(one, form, slot));
  const first = make("div", { class: "buttons" }, submit, ...beside.map((one) => one.element));
  const element = make("form", { class: "tray-form", novalidate: true }, about, ...fields.map((f) => f.element), first, seen, slot);
  text(submit, form.looks ? "See what will happen" : form.verb);
  let shown = null; // the command whose consequences stand there
  let round = 0;
  let under = false; // it is being carried out: what would happen is no question any more

  const values = () => Object.fromEntries(fields.map((field) => [field.name, field.value()]));
  const wanted = () => form.asked(values(), screen);

  // Something was written: what was shown before does not hold any more.
  function doubt() {
    shown = null;
    round += 1;
    reveal(seen, false);
    reveal(submit, true);
    answer(slot, "");
    for (const field of fields) field.wrong(false);
  }

  function missing(problem) {
    const at = fields.find((field) => field.name === problem.field);
    answer(slot, problem.says, "told");
    at?.wrong(true, slot);
    at?.focus();
  }

  async function look(focus) {
    const asked = wanted();
    if (asked.says) return focus && missing(asked);
    const mine = (round += 1);
    if (focus) submit.setAttribute("aria-busy", "true");
    const found = await lookAhead(asked);
    submit.removeAttribute("aria-busy");
    if (mine !== round) return;
    if (found.kind !== "done") {
      doubt();
      return answer(slot, found.sentences.join(" ") || "The server does not answer. Press again.", found.kind);
    }
    const key = JSON.stringify(found.sentences);
    if (!focus && sentences.dataset.key !== key) {
      answer(slot, "What will happen has changed since you looked. Read it again.", "told");
      settle(carry);
    }
    sentences.dataset.key = key;
    sentences.replaceChildren(...found.sentences.map((sentence) => make("li", { dir: "auto" }, sentence)));
    shown = asked;
    reveal(seen, true);
    reveal(submit, false);
    if (!focus) return;
    settle(carry); // a second press of Enter must not carry it out
    heading.focus();
    carry.scrollIntoView({ block: "nearest" });
    say(`What will happen: ${found.sentences.join(" ")}`);
  }

  async function carryOut(asked, button) {
    button.setAttribute("aria-busy", "true");
    under = true;
    const found = await ask(asked, slot);
    under = false;
    button.removeAttribute("aria-busy");
    if (found?.kind === "done") finish(form);
    else if (found && form.looks) {
      shown = null;
      reveal(seen, false);
      reveal(submit, true);
      submit.focus();
    }
  }

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!seen.hidden) return; // Enter in a field never carries out what was looked at
    if (form.looks) return look(true);
    const asked = wanted();
    if (asked.says) return missing(asked);
    carryOut(asked, submit);
  });
  carry.addEventListener("click", (event) => {
    if (event.detail > 1 || !shown || justChanged(carry)) return;
    carryOut(shown, carry);
  });

  return {
    key: form.key,
    element,
    first: () => fields[0]?.control() ?? (seen.hidden ? submit : heading),
    begin: () => {
      if (form.looks && !fields.length) look(true);
    },
    update(next) {
      if (!next) return;
      const lines = form.about?.(next) ?? [];
      const key = JSON.stringify(lines);
      if (about.dataset.key !== key) {
        about.dataset.key = key;
        about.replaceChildren(...lines.map((line) => make("p", { dir: "auto" }, line)));
      }
      for (const field of fields) field.update(next);
      for (const one of beside) one.update(next);
      if (shown && !under && current?.element === element) look(false);
    },
  };
}

function besideButton(one, form, slot) {
  const button = make("button", { class: "button", type: "button", "data-weight": one.weight ?? null }, one.verb);
  button.addEventListener("click", async (event) => {
    if (event.detail > 1) return;
    if (button.getAttribute("aria-disabled") === "true") return answer(slot, one.why(screen), "told");
    const found = await ask(one.asked(screen), slot);
    if (found?.kind === "done") finish(form);
  });
  return {
    element: button,
    update(next) {
      if (one.allowed && !one.allowed(next)) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    },
  };
}

function finish(form) {
  drafts.delete(form.key);
  if (current?.key === form.key) closeTray();
  say(form.done ?? "Done.");
}

function weight(form) {
  return form.grave ? "grave" : "now";
}
