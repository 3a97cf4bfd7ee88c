// The board. Everything on it is a reading of one public screen; this file follows, draws, and tells the desk.

import { fitAll, room } from "./board-fit.js";
import { follow } from "./board-follow.js";
import { clock, leaderboard, tick } from "./board-parts.js";
import { REVEALS } from "./board-reveal.js";
import { plain, SCENES } from "./board-scenes.js";
import { summary } from "./board-words.js";
import { make, named, place, say, showLink } from "./words.js";

const ALL = { ...SCENES, ...REVEALS };
const EACH_MARK = 750; // milliseconds from one mark to the next; board-scenes.css has the same
const FRESH = 30_000; // what comes after a longer silence is no news
const BEATING = 4000;

const at = (id) => document.getElementById(id);
const [scene, side, foot] = [at("scene"), at("side"), at("foot")];

let now = null;
let drawn = -1; // the sequence that is on the screen
let sideWaits = 0; // until when the leaderboard keeps still, so that it does not tell a total before its marks
let sideTimer = 0;

function onScreen(screen, quiet) {
  const before = now;
  now = screen;
  const news = before !== null && quiet < FRESH && before.sequence < screen.sequence;
  head(screen);
  drawScene(screen, before, news);
  drawSide();
  drawFoot(screen);
  fitAll(side, scene);
  if (before) summary(before, screen).filter(Boolean).forEach(say);
  requestAnimationFrame(() => {
    drawn = screen.sequence;
    document.body.dataset.sequence = drawn;
  });
}

function head({ night, held, scene: name }) {
  document.body.dataset.scene = name;
  document.body.toggleAttribute("data-rehearsal", night.rehearsal);
  at("rehearsal").hidden = !night.rehearsal;
  at("held").hidden = !held;
  place(at("night-title"), night.title, () => named(night.title));
  place(at("night-theme"), [night.week, night.theme], () => [
    make("span", {}, `Week ${night.week}`),
    night.theme && make("span", { class: "dot", "aria-hidden": "true" }),
    night.theme && named(night.theme),
  ]);
}

function drawScene(screen, before, news) {
  const kind = ALL[screen.scene] ?? SCENES.item;
  const drawing = screen.scene === "marks" ? "dance" : screen.scene; // marks come to where the dance stands already
  const fresh = place(scene, [drawing, kind.key(screen)], () => kind.build(screen));
  scene.dataset.scene = screen.scene;
  if (fresh) enter(news);
  const locked = news && screen.scene === "marks" && !(before?.dance?.locked && same(before, screen));
  kind.refresh?.(scene, screen, locked);
  if (locked) sideWaits = Date.now() + (screen.dance.marks.length + 1) * EACH_MARK;
  else if (screen.scene !== "marks") sideWaits = 0;
  if (fresh && news && screen.scene === "look back") scene.querySelector(".wall")?.dispatchEvent(new Event("begin"));
}

const same = (one, other) => one.dance?.number === other.dance?.number && one.dance?.round === other.dance?.round;

// What is new comes in slowly; what a page finds when it is opened stands there.
function enter(news) {
  scene.removeAttribute("data-news");
  if (!news) return;
  void scene.offsetWidth; // so that the same movement begins again
  scene.setAttribute("data-news", "");
}

// Which leaderboards stand beside a scene in a room. On a phone both stand below it.
const BESIDE = { dance: "night", marks: "night", item: "night", film: "season", counting: "night", waiting: "none" };

function drawSide() {
  clearTimeout(sideTimer);
  const wait = sideWaits - Date.now();
  if (wait > 0) {
    sideTimer = setTimeout(() => {
      drawSide();
      fitAll(side);
    }, wait);
    return;
  }
  const { board, season, dance, scene: name } = now;
  const kind = BESIDE[name] ?? "none";
  const dancing = name === "dance" || name === "marks" ? dance.couple.number : null;
  const beside = kind === "night" && !board.length ? "season" : kind;
  document.body.dataset.beside = beside === "season" && !season.length ? "none" : beside;
  const were = tops();
  const done = place(side, [board, season, dancing], () => [
    leaderboard("Tonight", board, { now: dancing, kind: "night" }),
    leaderboard("The season", season, { now: dancing, kind: "season" }),
  ]);
  if (done) move(were);
}

const rows = () => [...side.querySelectorAll(".leader")];
const rowKey = (row) => `${row.closest(".leaders").dataset.kind} ${row.dataset.number}`;

function tops() {
  return new Map(rows().map((row) => [rowKey(row), row.getBoundingClientRect().top]));
}

// Couples that have changed places move to the new one.
function move(were) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  fitAll(side);
  for (const row of rows()) {
    const by = (were.get(rowKey(row)) ?? 0) - row.getBoundingClientRect().top;
    if (!were.has(rowKey(row)) || Math.abs(by) < 1) continue;
    row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 800, easing: "cubic-bezier(0.2, 0, 0, 1)" });
  }
}

// While the window is open, how to vote stands under everything but the scene that says nothing else.
function drawFoot({ vote, scene: name }) {
  const shows = vote.state === "open" && name !== "vote";
  foot.hidden = !shows;
  place(foot, shows ? vote : null, () =>
    shows
      ? [
          make("h2", { class: "foot-word" }, "Voting is open"),
          make("p", { class: "foot-closing" }, vote.closes_at === null ? vote.says : [vote.extended ? "Extended. Closes in " : "Closes in ", clock(vote.closes_at)]),
          vote.address && make("p", { class: "foot-address" }, plain(vote.address)),
        ]
      : [],
  );
}

// A screen of the room tells the desk what it shows.
function beat(name) {
  setInterval(() => {
    if (drawn < 0) return;
    fetch("/board/beat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, sequence: drawn }),
      signal: AbortSignal.timeout?.(BEATING),
    }).catch(() => {}); // the desk sees that it hears nothing
  }, BEATING);
}

const { poll } = document.body.dataset;
const name = new URLSearchParams(location.search).get("screen");
if (name && !poll) beat(name);
setInterval(tick, 250);
follow({
  stream: name ? `/board/stream?screen=${encodeURIComponent(name)}` : "/board/stream",
  screen: "/board/screen",
  poll,
  eager: Boolean(name),
  onScreen,
  onLink: showLink,
  onFull: (address) => location.replace(address),
});
document.fonts.ready.then(() => fitAll(side, scene));
new ResizeObserver(() => fitAll(side, scene)).observe(document.documentElement);
room.addEventListener("change", () => fitAll(side, scene));
scene.addEventListener("shown", () => fitAll(scene));
