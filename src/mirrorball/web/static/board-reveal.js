// The scenes from the first name on: the reveal, a correction, the champions, the look back.

import { ball, lights } from "./board-ball.js";
import { couple, creditOf, portrait, sign } from "./board-parts.js";
import { facet, make, named } from "./words.js";

// How each kind of step is told: a word, and a shape that says the same.
const TOLD = {
  safe: { word: "Safe", shape: "full" },
  jeopardy: { word: "In jeopardy", shape: "half" },
  choice: { word: "The judges choose", shape: "empty" },
  out: { word: "Leaves tonight", shape: "cross" },
  place: { word: "Place", shape: "full" },
  "nobody leaves": { word: "Nobody leaves tonight", shape: "full" },
  "the votes are void": { word: "The votes are void", shape: "cross" },
};

function wordOf(step) {
  const { word } = TOLD[step.kind] ?? { word: step.kind };
  if (step.kind === "place" && step.place) return `${step.place} place`;
  if (step.kind === "out" && step.couples.length > 1) return "Leave tonight";
  return word;
}

const shapeOf = (step) => (TOLD[step.kind] ?? { shape: "empty" }).shape;

const reveal = {
  key: ({ reveal: now }) => now,
  build: ({ reveal: now }) => {
    const newest = now.steps.at(-1);
    const known = [told(now.steps.slice(0, -1)), uncalled(now.uncalled)].filter(Boolean);
    return [
      make("div", { class: "newest", "data-kind": newest?.kind ?? "none", "data-count": newest?.couples.length ?? 0 }, newest ? tell(newest, now) : unsaid()),
      known.length > 0 && make("div", { class: "known holds" }, known),
    ];
  },
};

function unsaid() {
  return make("h1", { id: "scene-title", class: "name sentence fit" }, "One moment.");
}

function tell(step, now) {
  const word = wordOf(step);
  const corrected = now.corrected && make("p", { class: "corrected" }, "Corrected");
  if (!step.couples.length) {
    return [make("h1", { id: "scene-title", class: "name sentence fit" }, step.says || word), corrected];
  }
  const saves = step.kind === "choice" ? now.saves : [];
  return [
    make("h1", { id: "scene-title", class: "sign step-word" }, facet(shapeOf(step)), word),
    step.kind === "out" && step.place && make("p", { class: "step-place" }, `${step.place} place`),
    make(
      "ul",
      { class: "named" },
      step.couples.map((one) => make("li", { class: "named-couple" }, portrait(one), couple(one))),
    ),
    saves.length > 0 && make("ul", { class: "saves" }, saves.map(save)),
    corrected,
  ];
}

function save({ judge, couple: one }) {
  return make("li", { class: "save" }, facet("full"), make("span", {}, named(judge), " saves ", make("b", { class: "name" }, named(one.star))));
}

function told(steps) {
  if (!steps.length) return null;
  return make(
    "section",
    { class: "told" },
    make("h2", {}, "Told"),
    make(
      "ol",
      { class: "told-list" },
      steps.map((step) =>
        make(
          "li",
          { class: "told-step", "data-kind": step.kind },
          sign(shapeOf(step), wordOf(step)),
          step.couples.map((one) => make("p", { class: "name told-name fit" }, named(one.star))),
        ),
      ),
    ),
  );
}

function uncalled(couples) {
  if (!couples.length) return null;
  return make(
    "section",
    { class: "uncalled" },
    make("h2", {}, "Still to be called"),
    make(
      "ul",
      { class: "uncalled-list", "data-long": couples.length > 4 },
      couples.map((one) => make("li", { class: "uncalled-couple" }, portrait(one), make("span", { class: "name fit" }, named(one.star)))),
    ),
  );
}

const correction = {
  key: ({ correction: why }) => why,
  build: ({ correction: why }) => [
    make(
      "div",
      { class: "words" },
      sign("half", "Correction", { class: "sign kicker" }),
      make("h1", { id: "scene-title", class: "name sentence" }, "What we told you is taken back. We will tell it again, from the start."),
      why && make("p", { class: "why" }, named(why)),
    ),
  ],
};

const champions = {
  key: ({ champions: now, reveal: { steps, corrected }, night: { trophy } }) => [now, steps, corrected, trophy],
  build: ({ champions: now, reveal: { steps, corrected }, night }) => {
    const several = now.couples.length > 1 || now.couples.some((one) => one.pro);
    const named_ = now.couples.some((one) => now.says.includes(one.star));
    const others = steps.filter((step) => step.kind === "place" && !step.couples.every((one) => now.couples.some((first) => first.number === one.number)));
    return [
      lights(90, 11),
      make("div", { class: "prize" }, ball({ trophy: true }), night.trophy && make("p", { class: "trophy-name" }, named(night.trophy))),
      make(
        "div",
        { class: "winners", "data-count": now.couples.length },
        make("h1", { id: "scene-title", class: "sign kicker" }, facet("full"), named_ || !now.says ? (several ? "Champions" : "Champion") : now.says),
        make("ul", { class: "named" }, now.couples.map((one) => make("li", { class: "named-couple" }, couple(one)))),
        named_ && make("p", { class: "says" }, named(now.says)),
        now.score && make("p", { class: "score" }, "Tonight’s score ", make("span", { class: "figure" }, now.score.text)),
        corrected && make("p", { class: "corrected" }, "Corrected"),
        others.length > 0 &&
          make(
            "ol",
            { class: "others" },
            [...others].reverse().map((step) =>
              make("li", {}, make("span", { class: "others-place" }, step.place), make("span", { class: "name fit" }, named(step.couples.map((one) => one.star).join(" · ")))),
            ),
          ),
      ),
    ];
  },
};

const lookBack = {
  key: ({ look_back: lines, night }) => [lines, night],
  build: ({ look_back: lines, night }) => {
    const feature = make("div", { class: "feature", "aria-hidden": "true" });
    const wall = make(
      "ol",
      { class: "wall", "data-count": lines.length > 15 ? "many" : "few" },
      lines.map((line) => make("li", { class: "star-card" }, card(line))),
    );
    walk(feature, wall, lines);
    return [
      make("div", { class: "gallery-head" }, make("h1", { id: "scene-title", class: "name" }, "The stars of the season"), make("p", { class: "quiet" }, named(night.title))),
      feature,
      wall,
    ];
  },
};

function card({ couple: one, place, says }) {
  return [
    portrait(one),
    make("h2", { class: "name card-star fit" }, named(one.star)),
    place && make("p", { class: "card-place figures" }, place),
    make(
      "div",
      { class: "card-more" },
      one.known_for && make("p", { class: "card-known" }, named(one.known_for)),
      one.pro && make("p", { class: "card-pro" }, "Danced with ", named(one.pro)),
      says && make("p", { class: "card-says" }, named(says)),
      creditOf(one) && make("p", { class: "card-credit" }, named(creditOf(one))),
    ),
  ];
}

// One star at a time large beside the wall. When the scene begins they come in turn, from the last to the champions, once;
// then the champions stay. Whoever points at a star, or walks with the arrow keys, looks at that one.
const EACH = 7000;

function walk(feature, wall, lines) {
  const cards = [...wall.children];
  let at = 0;
  const show = (nth) => {
    at = Math.max(0, Math.min(lines.length - 1, nth));
    feature.replaceChildren(...large(lines[at]));
    cards.forEach((one, n) => one.toggleAttribute("data-shown", n === at));
    feature.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
  };
  if (!lines.length) return;
  let timer = 0;
  const rest = () => clearInterval(timer);
  wall.addEventListener("begin", () => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    show(lines.length - 1);
    timer = setInterval(() => {
      if (!wall.isConnected || at === 0) return rest();
      show(at - 1);
    }, EACH);
  });
  cards.forEach((one, nth) =>
    one.addEventListener("click", () => {
      rest();
      show(nth);
    }),
  );
  const keys = (event) => {
    if (!wall.isConnected) return removeEventListener("keydown", keys);
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    rest();
    show(at + step);
  };
  addEventListener("keydown", keys);
  show(0);
}

function large({ couple: one, place, says }) {
  return [
    portrait(one),
    make("p", { class: "feature-place" }, place),
    make("p", { class: "name feature-star fit" }, named(one.star)),
    one.pro && make("p", { class: "feature-pro fit" }, "with ", named(one.pro)),
    one.known_for && make("p", { class: "feature-line" }, named(one.known_for)),
    says && make("p", { class: "feature-line feature-says" }, named(says)),
    creditOf(one) && make("p", { class: "feature-credit" }, named(creditOf(one))),
  ];
}

export const REVEALS = { reveal, correction, champions, "look back": lookBack };