// The rundown at the left, and at the top what is on and what comes next.

import { allow, answer, means, pressed } from "/static/desk-ask.js";
import { skip } from "/static/desk-forms.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { openForm } from "/static/desk-tray.js";
import { STATUSES, drawn, segmentLine, segmentName, segmentRest, KINDS } from "/static/desk-words.js";
import { make, say } from "/static/words.js";

const NEAR = 3; // segments before and after the one that is on, which a phone shows

const at = (id) => document.getElementById(id);
const MOVABLE = new Set(["next", "waiting", "skipped", "out"]);
let screen = null;
let open = null; // the segment whose buttons are shown
let followed = null;

/** Listen once to the buttons at the top. */
export function startRundown() {
  pressed(at("take"), at("take-answer"), () => (takeWhy() ? null : { ask: "take", segment: screen.next }), { why: takeWhy });
  pressed(at("back-out"), at("back-out-answer"), () => (screen?.on ? { ask: "back-out", segment: screen.on } : null), {
    why: () => "Nothing is on.",
  });
  at("rundown-whole").addEventListener("click", () => {
    const whole = at("segments").toggleAttribute("data-whole");
    attribute(at("rundown-whole"), "aria-expanded", String(whole));
    text(at("rundown-whole"), whole ? "Show less of the rundown" : "Show all of the rundown");
  });
}

/** Why nothing can be taken now; empty if something can. */
function takeWhy() {
  if (!screen) return "The rundown is not there yet.";
  if (screen.night.held !== null) return "The night is on hold. Let it go on first.";
  return screen.next === null ? "Every segment of the rundown has been taken." : "";
}

/** A new screen. */
export function showRundown(next) {
  const before = screen;
  screen = next;
  const on = next.segments.find((segment) => segment.number === next.on);
  const following = next.segments.find((segment) => segment.number === next.next);
  text(at("on-name"), on ? segmentName(on) : "Nothing yet");
  text(at("on-rest"), on ? [`${on.number}`, segmentRest(on)].filter(Boolean).join(" · ") : "The night has not begun.");
  means(at("back-out"), `back out ${next.on}`);
  text(at("back-out"), on ? `Back out of ${on.number}` : "Back out");
  reveal(at("back-out"), Boolean(on));
  means(at("take"), `take ${next.next}`);
  text(at("take"), following ? `Take ${following.number}: ${segmentLine(following)}` : "Nothing is left to take");
  allow(at("take"), takeWhy() === "");
  if (before && before.on !== next.on) {
    answer(at("take-answer"), "");
    answer(at("back-out-answer"), "");
    say(on ? `On: ${segmentLine(on)}` : "Nothing is on.");
  }
  const middle = Math.max(0, next.segments.findIndex((segment) => segment.number === (next.on ?? next.next)));
  rows(at("segments"), next.segments, (segment) => segment.number, (segment) => line(segment));
  [...at("segments").children].forEach((row, index) => {
    row.toggleAttribute("data-far", index < middle - 1 || index > middle + NEAR);
  });
  follow(next.on ?? next.next);
}

// What is on is kept in sight, unless somebody is busy in the rundown.
function follow(number) {
  if (number === followed) return;
  followed = number;
  const list = at("segments");
  const row = list.querySelector(`[data-number="${number}"]`);
  if (!row || list.contains(document.activeElement) || list.scrollHeight <= list.clientHeight) return;
  list.scrollTo({ top: row.offsetTop - list.offsetTop - row.offsetHeight });
}

function line(segment) {
  const { number } = segment;
  const id = `segment-${number}`;
  const [facet, status] = [make("span", { class: "facet", "aria-hidden": "true" }), make("span", { class: "segment-status" })];
  const [name, rest] = [make("bdi", { class: "segment-name" }), make("bdi", { class: "segment-rest" })];
  const why = make("p", { class: "quiet", dir: "auto" });
  const slot = make("p", { class: "answer", hidden: true });
  const off = make("button", { class: "button small", type: "button" }, "Skip");
  const back = make("button", { class: "button small", type: "button" }, "Put it back");
  const up = make("button", { class: "button small", type: "button" }, "Move up");
  const down = make("button", { class: "button small", type: "button" }, "Move down");
  const more = make("div", { class: "segment-more", id, hidden: true }, why, make("div", { class: "buttons" }, up, down, off, back), slot);
  const face = make(
    "button",
    { class: "segment-face", type: "button", "aria-expanded": "false", "aria-controls": id, onclick: () => toggle() },
    make("span", { class: "segment-number" }, `${number}`),
    drawn(segment.kind),
    make("span", { class: "heard" }, `${KINDS[segment.kind] ?? segment.kind}: `),
    make("span", { class: "segment-words" }, name, rest),
    make("span", { class: "segment-state" }, status, facet),
  );
  const element = make("li", { class: "segment", "data-number": number }, face, more);
  let now = segment;

  const place = () => screen.segments.findIndex((one) => one.number === number);
  const before = () => screen.segments[place() - 1];
  const after = () => screen.segments[place() + 1];
  const mayUp = () => MOVABLE.has(now.status) && MOVABLE.has(before()?.status);
  const mayDown = () => MOVABLE.has(now.status) && Boolean(after());
  const moved = () => say(`${segmentName(now)} is moved.`);

  off.addEventListener("click", () => openForm(skip(now), off));
  pressed(back, slot, () => ({ ask: "unskip", segment: number }));
  pressed(up, slot, () => (mayUp() ? { ask: "move", segment: number, before: before().number } : null), {
    why: () => "What was taken stays in front of it.",
    once: false,
    then: moved,
  });
  pressed(down, slot, () => (mayDown() ? { ask: "move", segment: number, before: screen.segments[place() + 2]?.number ?? 0 } : null), {
    why: () => "It is the last already.",
    once: false,
    then: moved,
  });

  function toggle() {
    open = open === number ? null : number;
    for (const row of at("segments").children) {
      const shown = Number(row.dataset.number) === open;
      reveal(row.querySelector(".segment-more"), shown);
      attribute(row.querySelector(".segment-face"), "aria-expanded", String(shown));
    }
  }

  return {
    element,
    update(next) {
      now = next;
      const [shape, word] = STATUSES[next.status] ?? ["empty", next.status];
      attribute(element, "data-status", next.status);
      attribute(face, "aria-current", next.status === "on" ? "step" : null);
      attribute(facet, "data-shape", shape);
      text(status, word);
      text(name, segmentName(next));
      text(rest, segmentRest(next));
      text(why, [next.why, next.note].filter(Boolean).join(" · ") || (next.status === "taken" || next.status === "on" ? "It was taken." : ""));
      reveal(why, Boolean(why.textContent));
      const held = new Set([off, back, up, down]).has(document.activeElement) ? document.activeElement : null;
      reveal(off, next.status === "next" || next.status === "waiting");
      reveal(back, next.status === "skipped");
      reveal(up, MOVABLE.has(next.status));
      reveal(down, MOVABLE.has(next.status));
      if (held?.hidden && element.contains(held)) face.focus({ preventScroll: true });
      // A list that has not been put in order yet cannot say what stands in front of it: wait until all rows are told.
      queueMicrotask(() => {
        allow(up, mayUp());
        allow(down, mayDown());
      });
    },
  };
}

