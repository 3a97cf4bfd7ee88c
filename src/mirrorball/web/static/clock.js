// How far this device's clock is from the server's, and the sign of life every few seconds that measures it.

import { post } from "/static/post.js";

const EVERY = 5000;

let offset = null;

/** Milliseconds to add to this device's clock to get the server's; null until it was measured. */
export function clockOffset() {
  return offset;
}

/** The server's time, as well as we know it. */
export function serverNow() {
  return Date.now() + (offset ?? 0);
}

/** Measure once. `unsent` is how many commands wait here. Returns the HTTP status, 0 if nobody answered. */
export async function beat(unsent) {
  const sent = Date.now();
  const began = performance.now();
  const { status, body } = await post(
    "/beat",
    { unsent, version: version(), sent_at: sent, battery: await battery() },
    3000,
  );
  const travelled = performance.now() - began;
  if (status === 200 && typeof body?.now === "number") offset = Math.round(body.now - (sent + travelled / 2));
  return status;
}

/** Give a sign of life now and every five seconds. `unsent()` counts what waits; `onAnswer(status)` hears each time. */
export function keepBeating(unsent, onAnswer = () => {}) {
  let under = false;
  const once = async () => {
    if (under) return;
    under = true;
    onAnswer(await beat(unsent()));
    under = false;
  };
  once();
  const timer = setInterval(once, EVERY);
  return { once, stop: () => clearInterval(timer) };
}

function version() {
  return document.querySelector('meta[name="mirrorball-version"]')?.content ?? "";
}

async function battery() {
  try {
    return Math.round((await navigator.getBattery()).level * 100);
  } catch {
    return null;
  }
}
