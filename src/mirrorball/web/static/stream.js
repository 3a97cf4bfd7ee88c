// The screen as the server sees it, kept fresh: a stream of events, and asking by hand while there is none.
//
// Each event holds the whole screen, so one that was missed is made good by the next. A stream can die without a word
// (a tablet leaves the wireless network), so silence is doubted: the screen is asked for, and the stream opened anew.

import { ask } from "/static/post.js";

const SILENCE = 12000; // milliseconds without an event, after which the screen is asked for
const ASKING = 2000; // between two times of asking while there is no stream

/**
 * Follow a screen. `onScreen(screen)` gets each newer one. `onLink(state)` is told on, off, trying or out when it
 * changes. `others` maps names of further events to functions of what they hold.
 * Returns `{state, doubt, stop}`; call `doubt()` when something else has found the server unreachable or back.
 */
export function follow({ stream, screen, onScreen, onLink, others = {} }) {
  let source = null;
  let state = "";
  let newest = -1;
  let heard = 0;
  let asking = false;
  let stopped = false;

  const tell = (next) => {
    if (next === state) return;
    state = next;
    onLink(next);
  };

  const take = (found) => {
    if (!found || typeof found.position !== "number" || found.position < newest) return;
    newest = found.position;
    onScreen(found);
  };

  const close = () => {
    if (source) source.close();
    source = null;
  };

  const out = () => {
    close();
    stopped = true;
    tell("out");
  };

  const open = () => {
    if (stopped || source) return;
    const opened = new EventSource(stream);
    source = opened;
    opened.addEventListener("open", () => {
      heard = Date.now();
      tell("on");
    });
    opened.addEventListener("screen", (event) => {
      heard = Date.now();
      tell("on");
      take(JSON.parse(event.data));
    });
    for (const [name, then] of Object.entries(others)) {
      opened.addEventListener(name, (event) => {
        heard = Date.now();
        then(JSON.parse(event.data));
      });
    }
    opened.addEventListener("out", out);
    opened.addEventListener("error", () => {
      if (source !== opened) return;
      close(); // we open it again ourselves once the server answers, which also tells us if the way in was closed
      if (state === "on") tell("trying");
      look();
    });
  };

  // Ask for the screen by hand. What comes of it says how we stand.
  const look = async (patience = 4000) => {
    if (stopped || asking) return;
    asking = true;
    const before = newest;
    const { status, body } = await ask(screen, {}, patience);
    asking = false;
    if (stopped) return;
    if (status === 401 || status === 403) return out();
    if (status !== 200 || !body) {
      close();
      return tell("off");
    }
    heard = Date.now();
    if (source && body.position > before && newest === before) close(); // the stream should have brought this
    take(body);
    tell("on");
    open();
  };

  const timer = setInterval(() => {
    if (source === null || Date.now() - heard > SILENCE) look();
  }, ASKING);

  const lost = () => {
    close();
    tell("off");
  };

  addEventListener("offline", lost);
  addEventListener("online", () => look());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  addEventListener("pagehide", close); // a page that is kept for going back must not hold a connection
  addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });

  tell("trying");
  open();
  look();
  return {
    get state() {
      return state;
    },
    doubt: () => look(2000),
    stop() {
      stopped = true;
      clearInterval(timer);
      close();
    },
  };
}
