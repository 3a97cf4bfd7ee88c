// Building what is read: elements from values, the state of the connection, and what a screen reader is told.

const LINKS = {
  on: "Connected",
  trying: "Connecting",
  off: "No network",
  out: "Link closed",
};

/**
 * An element: `make("p", {class: "quiet", dir: "auto"}, "text", other)`. Text is always text, never HTML. Properties
 * that start with "on" are listeners; true sets an empty attribute; null, undefined and false leave one out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A facet: "empty", "half", "full" or "cross". Words stand beside it. */
export function facet(shape) {
  return make("span", { class: "facet", "data-shape": shape, "aria-hidden": "true" });
}

/** A name or anything else that may be written from right to left. */
export function named(text, properties = {}) {
  return make("bdi", properties, text);
}

/** Show in the head of the page how we are connected. */
export function showLink(state) {
  const link = document.getElementById("link");
  if (!link || link.dataset.link === state) return;
  link.dataset.link = state;
  link.querySelector(".link-words").textContent = LINKS[state] ?? state;
}

const waiting = [];

/** Tell a screen reader, politely. What is said at the same time is told together; the same sentence twice, twice. */
export function say(sentence) {
  const said = document.getElementById("said");
  if (!said || !sentence) return;
  if (!waiting.length) {
    said.textContent = "";
    setTimeout(() => {
      said.textContent = waiting.splice(0).join(" ");
    }, 60);
  }
  waiting.push(sentence);
}

const shown = new WeakMap();

/** Put children into a place, but only if they read differently, so that focus and a finger's press survive. */
export function place(holder, key, build) {
  const next = JSON.stringify(key);
  if (shown.get(holder) === next) return false;
  shown.set(holder, next);
  const held = holder.contains(document.activeElement) ? document.activeElement.id : "";
  holder.replaceChildren(...[build()].flat(Infinity).filter(Boolean));
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  return true;
}
