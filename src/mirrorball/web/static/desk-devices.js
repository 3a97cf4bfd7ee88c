// The devices in the room: who is in, how fresh, and what is wrong with them.

import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { counted, roleName, span } from "/static/desk-words.js";
import { make } from "/static/words.js";

export const SILENT = 15000; // milliseconds: three signs of life that did not come
const HEARD = 5000; // milliseconds for which what the server told last goes on by itself; it tells every two seconds
const FAST = 2000; // a clock that is this far off is told
const LOW = 20; // per cent of a battery

const at = (id) => document.getElementById(id);
const ours = document.querySelector('meta[name="mirrorball-version"]')?.content ?? "";
let devices = [];
let heardAt = 0;

/** What the server tells of the devices. */
export function hearDevices(told) {
  devices = told;
  heardAt = performance.now();
  showDevices();
}

// Once the server itself is not heard, nobody knows more of the devices than it told last.
function age(device) {
  return device.last_seen_ms_ago === null ? null : device.last_seen_ms_ago + Math.min(performance.now() - heardAt, HEARD);
}

// A judge may have changed tablets: the one that was left behind is no trouble while another is in touch.
function replaced(device) {
  return devices.some((other) => other !== device && other.key === device.key && age(other) !== null && age(other) < SILENT);
}

function look(device) {
  const since = age(device);
  if (since === null) return { shape: "empty", word: "Not in yet", tone: "known" };
  if (since >= SILENT) {
    const left = replaced(device);
    return { shape: "cross", word: left ? `Left, ${span(since)} ago` : `Silent for ${span(since)}`, tone: left ? "known" : "grave" };
  }
  return { shape: "full", word: "In touch", tone: "fine" };
}

/** What is wrong with a device, each in a few words. */
function troubles(device) {
  const found = [];
  if (device.unsent) found.push(`${counted(device.unsent, "mark", "marks")} not sent`);
  if (device.pin_blocked) found.push("PIN blocked for a while: too many wrong tries");
  if (device.offset_ms !== null && Math.abs(device.offset_ms) >= FAST) {
    found.push(`clock ${span(Math.abs(device.offset_ms))} ${device.offset_ms > 0 ? "ahead" : "behind"}`);
  }
  if (device.battery !== null && device.battery <= LOW) found.push(`battery ${device.battery} %`);
  if (device.version && ours && device.version !== ours) found.push(`version ${device.version}, ours is ${ours}`);
  return found;
}

/** What is wrong in the room, as lines for the top of the desk. */
export function deviceTroubles() {
  return devices.flatMap((device) => {
    const state = look(device);
    const silent = state.tone === "grave" ? [state.word.toLowerCase()] : [];
    return [...silent, ...troubles(device)].map((words) => ({ words: `${device.holder}: ${words}`, to: "#devices" }));
  });
}

/** Show them; also every second, since silence grows. */
export function showDevices() {
  reveal(at("devices-none"), devices.length === 0);
  rows(at("devices-list"), devices, (device) => `${device.key} ${device.session}`, line);
}

function line() {
  const facet = make("span", { class: "facet", "aria-hidden": "true" });
  const [holder, role, word] = [make("bdi", { class: "device-holder" }), make("span", { class: "quiet" }), make("span", { class: "device-word" })];
  const [wrong, rest] = [make("p", { class: "device-wrong" }), make("p", { class: "device-rest quiet" })];
  const element = make("li", { class: "device" }, make("p", { class: "device-who" }, facet, holder, role), word, wrong, rest);
  return {
    element,
    update(device) {
      const state = look(device);
      const found = troubles(device);
      attribute(element, "data-tone", state.tone);
      attribute(facet, "data-shape", state.shape === "full" && found.length ? "half" : state.shape);
      text(holder, device.holder);
      text(role, roleName(device.role));
      text(word, state.word);
      text(wrong, sentence(found.join(" · ")));
      reveal(wrong, found.length > 0);
      text(rest, well(device).join(" · "));
      reveal(rest, Boolean(rest.textContent));
    },
  };
}

const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function well(device) {
  if (device.last_seen_ms_ago === null) return [];
  const found = [`Seen ${span(age(device))} ago`];
  if (!device.unsent) found.push("nothing unsent");
  if (device.offset_ms !== null && Math.abs(device.offset_ms) < FAST) found.push(`clock ${seconds(device.offset_ms)}`);
  if (device.battery !== null && device.battery > LOW) found.push(`battery ${device.battery} %`);
  if (device.version) found.push(`version ${device.version}`);
  return found;
}

function seconds(milliseconds) {
  const tenths = Math.round(milliseconds / 100);
  if (tenths === 0) return "right";
  return `${tenths > 0 ? "+" : "−"}${Math.floor(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10} s`;
}
