// The host's card: what stands on it now, as large as the glass allows, and whether it is fresh.

import { keepBeating, serverNow } from "/static/clock.js";
import { follow } from "/static/stream.js";
import { make, named, place } from "/static/words.js";

const NAMES = [26, 24, 22, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8, 7, 6.2, 5.4, 4.6, 4, 3.4, 2.8, 2.4, 2]; // parts of 100 of the height
const SAID = [5.2, 4.6, 4, 3.4, 2.8, 2.4]; // the same, for what is read out: it gives way before a name does
const FRESH = {
  on: "Live",
  trying: "Connecting",
  off: "Not live. Wait for the desk.",
  out: "This link was closed. Ask the desk.",
};

const at = (id) => document.getElementById(id);

let card = null;

function draw() {
  const { held, scene, kind, heading, names, numbers, say: words } = card;
  const body = document.body;
  body.dataset.scene = scene;
  body.dataset.kind = kind;
  body.toggleAttribute("data-held", held);
  at("next").textContent = card.next;
  const drawn = place(at("card"), [scene, kind, heading, names, numbers, words], () => [
    make("h2", { class: "card-heading", id: "heading" }, make("span", { class: "card-shape", "aria-hidden": "true" }), make("span", { class: "card-words" }, heading)),
    names.length > 0 &&
      make(
        "ul",
        { class: "card-names", "aria-labelledby": "heading" },
        names.map((name, nth) => make("li", {}, couple(name), numbers[nth] && make("span", { class: "card-number" }, `Number ${numbers[nth]}`))),
      ),
    words && make("p", { class: "card-say" }, words),
  ]);
  clock();
  if (drawn) fit();
}

// A couple's name parts first where the other one begins.
function couple(name) {
  const at = name.indexOf(" and ");
  if (at < 0) return named(name, { class: "name" });
  const part = (text) => named(text, { class: "name-part" });
  return make("span", { class: "name" }, part(name.slice(0, at)), " ", part(name.slice(at + 1)));
}

// As large as everything fits: the names first, for they must not be misread. A word is never parted.
function fit() {
  const holder = at("card");
  for (const size of NAMES) {
    holder.style.setProperty("--names", `${size}dvh`);
    for (const said of SAID.filter((one, nth) => one <= 0.75 * size || nth === SAID.length - 1)) {
      holder.style.setProperty("--says", `${said}dvh`);
      if (fits(holder)) return;
    }
  }
}

function fits(holder) {
  const within = (part) => part.scrollWidth <= part.clientWidth + 1 || part.clientWidth === 0;
  return holder.scrollHeight <= holder.clientHeight + 1 && within(holder) && [...holder.querySelectorAll("*")].every(within);
}

function clock() {
  const shown = card?.clock;
  const left = shown ? Math.max(0, Math.ceil((shown - serverNow()) / 1000)) : 0;
  at("clock").hidden = !shown;
  if (shown) at("clock").textContent = left ? `Closes in ${inFigures(left)}` : "Closing";
}

function inFigures(seconds) {
  const [hours, ...rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const figures = hours ? [hours, ...rest] : rest;
  return figures.map((figure, nth) => String(figure).padStart(nth ? 2 : 1, "0")).join(":");
}

function linked(state) {
  document.body.dataset.link = state;
  at("fresh-words").textContent = FRESH[state];
  if (card) fit();
}

const link = follow({
  stream: "/host/stream",
  screen: "/host/screen",
  onScreen: (found) => {
    card = found;
    draw();
  },
  onLink: linked,
});

keepBeating(
  () => 0,
  (status) => {
    if ((status === 200) !== (link.state === "on")) link.doubt();
  },
);

setInterval(clock, 250);
addEventListener("resize", fit);
document.fonts?.addEventListener("loadingdone", fit); // letters of another width

async function stayAwake() {
  try {
    if (!document.hidden) await navigator.wakeLock.request("screen");
  } catch {
    // The glass dims after a while; nothing else is lost.
  }
}
document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("pointerdown", stayAwake); // some devices want a touch first
stayAwake();
