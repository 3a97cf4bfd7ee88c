// What the five graphics share: the methods of OGraf, the stage, and one source of time.
//
// A graphic is a value: `reduce` makes of a state, an action and its moment the next state, and `paint` draws a state
// at a moment. In real time each action is reduced when it comes and frames are painted while something moves; otherwise
// `goToTime` reduces the schedule up to a moment and paints it. So both paint the same picture, and a graphic that was
// asleep for an hour wakes with the right one.

import { refit } from "./draw.js";
import { dress, forget, HEIGHT, typefaces, WIDTH } from "./look.js";
import { cellAt, endOf, still, valueAt } from "./motion.js";
import { feedAt, fieldsOf, number, text } from "./read.js";
import { answered, OK, Stepping } from "./stepping.js";

/** @typedef {import("./read.js").Fields} Fields */
/** @typedef {import("./stepping.js").State} State */
/** @typedef {import("./stepping.js").Action} Action */
/** @typedef {import("./stepping.js").Answer} Answer */
/** @typedef {import("./stepping.js").Played} Played */

/**
 * A state at a moment, as it is drawn.
 * @typedef {object} Look
 * @property {State} state
 * @property {number} t
 * @property {number} on
 * @property {(name: string) => { value: any, p: number }} cell
 */

const LONGEST_WAIT = 2000; // a host gives a promise three seconds
const FEED_EVERY = 2000;
const CALM = "(prefers-reduced-motion: reduce)";

/** @param {unknown} params @returns {Fields} */
const asked = (params) => fieldsOf(params);

/** @template P what the graphic is drawn with */
export class Graphic extends Stepping {
  #mode = "realtime";
  #disposed = false;
  /** @type {State} */
  #state;
  /** @type {{ timestamp: number, action: Action }[]} */
  #direct = [];
  /** @type {{ timestamp: number, action: Action }[]} */
  #schedule = [];
  #time = 0;
  #frame = 0;
  #tick = 0;
  #polling = 0;
  #polls = 0;
  #loaded = false;
  #stops = 0;
  #seen = false;
  #observer = new ResizeObserver(() => this.#scale());
  #late = () => {
    refit();
    this.#paint();
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    dress(root, this.styles());
    this.stage = document.createElement("div");
    this.stage.className = "stage";
    root.append(this.stage);
    this.parts = this.build(this.stage);
    this.#state = this.blank();
    this.#draw(this.#state, 0);
  }

  // What each graphic says of how it is drawn.

  /** @returns {string} */
  styles() {
    return "";
  }

  /** Build what is drawn with. @param {HTMLElement} _stage @returns {P} */
  build(_stage) {
    throw new TypeError("A graphic builds its own parts.");
  }

  /** Draw. @param {Look} _look @param {P} _parts */
  paint(_look, _parts) {}

  // The methods of OGraf. Each may be called at any time, before another has answered, and more than once.

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async load(params) {
    const { renderType, data } = asked(params);
    if (this.#disposed) this.#anew();
    if (!this.#loaded && renderType === "non-realtime") this.#leaveRealTime();
    this.#loaded = true;
    if (this.#mode === "realtime") this.#direct = [];
    this.#act("load", { data });
    await typefaces(this.#late);
    refit();
    this.#paint();
    this.#poll();
    return { ...OK };
  }

  /** @param {unknown} [_params] @returns {Promise<Answer>} */
  async dispose(_params) {
    this.#stops += 1;
    this.#disposed = true;
    this.#loaded = false;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#tick);
    this.#pollNoMore();
    this.#observer.disconnect();
    forget(this.#late);
    [this.#direct, this.#schedule] = [[], []];
    this.#state = this.blank();
    this.#draw(this.#state, 0);
    return { ...OK };
  }

  /** @param {unknown} [params] @returns {Promise<Played>} */
  async playAction(params) {
    const asking = this.#disposed ? null : this.beforePlay(this.#state);
    if (asking !== null) {
      const [stops] = [this.#stops, await asking];
      if (stops !== this.#stops) return ended(answered(STOPPED, this.#state.step));
    }
    return /** @type {Promise<Played>} */ (this.#carryOut("playAction", params));
  }

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async stopAction(params) {
    this.#stops += 1;
    return this.#carryOut("stopAction", params);
  }

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async updateAction(params) {
    const answer = this.#carryOut("updateAction", params);
    this.#poll();
    return answer;
  }

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async customAction(params) {
    return this.#carryOut("customAction", params);
  }

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async goToTime(params) {
    const timestamp = number(asked(params).timestamp);
    if (timestamp === null) return { statusCode: 400, statusMessage: "goToTime needs a timestamp in milliseconds." };
    const refused = this.#notInRealTime();
    if (refused) return refused;
    this.#time = timestamp;
    this.#paint();
    await drawn();
    return { ...OK };
  }

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async setActionsSchedule(params) {
    const { schedule } = asked(params);
    const refused = this.#notInRealTime();
    if (refused) return refused;
    const entries = (Array.isArray(schedule) ? schedule : []).map(fieldsOf);
    this.#schedule = entries.flatMap(({ timestamp, action }) => {
      const { type, params: with_ } = fieldsOf(action);
      const at = number(timestamp);
      return at === null ? [] : [{ timestamp: at, action: { type: text(type), params: fieldsOf(with_) } }];
    });
    this.#schedule.sort((one, other) => one.timestamp - other.timestamp);
    this.#paint();
    return { ...OK };
  }

  /**
   * What has to come before a step is taken; null where it is taken at once.
   * @param {State} _state @returns {Promise<unknown> | null}
   */
  beforePlay(_state) {
    return null;
  }

  /** Ask the feed now, if there is one. @returns {Promise<boolean>} whether it answered */
  async askFeed() {
    const { feedUrl, feedToken } = this.#state.fields;
    const address = text(feedUrl);
    if (!address || this.#mode !== "realtime" || this.#disposed) return false;
    const rows = await feedAt(new URL(address, document.baseURI).href, text(feedToken)).catch(() => null);
    if (rows === null || this.#disposed || text(this.#state.fields.feedUrl) !== address) return false;
    this.#act("feed", { rows });
    return true;
  }

  // Time.

  /** @param {string} type @param {unknown} params @returns {Promise<Answer>} */
  async #carryOut(type, params) {
    if (this.#disposed) return { statusCode: 410, statusMessage: "This graphic was disposed." };
    const answer = this.#act(type, asked(params));
    const state = this.#state;
    await this.#over(state);
    return answer;
  }

  /** @param {string} type @param {Fields} params @returns {Answer} */
  #act(type, params) {
    const calm = matchMedia(CALM).matches ? { skipAnimation: true } : {};
    if (this.#mode !== "realtime") {
      const timestamp = this.#time;
      const { answer } = this.reduce(this.#at(timestamp), { type, params }, timestamp);
      this.#direct.push({ timestamp, action: { type, params } });
      this.#paint();
      return answer;
    }
    const action = { type, params: { ...params, ...calm }, wall: Date.now() };
    const { state, answer } = this.reduce(this.#state, action, performance.now());
    this.#state = state;
    if (!this.#loaded) this.#direct.push({ timestamp: 0, action: { type, params } });
    this.#paint();
    return answer;
  }

  /** The state at a moment: everything that was asked up to it. @param {number} t */
  #at(t) {
    let state = this.blank();
    const due = [...this.#direct, ...this.#schedule].filter((entry) => entry.timestamp <= t);
    due.sort((one, other) => one.timestamp - other.timestamp); // keeps the order of what comes at the same moment
    for (const { timestamp, action } of due) state = this.reduce(state, action, timestamp).state;
    return state;
  }

  /** Ready for the next action: what moves has arrived. Nobody waits for what nobody sees. @param {State} state */
  async #over(state) {
    const left = this.#mode === "realtime" && !document.hidden ? arrival(state) - performance.now() : 0;
    if (left > 0) await new Promise((done) => setTimeout(done, Math.min(left, LONGEST_WAIT)));
  }

  #leaveRealTime() {
    this.#mode = "non-realtime";
    this.#time = 0;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#tick);
    this.#pollNoMore();
  }

  /** @returns {Answer | null} */
  #notInRealTime() {
    if (this.#disposed) return { statusCode: 410, statusMessage: "This graphic was disposed." };
    if (this.#loaded && this.#mode === "realtime")
      return { statusCode: 409, statusMessage: "This graphic was loaded for real time." };
    this.#leaveRealTime();
    return null;
  }

  #anew() {
    this.#disposed = false;
    this.#mode = "realtime";
    [this.#direct, this.#schedule, this.#time] = [[], [], 0];
    this.#state = this.blank();
    if (this.isConnected) this.#observer.observe(this);
  }

  #poll() {
    const polls = this.#pollNoMore();
    const { feedUrl } = this.#state.fields;
    if (!text(feedUrl) || this.#mode !== "realtime" || !this.#loaded) return;
    const again = () => {
      if (polls === this.#polls) this.#polling = setTimeout(once, FEED_EVERY);
    };
    const once = () => void this.askFeed().then(again, again);
    once();
  }

  /** Whoever waits for an answer of the feed asks no further. */
  #pollNoMore() {
    clearTimeout(this.#polling);
    this.#polls += 1;
    return this.#polls;
  }

  // The picture.

  connectedCallback() {
    this.#observer.observe(this);
    this.#seen = false;
    this.#scale();
    this.#poll();
  }

  /** A host may drop an element without a word; it asks no feed any more. */
  disconnectedCallback() {
    this.#observer.disconnect();
    this.#pollNoMore();
  }

  #scale() {
    const { clientWidth, clientHeight } = this;
    const seen = clientWidth > 0 && clientHeight > 0;
    const came = seen && !this.#seen;
    this.#seen = seen;
    if (!seen) return;
    const scale = Math.min(clientWidth / WIDTH, clientHeight / HEIGHT);
    const [x, y] = [(clientWidth - WIDTH * scale) / 2, (clientHeight - HEIGHT * scale) / 2];
    this.stage.style.transform = scale === 1 && !x && !y ? "none" : `translate(${x}px, ${y}px) scale(${scale})`;
    if (!came) return;
    refit(); // what is not laid out measures nothing
    this.#paint();
  }

  #paint() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#tick);
    if (this.#mode !== "realtime") {
      this.#draw(this.#at(this.#time), this.#time);
      return;
    }
    const t = performance.now();
    this.#draw(this.#state, t);
    this.#again(t);
  }

  /** @param {number} t */
  #again(t) {
    if (this.#disposed) return;
    if (t < arrival(this.#state)) {
      this.#frame = requestAnimationFrame(() => this.#paint());
      return;
    }
    const next = this.#state.step < 0 ? null : this.next(this.#state, t);
    if (next !== null) this.#tick = setTimeout(() => this.#paint(), Math.max(8, Math.min(next - t, 60_000)));
  }

  /** @param {State} state @param {number} t */
  #draw(state, t) {
    const on = valueAt(state.on, t);
    this.stage.style.display = on > 0 ? "block" : "none";
    if (on <= 0) return;
    const cell = (/** @type {string} */ name) => cellAt(state.cells[name] ?? still(null), t);
    this.paint({ state, t, on, cell }, this.parts);
  }
}

const STOPPED = { statusCode: 409, statusMessage: "It was stopped before its content had come." };
/** The types of OGraf want a step where its checker wants none. @param {Answer} answer @returns {Played} */
function ended(answer) {
  return /** @type {Played} */ (answer);
}

/** @param {State} state */
function arrival(state) {
  const cells = Object.values(state.cells).map(endOf);
  return Math.max(state.on.at + state.on.over, ...cells);
}

/** One frame on, or a moment where frames do not come. */
async function drawn() {
  if (document.hidden) return;
  await new Promise((done) => {
    const late = setTimeout(done, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      done(undefined);
    });
  });
}
