// The scenes until the vote is closed: waiting, a film, an item, a dance and its marks, the vote, the count.
//
// A scene says what it is made of (`key`), builds that (`build`), and keeps the rest of it up to date (`refresh`).

import { ball, lights } from "./board-ball.js";
import { address, clock, couple, portrait } from "./board-parts.js";
import { facet, make, named, place } from "./words.js";

const title = (text, properties = {}) => make("h1", { id: "scene-title", ...properties }, text);

/** Names in one line: a, b and c. */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** "redemption" as a heading has it: "Redemption". */
export function upper(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

const waiting = {
  key: ({ night }) => night,
  build: ({ night }) => [
    lights(70, 3),
    ball(),
    make(
      "div",
      { class: "words" },
      make("p", { class: "kicker fit" }, named(night.title)),
      title(named(night.theme || `Week ${night.week}`), { class: "name huge fit" }),
      make("p", { class: "line" }, [night.theme ? `Week ${night.week}` : "", night.date].filter(Boolean).join(" · ")),
      make(
        "dl",
        { class: "people" },
        [["Hosts", night.hosts], ["Judges", night.panel]].map(
          ([role, names]) => names.length && make("div", {}, make("dt", {}, role), make("dd", {}, named(listed(names)))),
        ),
      ),
    ),
  ],
};

const titled = (kicker) => ({
  key: ({ film }) => film,
  build: ({ film, night }) => [
    lights(70, 5),
    make(
      "div",
      { class: "words" },
      film && make("p", { class: "kicker" }, facet("half"), kicker),
      title(named(film || night.theme || night.title), { class: "name huge fit" }),
    ),
  ],
});

const dance = {
  key: ({ dance: { number, of, round, couple: one, style, music } }) => [number, of, round, one, style, music],
  build: ({ dance: { number, of, round, couple: one, style, music } }) => [
    make("p", { class: "kicker" }, facet("full"), `Dance ${number} of ${of}`, round && [make("span", { class: "dot" }), named(upper(round))]),
    make("div", { class: "dancers" }, portrait(one), couple(one, { tag: "h1", id: "scene-title" })),
    make(
      "div",
      { class: "danced" },
      make("p", { class: "style name fit" }, named(style)),
      music && make("p", { class: "music fit" }, named(music)),
    ),
    make("div", { class: "sheet", id: "sheet" }),
  ],
  refresh(holder, { dance: now }, arriving) {
    const sheet = holder.querySelector("#sheet");
    const done = place(sheet, [now.marks, now.total, now.locked, now.corrected], () => [
      make("h2", { class: "heard" }, now.locked ? "Marks" : "The panel"),
      make("ul", { class: "seats", "data-count": now.marks.length }, now.marks.map((mark) => seat(mark, now.locked))),
      now.locked &&
        make(
          "p",
          { class: "total" },
          make("span", { class: "total-word" }, now.corrected ? ["Total", make("span", { class: "corrected" }, "Corrected")] : "Total"),
          make("span", { class: "figure total-figure" }, now.total ? now.total.text : "–"),
        ),
    ]);
    if (!done) return;
    sheet.toggleAttribute("data-arriving", arriving);
    [...sheet.querySelectorAll(".seat, .total")].forEach((one, nth) => one.style.setProperty("--nth", nth));
  },
};

function seat({ judge, given, absent, mark }, locked) {
  let shown = [facet("empty"), make("span", { class: "heard" }, "not yet")];
  if (absent) shown = [facet("cross"), make("span", { class: "seat-word" }, "absent")];
  else if (locked && mark) shown = make("span", { class: "figure seat-mark" }, mark.text);
  else if (locked) shown = make("span", { class: "seat-word" }, "no mark");
  else if (given) shown = [facet("full"), make("span", { class: "seat-word" }, "in")];
  const state = locked ? "locked" : given ? "in" : "open";
  return make(
    "li",
    { class: "seat", "data-state": absent ? "absent" : state },
    make("span", { class: "seat-judge fit" }, named(judge)),
    make("span", { class: "seat-shown" }, shown),
  );
}

const vote = {
  key: ({ vote: { closes_at, extended, ...rest } }) => [rest, closes_at, extended],
  build: ({ vote: now }) => [
    make(
      "div",
      { class: "window" },
      title("Vote now", { class: "name" }),
      now.closes_at === null
        ? make("p", { class: "closing" }, now.says)
        : make("p", { class: "closing" }, now.extended ? "Extended. Closes in " : "Closes in ", clock(now.closes_at)),
      now.address && code(now.address),
      now.address && make("p", { class: "address fit" }, plain(now.address)),
      make("ul", { class: "ways" }, now.ways.map((way) => make("li", {}, named(way.says)))),
    ),
    make(
      "div",
      { class: "ballot holds" },
      make("h2", { class: "heard" }, "The couples"),
      make("ol", { class: "choices", "data-long": now.couples.length > 6 }, now.couples.map(choice)),
    ),
  ],
};

function choice(one) {
  return make(
    "li",
    { class: "choice" },
    make("span", { class: "figure choice-number" }, make("span", { class: "heard" }, "Number "), one.number),
    portrait(one),
    make(
      "span",
      { class: "choice-names" },
      make("span", { class: "name choice-star fit" }, named(one.star)),
      one.pro && make("span", { class: "choice-pro fit" }, "with ", named(one.pro)),
    ),
    one.keyword && make("span", { class: "keyword" }, make("span", { class: "heard" }, "Keyword "), named(one.keyword)),
  );
}

function code(voting) {
  const { qr } = document.body.dataset;
  if (!qr) return null;
  const picture = make("img", { class: "code", src: address(qr), alt: `QR code of ${plain(voting)}` });
  if (document.body.dataset.poll) picture.src = qr;
  picture.addEventListener("error", () => picture.remove());
  return picture;
}

/** An address as people say it. */
export function plain(url) {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

const counting = {
  key: ({ vote: { state, says } }) => [state, says],
  build: ({ vote: { state, says } }) => {
    const counted = state === "closed";
    return [
      lights(70, 7),
      ball(),
      make(
        "div",
        { class: "words" },
        counted && make("p", { class: "kicker" }, facet("half"), "Voting has closed"),
        title(counted ? "The votes are being counted." : state === "void" ? says : "The result is being worked out.", { class: "name huge fit" }),
      ),
    ];
  },
};

export const SCENES = {
  waiting,
  film: titled("Film"),
  item: titled("Now"),
  dance,
  marks: dance,
  vote,
  counting,
};
