// The vote at the desk: the window with its countdown, and how ballots come in on each channel. Never for whom.

import { serverNow } from "/static/clock.js";
import { attribute, reveal, rows, text } from "/static/desk-rows.js";
import { span, timeOfDay } from "/static/desk-words.js";
import { make, say } from "/static/words.js";

const at = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en");
let screen = null;
let told = null;

/** Where the window stands: the same sentence as on every other page, from the same time. */
export function showWindow(next, before) {
  screen = next;
  text(at("vote-state"), sentence(next));
  attribute(at("vote-state"), "data-vote", next.vote);
  if (before && (before.vote !== next.vote || before.closes_at !== next.closes_at)) say(sentence(next));
  tickVote();
}

function sentence({ vote, closes_at }) {
  if (vote === "closed") return "The vote is closed.";
  if (vote !== "open") return "The vote is not open yet.";
  return closes_at === null ? "The vote is open." : `The vote is open until ${timeOfDay(closes_at)}.`;
}

/** Every second: what is left of the window. */
export function tickVote() {
  if (!screen || !reveal(at("vote-left"), screen.vote === "open" && screen.closes_at !== null)) return;
  const left = screen.closes_at - serverNow();
  text(at("vote-left"), left > 0 ? `${span(left + 999)} left` : "It closes now.");
}

/** How ballots come in, whenever the server tells. */
export function hearAudience(next) {
  const before = told;
  told = next;
  if (!reveal(at("channels"), next.channels.length > 0)) return;
  text(at("channels-sum"), next.says);
  rows(at("channels-list"), next.channels, (channel) => channel.name, channelRow);
  const grave = reveal(at("channels-trouble"), Boolean(next.trouble));
  if (grave) text(at("channels-trouble"), next.trouble);
  const silent = (known) => known?.channels.filter((channel) => channel.silent).map((channel) => channel.name) ?? [];
  const since = silent(before);
  for (const name of silent(next)) if (before && !since.includes(name)) say(`No ballots on ${name}.`);
}

/** What is wrong with the vote, for the top of the desk. */
export function voteTroubles() {
  if (!told) return [];
  const lines = told.channels.filter((channel) => channel.silent).map((channel) => ({ words: `${channel.name}: ${channel.says}`, to: "#channels" }));
  return told.trouble ? [{ words: told.trouble, to: "#channels" }, ...lines] : lines;
}

function channelRow() {
  const shape = make("span", { class: "facet", "aria-hidden": "true" });
  const [name, word, rest] = [make("bdi"), make("span", { class: "device-word" }), make("span", { class: "quiet device-rest" })];
  const element = make("li", { class: "device" }, make("span", { class: "device-who" }, shape, name), word, rest);
  return {
    element,
    update(channel) {
      attribute(element, "data-tone", channel.silent ? "grave" : "known");
      attribute(shape, "data-shape", channel.silent ? "cross" : channel.taken ? "full" : "empty");
      text(name, channel.name);
      text(word, channel.says);
      text(rest, `${number.format(channel.taken)} in, ${number.format(channel.offered)} offered, ${number.format(channel.refused)} refused`);
    },
  };
}
