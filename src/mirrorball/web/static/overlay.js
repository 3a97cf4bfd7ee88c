// A page for OBS and vMix: it follows the public's screen and drives the graphics by it, with what the screen holds.
//
// Mixers shut such a page and open it again, or let it sleep. What comes after a silence stands there at once, as a
// page does that was just opened; only what is news comes in with its movement.

import { follow, serverNow } from "/static/board-follow.js";
import { graphicOf } from "/static/ograf.js";
import { WISHES } from "/static/overlay-wishes.js";

const ASLEEP = 30_000; // milliseconds without a word, after which a screen is no news; a live stream speaks every ten seconds
const AGAIN = 3000; // between two times of asking whether the server is there
const ALL = "all";

const { graphic: asked } = document.documentElement.dataset;
const mains = JSON.parse(document.documentElement.dataset.mains);

/** One graphic, and how far it has been brought. */
class Driven {
  constructor(name, element) {
    this.name = name;
    this.element = element;
    this.step = -1; // off
    this.timer = 0;
    this.wish = null;
  }

  /** Bring it to what the screen wants of it: `{fields, step, …}`, or null for nothing. */
  bring(wish, standing) {
    const before = this.wish;
    this.wish = wish;
    if (!wish) {
      clearTimeout(this.timer);
      if (this.step >= 0) this.#ask("stopAction", { skipAnimation: standing });
      this.step = -1;
      return;
    }
    if (wish.at !== undefined) {
      this.#tell(wish, before, standing);
      return;
    }
    const changed = JSON.stringify(before?.fields) !== JSON.stringify(wish.fields);
    const now = wish.clock ? { now: Math.round(serverNow()) } : {};
    if (changed) this.#ask("updateAction", { data: { ...wish.fields, ...now }, skipAnimation: standing });
    if (JSON.stringify(before) === JSON.stringify(wish) && this.step >= 0) return;
    clearTimeout(this.timer);
    if (wish.around) this.#goTo(0, standing);
    else if (standing || !wish.pause || wish.step < this.step) this.#goTo(wish.step, standing);
    else if (this.step < 0 || before?.about !== wish.about) this.#goTo(0, false);
    this.#walk();
  }

  /** One more of what is told. What was taken back, or was missed, is not gone through: what was told last stands there. */
  #tell(wish, before, standing) {
    const on = this.step >= 0;
    const same = on && before?.at === wish.at && !standing;
    const next = on && before && wish.at === before.at + 1 && before.at > 0 && !standing;
    if (same && JSON.stringify(before.fields) === JSON.stringify(wish.fields)) return;
    if (on && !same && !next) this.#ask("stopAction", { skipAnimation: true });
    this.step = 0;
    this.#ask("updateAction", { data: wish.fields, skipAnimation: standing });
    if (!same) this.#ask("playAction", { delta: 1, skipAnimation: standing });
  }

  /** Step by step to where the screen is; round and round where there are several pages. */
  #walk() {
    const { wish } = this;
    const next = wish.around ? (this.step + 1) % (wish.step + 1) : this.step + 1;
    if (!wish.pause || next > wish.step || next === this.step) return;
    this.timer = setTimeout(() => {
      this.#goTo(next, false);
      this.#walk();
    }, wish.pause);
  }

  #goTo(step, standing) {
    if (step === this.step && !standing) return;
    this.step = step;
    this.#ask("playAction", { goto: step, skipAnimation: standing });
  }

  #ask(method, params) {
    Promise.resolve(this.element[method](params)).then(
      (answer) => {
        if (answer?.statusCode >= 400) console.warn(this.name, method, answer);
      },
      (error) => console.warn(this.name, method, error),
    );
  }
}

async function begin() {
  const names = asked === ALL ? Object.keys(mains) : [asked];
  const driven = await Promise.all(
    names.map(async (name) => new Driven(name, await graphicOf(document.body, name, mains[name]))),
  );
  let first = true;

  const { look } = follow({
    stream: "/board/stream?screen=overlay",
    screen: "/board/screen",
    onLink: (state) => (document.documentElement.dataset.link = state),
    onScreen: (screen, quiet) => {
      const standing = first || quiet > ASLEEP;
      first = false;
      for (const one of driven) one.bring(WISHES[one.name]?.(screen, asked !== ALL) ?? null, standing);
      document.documentElement.dataset.sequence = screen.sequence;
    },
  });

  // OBS says when a source is on the air or in a preview again.
  for (const name of ["obsSourceActiveChanged", "obsSourceVisibleChanged"]) {
    addEventListener(name, ({ detail }) => {
      if (detail?.active ?? detail?.visible) look();
    });
  }
}

// A module that did not come is not asked for again by the browser, so the page is opened anew; but only once the
// server is there, for otherwise the mixer would show the browser's own page of trouble.
async function anew(error) {
  console.warn(error);
  const there = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (there?.ok) location.reload();
  else setTimeout(anew, AGAIN, error);
}

begin().catch((error) => setTimeout(anew, AGAIN, error));
