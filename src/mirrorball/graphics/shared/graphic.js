// What the five graphics share: the methods of OGraf, the stage, and one source of time.
//
// A graphic is a value: `reduce` makes of a state, an action and its moment the next state, and `paint` draws a state at
// a moment. In real time each action is reduced when it comes and frames are painted while something moves; otherwise
// `goToTime` reduces the schedule up to a moment and paints it. So both paint the same picture, and a graphic that was
// asleep for an hour wakes with the right one.

import { refit } from "./draw.js";
import { dress, forget, HEIGHT, typefaces, WIDTH } from "./look.js";
import { cellAt, endOf, resting, still, toward, turned, valueAt } from "./motion.js";
import { feedAt, fieldsOf, number, text } from "./read.js";

/** @typedef {import("./motion.js").Track} Track */
/** @typedef {import("./motion.js").Cell} Cell */
/** @typedef {import("./read.js").Fields} Fields */
/** @typedef {{ statusCode: number, statusMessage?: string }} Answer */
/** @typedef {Answer & { currentStep: number }} Played */

/**
 * @typedef {object} State
 * @property {Fields} fields as they were sent, each update laid over the ones before
 * @property {readonly Fields[]} feed the rows that a feed answered with
 * @property {number} step -1 while the graphic is off
 * @property {Track} on from 0, off, to 1, on
 * @property {Readonly<Record<string, Cell>>} cells what is drawn, each part on its way from one content to the next
 * @property {any} more what one graphic keeps besides
 */

/**
 * @typedef {object} Action
 * @property {string} type
 * @property {Fields} params
 * @property {number} [wall] the machine's clock when the action came; unknown where time is not real
 */

/**
 * A state at a moment, as it is drawn.
 * @typedef {object} Look
 * @property {State} state
 * @property {number} t
 * @property {number} on
 * @property {(name: string) => { value: any, p: number }} cell
 */

const LONGEST_WAIT = 2000; // a host gives a promise three seconds
const NO_FLASH = 350; // a picture that came or went sooner than this ago may not be cut: three flashes a second
const FEED_EVERY = 2000;
const OK = { statusCode: 200 };
const CALM = "(prefers-reduced-motion: reduce)";

/** @param {unknown} params @returns {Fields} */
const asked = (params) => fieldsOf(params);

/** @template P what the graphic is drawn with */
export class Graphic extends HTMLElement {
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

  // What each graphic says of itself.

  /** Milliseconds of coming, going, and of a content that gives way to the next. */
  get pace() {
    return { in: 900, out: 420, fade: 160, over: 480 };
  }

  /** @returns {string} */
  styles() {
    return "";
  }

  /** Build what is drawn with. @param {HTMLElement} _stage @returns {P} */
  build(_stage) {
    throw new TypeError("A graphic builds its own parts.");
  }

  /** @returns {any} */
  more() {
    return {};
  }

  /** How many steps there are. @param {State} _state @returns {number} */
  steps(_state) {
    return 1;
  }

  /** What is drawn at a step, part by part; at step -1 what is there when the graphic comes. @param {State} _state @param {number} _step @returns {Record<string, unknown>} */
  contents(_state, _step) {
    return {};
  }

  /** How long a part waits before it turns. @param {string} _name @param {boolean} _coming */
  wait(_name, _coming) {
    return 0;
  }

  /** Draw. @param {Look} _look @param {P} _parts */
  paint(_look, _parts) {}

  /** When the picture changes next although nothing moves; null if it does not. @param {State} _state @param {number} _t @returns {number | null} */
  next(_state, _t) {
    return null;
  }

  /** A custom action, or null where there is none of that name. @param {State} _state @param {string} _id @param {Fields} _payload @param {number} _at @param {boolean} _skip @returns {{ state: State, answer: Answer } | null} */
  custom(_state, _id, _payload, _at, _skip) {
    return null;
  }

  // The methods of OGraf. Each may be called at any time, before another has answered, and more than once.

  /** @param {unknown} [params] @returns {Promise<Answer>} */
  async load(params) {
    const { renderType, data } = asked(params);
    if (this.#disposed) this.#anew();
    if (!this.#loaded && renderType === "non-realtime") this.#leaveRealTime();
    this.#loaded = true;
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
    clearTimeout(this.#polling);
    this.#observer.disconnect();
    forget(this.#late);
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

  // How a state follows from the one before.

  /** @returns {State} */
  blank() {
    const state = { fields: {}, feed: [], step: -1, on: { ...resting(0), at: -NO_FLASH }, cells: {}, more: this.more() };
    return this.settled(state, 0, true);
  }

  /** @param {State} state @param {Action} action @param {number} at @returns {{ state: State, answer: Answer }} */
  reduce(state, action, at) {
    const skip = action.params.skipAnimation === true;
    switch (action.type) {
      case "load":
      case "updateAction":
        return { state: this.settled(this.received(state, action, at), at, skip), answer: { ...OK } };
      case "feed":
        return { state: this.settled(this.fed(state, action, at), at, skip), answer: { ...OK } };
      case "playAction":
        return this.played(state, action, at, skip);
      case "stopAction":
        return { state: this.left(state, at, skip), answer: { ...OK } };
      case "customAction": {
        const { id, payload } = action.params;
        const done = this.custom(state, text(id), fieldsOf(payload), at, skip);
        return done ?? { state, answer: { statusCode: 404, statusMessage: "This graphic has no such action." } };
      }
      default:
        return { state, answer: { statusCode: 400, statusMessage: "There is no such action." } };
    }
  }

  /** New fields, laid over the old ones. @param {State} state @param {Action} action @param {number} _at @returns {State} */
  received(state, action, _at) {
    return { ...state, fields: { ...state.fields, ...fieldsOf(action.params.data) } };
  }

  /** New rows of a feed. @param {State} state @param {Action} action @param {number} _at @returns {State} */
  fed(state, action, _at) {
    const rows = Array.isArray(action.params.rows) ? action.params.rows.map(fieldsOf) : [];
    return { ...state, feed: rows };
  }

  /** @param {State} state @param {Action} action @param {number} at @param {boolean} skip @returns {{ state: State, answer: Answer }} */
  played(state, action, at, skip) {
    const step = stepAsked(state, action);
    if (step === null) return { state, answer: answered(BAD_STEP, state.step) };
    if (step < 0 || step >= this.steps(state)) return { state: this.left(state, at, skip), answer: { ...OK } };
    return { state: this.stepped(state, step, at, skip), answer: answered(OK, step) };
  }

  /** On, at a step. @param {State} state @param {number} step @param {number} at @param {boolean} skip @returns {State} */
  stepped(state, step, at, skip) {
    const off = valueAt(state.on, at) <= 0;
    const from = off ? this.settled({ ...state, step: -1 }, at, true) : state;
    const on = state.on.to === 1 && !skip ? state.on : directed(state.on, 1, at, this.pace.in, skip);
    return this.settled({ ...from, step, on }, at, skip, off);
  }

  /** Off. What was drawn stays what it is while it goes. @param {State} state @param {number} at @param {boolean} skip @returns {State} */
  left(state, at, skip) {
    const on = state.on.to === 0 && !skip ? state.on : directed(state.on, 0, at, this.pace.out, skip);
    return { ...state, step: -1, on };
  }

  /**
   * Each part of what is drawn starts on its way to what it should be by now.
   * @param {State} state @param {number} at @param {boolean} skip @param {boolean} coming @returns {State}
   */
  settled(state, at, skip, coming = false) {
    const off = state.on.to === 0 && valueAt(state.on, at) <= 0;
    if (state.on.to === 0 && !off) return state; // it is going
    const cells = { ...state.cells };
    const wanted = this.contents(state, state.step);
    for (const name of new Set([...Object.keys(cells), ...Object.keys(wanted)])) {
      const now = wanted[name] ?? null;
      const cell = cells[name] ?? still(null);
      if (skip || off) cells[name] = still(now);
      else if (!same(cell.now, now)) cells[name] = turned(cell, now, at, this.wait(name, coming), this.pace);
      else cells[name] = cell;
    }
    return { ...state, cells };
  }

  /** What has to come before a step is taken; null where it is taken at once. @param {State} _state @returns {Promise<unknown> | null} */
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
    clearTimeout(this.#polling);
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
    clearTimeout(this.#polling);
    const { feedUrl } = this.#state.fields;
    if (!text(feedUrl) || this.#mode !== "realtime" || !this.#loaded) return;
    const again = () => {
      if (this.#loaded) this.#polling = setTimeout(once, FEED_EVERY);
    };
    const once = () => void this.askFeed().then(again, again);
    once();
  }

  // The picture.

  connectedCallback() {
    this.#observer.observe(this);
    this.#seen = false;
    this.#scale();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
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

/** In or out, by a movement or by a cut. @param {Track} on @param {number} to @param {number} at @param {number} over @param {boolean} skip @returns {Track} */
function directed(on, to, at, over, skip) {
  if (!skip) return toward(on, to, at, over);
  if (valueAt(on, at) === to) return { ...resting(to), at: on.at };
  return at - on.at < NO_FLASH ? toward(on, to, at, over) : { ...resting(to), at };
}

const STOPPED = { statusCode: 409, statusMessage: "It was stopped before its content had come." };
const BAD_STEP = { statusCode: 400, statusMessage: "goto and delta are whole numbers." };

/** The step that an action asks for, or null where it asks for none. @param {State} state @param {Action} action */
export function stepAsked(state, { params: { goto: to, delta } }) {
  const given = (/** @type {unknown} */ value) => value !== undefined && value !== null && value !== "";
  const [step, by] = [given(to) ? number(to) : null, given(delta) ? number(delta) : 1];
  if (given(to)) return Number.isInteger(step) ? step : null;
  return by !== null && Number.isInteger(by) ? state.step + by : null;
}

/** What playing answers: the step, or no step at all once the graphic has ended. @param {Answer} answer @param {number} step @returns {Answer} */
export function answered(answer, step) {
  return step < 0 ? answer : /** @type {Played} */ ({ ...answer, currentStep: step });
}

/** The types of OGraf want a step where its checker wants none. @param {Answer} answer @returns {Played} */
function ended(answer) {
  return /** @type {Played} */ (answer);
}

/** @param {State} state */
function arrival(state) {
  const cells = Object.values(state.cells).map(endOf);
  return Math.max(state.on.at + state.on.over, ...cells);
}

/** @param {unknown} one @param {unknown} other */
export function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
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
