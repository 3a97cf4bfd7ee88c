// What the five graphics share: how a state follows from the one before, by an action and its moment.
//
// Nothing in here draws, waits or looks at a clock, so a schedule that is gone through again comes to the same state.

import { resting, still, toward, turned, valueAt } from "./motion.js";
import { fieldsOf, number, text } from "./read.js";

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

const NO_FLASH = 350; // a picture that came or went sooner than this ago may not be cut: three flashes a second
export const OK = { statusCode: 200 };
const BAD_STEP = { statusCode: 400, statusMessage: "goto and delta are whole numbers." };

export class Stepping extends HTMLElement {
  /** Milliseconds of coming, going, and of a content that gives way to the next. */
  get pace() {
    return { in: 900, out: 420, fade: 160, over: 480 };
  }

  /** @returns {any} */
  more() {
    return {};
  }

  /** How many steps there are. @param {State} _state @returns {number} */
  steps(_state) {
    return 1;
  }

  /**
   * What is drawn at a step, part by part; at step -1 what is there when the graphic comes.
   * @param {State} _state @param {number} _step @returns {Record<string, unknown>}
   */
  contents(_state, _step) {
    return {};
  }

  /** How long a part waits before it turns. @param {string} _name @param {boolean} _coming */
  wait(_name, _coming) {
    return 0;
  }

  /**
   * When the picture changes next although nothing moves; null if it does not.
   * @param {State} _state @param {number} _t @returns {number | null}
   */
  next(_state, _t) {
    return null;
  }

  /**
   * A custom action, or null where there is none of that name.
   * @param {State} _state @param {string} _id @param {Fields} _payload @param {number} _at @param {boolean} _skip
   * @returns {{ state: State, answer: Answer } | null}
   */
  custom(_state, _id, _payload, _at, _skip) {
    return null;
  }

  /** @returns {State} */
  blank() {
    const state = {
      fields: {},
      feed: [],
      step: -1,
      on: { ...resting(0), at: -NO_FLASH },
      cells: {},
      more: this.more(),
    };
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

  /**
   * New fields, laid over the old ones.
   * @param {State} state @param {Action} action @param {number} _at @returns {State}
   */
  received(state, action, _at) {
    return { ...state, fields: { ...state.fields, ...fieldsOf(action.params.data) } };
  }

  /** New rows of a feed. @param {State} state @param {Action} action @param {number} _at @returns {State} */
  fed(state, action, _at) {
    const rows = Array.isArray(action.params.rows) ? action.params.rows.map(fieldsOf) : [];
    return { ...state, feed: rows };
  }

  /**
   * @param {State} state @param {Action} action @param {number} at @param {boolean} skip
   * @returns {{ state: State, answer: Answer }}
   */
  played(state, action, at, skip) {
    const step = stepAsked(state, action);
    if (step === null) return { state, answer: answered(BAD_STEP, state.step) };
    if (step < 0 || step >= this.steps(state)) return { state: this.left(state, at, skip), answer: { ...OK } };
    return { state: this.stepped(state, step, at, skip), answer: answered(OK, step) };
  }

  /**
   * On, at a step.
   * @param {State} state @param {number} step @param {number} at @param {boolean} skip @returns {State}
   */
  stepped(state, step, at, skip) {
    const off = valueAt(state.on, at) <= 0;
    const from = off ? this.settled({ ...state, step: -1 }, at, true) : state;
    const on = state.on.to === 1 && !skip ? state.on : directed(state.on, 1, at, this.pace.in, skip);
    return this.settled({ ...from, step, on }, at, skip, off);
  }

  /**
   * Off. What was drawn stays what it is while it goes.
   * @param {State} state @param {number} at @param {boolean} skip @returns {State}
   */
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
}

/**
 * In or out, by a movement or by a cut.
 * @param {Track} on @param {number} to @param {number} at @param {number} over @param {boolean} skip @returns {Track}
 */
function directed(on, to, at, over, skip) {
  if (!skip) return toward(on, to, at, over);
  if (valueAt(on, at) === to) return { ...resting(to), at: on.at };
  return at - on.at < NO_FLASH ? toward(on, to, at, over) : { ...resting(to), at };
}

/** The step that an action asks for, or null where it asks for none. @param {State} state @param {Action} action */
export function stepAsked(state, { params: { goto: to, delta } }) {
  const given = (/** @type {unknown} */ value) => value !== undefined && value !== null && value !== "";
  const [step, by] = [given(to) ? number(to) : null, given(delta) ? number(delta) : 1];
  if (given(to)) return Number.isInteger(step) ? step : null;
  return by !== null && Number.isInteger(by) ? state.step + by : null;
}

/**
 * What playing answers: the step, or no step at all once the graphic has ended.
 * @param {Answer} answer @param {number} step @returns {Answer}
 */
export function answered(answer, step) {
  return step < 0 ? answer : /** @type {Played} */ ({ ...answer, currentStep: step });
}

/** @param {unknown} one @param {unknown} other */
export function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
