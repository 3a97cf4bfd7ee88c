// The desk: follows the night and hands each new screen to the parts of the page. Nothing is rebuilt.

import { keepBeating, serverNow } from "/static/clock.js";
import { answer, hearWhetherKept, means, pressed } from "/static/desk-ask.js";
import { hearDevices, showDevices } from "/static/desk-devices.js";
import { hold } from "/static/desk-forms.js";
import { showGlance } from "/static/desk-glance.js";
import { startLetters } from "/static/desk-letters.js";
import { hearBoards, hearPublished, showBoards } from "/static/desk-boards.js";
import { resultTroubles, showResult, startResult } from "/static/desk-result.js";
import { attribute, reveal, text } from "/static/desk-rows.js";
import { showRundown, startRundown } from "/static/desk-rundown.js";
import { showSheets, startSheets, tickSheets } from "/static/desk-sheet.js";
import { openChanges, showSide, startSide } from "/static/desk-side.js";
import { closeTray, openForm, refreshTray, trayIsOpen } from "/static/desk-tray.js";
import { roleName, timeOfDay } from "/static/desk-words.js";
import { hearAudience, tickVote } from "/static/desk-vote.js";
import { follow } from "/static/stream.js";
import { say, showLink } from "/static/words.js";

const OLD = 15000; // milliseconds without a word of the server, after which the page says that it may be old

const at = (id) => document.getElementById(id);
let screen = null;
let link = "trying";
let heard = serverNow(); // when the server was heard last
let notKept = "";

function show(next) {
  const before = screen;
  screen = next;
  text(at("role"), [roleName(next.role), next.holder].filter((word, index, all) => all.indexOf(word) === index).join(" "));
  const { held } = next.night;
  document.body.toggleAttribute("data-held", held !== null);
  if (reveal(at("held"), held !== null)) text(at("held-why"), held);
  means(at("hold"), held === null ? "hold" : "resume");
  text(at("hold"), held === null ? "Hold" : "Let it go on");
  attribute(at("hold"), "data-weight", held === null ? "grave" : "now");
  if (before && (before.night.held === null) !== (held === null)) say(held === null ? "The night goes on." : `On hold: ${held}`);
  showRundown(next);
  showSheets(next);
  showSide(next);
  showResult(next);
  refreshTray(next);
  tick();
}

function tick() {
  text(at("clock"), timeOfDay(serverNow()));
  const stale = link === "out" || serverNow() - heard > OLD;
  if (reveal(at("stale"), stale)) {
    text(
      at("stale-why"),
      link === "out"
        ? "The way in of this device was closed. Come in again by a link of the desk."
        : `The server was heard last at ${timeOfDay(heard)}. What stands here may be old; what you press is not done before it answers.`,
    );
  }
  document.body.toggleAttribute("data-stale", stale);
  tickSheets();
  showDevices();
  showBoards();
  tickVote();
  const disk = notKept ? [{ words: "The disk does not keep what is sent", to: "#disk" }] : [];
  if (screen) showGlance(screen, [...disk, ...resultTroubles(screen)]);
}

function fresh() {
  heard = serverNow();
}

function hearOfDisk(sentence) {
  if (sentence && !notKept) say(`Not kept. ${sentence}`);
  notKept = sentence;
  if (reveal(at("disk"), Boolean(sentence))) text(at("disk-why"), sentence);
}
hearWhetherKept(hearOfDisk);

startRundown();
startSheets();
startSide();
startResult();
at("hold").addEventListener("click", () => {
  if (screen && screen.night.held === null) openForm(hold, at("hold"));
});
pressed(at("hold"), at("hold-answer"), () => (screen && screen.night.held !== null ? { ask: "resume" } : null));
startLetters({
  t: { words: "Take what comes next", press: at("take") },
  b: { words: "Back out of what is on", press: at("back-out") },
  h: { words: "Hold, or let it go on", press: at("hold") },
  l: { words: "Lock the sheet", press: at("lock") },
  n: { words: "Tell the next step of the result", press: at("tell") },
  k: { words: "Take the last step back", press: at("take-back") },
  c: { words: "Make a change", then: openChanges },
  u: { words: "Go to what can be undone", then: () => at("undo-label").focus() },
  s: { words: "Go to the sheet", then: () => at("sheet-label").focus() },
  r: { words: "Go to the rundown", then: () => at("rundown-label").focus() },
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && trayIsOpen()) closeTray();
});

const following = follow({
  stream: "/desk/stream",
  screen: "/desk/screen",
  onScreen: (next) => {
    fresh();
    show(next);
  },
  onLink: (state) => {
    link = state;
    showLink(state);
    if (state === "on") fresh();
    if (state === "out") answer(at("hold-answer"), "");
    tick();
  },
  others: {
    disk: ({ sentence }) => hearOfDisk(sentence),
    audience: hearAudience,
    boards: hearBoards,
    published: hearPublished,
    devices: (told) => {
      fresh();
      hearDevices(told);
      tick();
    },
  },
});
keepBeating(
  () => 0,
  (status) => {
    if (status === 200) fresh();
    else following.doubt();
  },
);
setInterval(tick, 1000);
