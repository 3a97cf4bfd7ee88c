// The public's screen, kept fresh without a key: by a stream of our own server, or by asking for a file on any server.
//
// Every screen comes whole, with the number of changes so far (`sequence`), so one that was missed is made good by the
// next. A stream that is silent is doubted: the screen is asked for, and the stream opened anew. Copies of a file may be
// older than what is shown already; such a one is passed over, unless for a while nothing newer comes (the night was
// begun anew).

const SILENCE = 15_000; // milliseconds without a word from the stream, after which the screen is asked for
const ASKING = 2000; // between two times of asking while there is no stream; viewers at home wait longer and longer
const LOOKING = 500; // between two looks at what is due
const SPREAD = 3000; // over which viewers come again when all streams have ended at once
const POLLING = 2500; // between two times of asking for a file, on the average
const SLOWEST = 15_000; // the same, while nobody answers
const PATIENCE = 5000; // for one answer
const OLDER = { file: 20_000, stream: 2000 }; // after this long with nothing but older screens, they are believed
const FULL = 503; // as many watch as the server can serve; its answer may say where else the same is shown
const ROUGH = 1000; // a Date header counts whole seconds

let low = -Infinity; // by the dates of answers, the server's clock minus ours lies between these two
let high = Infinity;
let heardTimes = []; // the same by the last times that the stream told, each a little too low

/** The server's time in milliseconds, as well as stream and answers tell it. */
export function serverNow() {
  if (heardTimes.length) return Date.now() + Math.max(...heardTimes);
  return Date.now() + (Number.isFinite(low) ? (low + high) / 2 : 0);
}

/**
 * Follow the screen. `onScreen(screen, quiet)` gets each newer one, and for how many milliseconds nothing was heard
 * before it; `onLink(state)` is told on, trying or off, and `onFull(address)` where else the same is shown. `eager` is a
 * screen of the room, which asks again without waiting for its turn.
 */
export function follow({ stream, screen, poll, eager, onScreen, onLink, onFull = () => {} }) {
  let source = null;
  let state = "";
  let newest = -1;
  let heard = 0; // when anything was heard
  let quiet = 0; // how long nothing was heard before that
  let older = 0; // since when nothing but older screens came; 0 if they do not
  let asking = false;
  let failures = 0;
  let due = 0; // when to ask again while there is no stream

  const tell = (next) => {
    if (next === state) return;
    state = next;
    onLink(next);
  };

  const hear = () => {
    quiet = Date.now() - heard;
    heard = Date.now();
    tell("on");
  };

  const take = (found) => {
    if (!found || typeof found.sequence !== "number") return;
    if (found.sequence < newest) {
      older ||= Date.now();
      const patience = poll ? OLDER.file : OLDER.stream;
      if (Date.now() - older < patience) {
        if (!poll) setTimeout(look, patience); // a stream tells a screen once
        return;
      }
    }
    older = 0;
    if (found.sequence === newest) return;
    newest = found.sequence;
    onScreen(found, quiet);
  };

  const close = () => {
    source?.close();
    source = null;
  };

  const open = () => {
    if (poll || source) return;
    const opened = new EventSource(stream);
    source = opened;
    opened.addEventListener("open", hear);
    opened.addEventListener("screen", (event) => {
      hear();
      take(JSON.parse(event.data));
    });
    opened.addEventListener("now", (event) => {
      hear();
      heardTimes = [...heardTimes, Number(event.data) - Date.now()].slice(-6);
    });
    opened.addEventListener("error", () => {
      if (source !== opened) return;
      close(); // opened again by ourselves once the server answers
      if (state === "on") tell("trying");
      due = Date.now() + Math.random() * (eager ? LOOKING : SPREAD);
    });
  };

  // Ask for the screen by hand. What comes of it says how we stand.
  const look = async () => {
    if (asking) return;
    asking = true;
    const before = newest;
    const found = await ask(poll || screen);
    asking = false;
    if (!found?.night) {
      if (found?.address) return onFull(found.address);
      failures += 1;
      due = Date.now() + Math.min(ASKING * (eager ? 1 : 2 ** (failures - 1)), SLOWEST) * (0.5 + Math.random() / 2);
      close();
      if (failures > 1 || state !== "on" || !poll) tell("off"); // one file that does not come is no trouble yet
      return;
    }
    failures = 0;
    hear();
    if (source && found.sequence > before && newest === before) close(); // the stream should have brought this
    take(found);
    open();
  };

  if (poll) {
    // Watchers of one file must not all ask in the same moment.
    const again = () => {
      const wait = Math.min(POLLING * 2 ** failures, SLOWEST) * (0.7 + 0.6 * Math.random());
      setTimeout(() => (document.hidden ? Promise.resolve() : look()).then(again), wait);
    };
    again();
  } else {
    const patience = SILENCE * (1 + Math.random());
    setInterval(() => {
      if (source === null ? Date.now() >= due : Date.now() - heard > patience) look();
    }, LOOKING);
  }

  addEventListener("offline", () => {
    close();
    tell("off");
  });
  addEventListener("online", look);
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
  return { look };
}

async function ask(path) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const sent = Date.now();
    const answer = await fetch(path, { cache: "no-store", signal: giveUp.signal });
    const came = Date.now();
    if (!answer.ok) return answer.status === FULL ? await answer.json() : null;
    const age = Number(answer.headers.get("age") ?? 0) * 1000; // a copy says how long ago its Date was
    keepTime(Date.parse(answer.headers.get("date") ?? ""), ROUGH + (age && ROUGH), sent, came, age);
    return await answer.json();
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// The server's clock stood between `said` and `said + rough` at a moment between `sent` and `came` of ours. What several
// answers leave possible is narrower than what one does.
function keepTime(said, rough, sent, came, age = 0) {
  if (!Number.isFinite(said)) return;
  const lowest = said + age - came;
  const highest = said + age + rough - sent;
  const apart = lowest > high || highest < low; // somebody set a clock
  low = apart ? lowest : Math.max(low, lowest);
  high = apart ? highest : Math.min(high, highest);
}
