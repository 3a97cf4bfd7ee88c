// A judge's tablet: what the server shows and what this tablet keeps, drawn together; and what a judge can do.

import { keepBeating } from "/static/clock.js";
import { CHOICE, choiceDrawn, choiceHeard, choiceOf } from "/static/judge-choice.js";
import { floor, routineHeard } from "/static/judge-floor.js";
import { marksGiven, troublesTold } from "/static/judge-list.js";
import { notices } from "/static/judge-notices.js";
import { closeWindow, correctionWindow, pickWindow, troubleWindow } from "/static/judge-windows.js";
import { choices, following, leftBehind, opened, owed, routineKey, routines, STATES } from "/static/judging.js";
import { layout } from "/static/numbers.js";
import { openOutbox } from "/static/outbox.js";
import { keyboard } from "/static/pad.js";
import { ask, newId } from "/static/post.js";
import { openStore } from "/static/store.js";
import { follow } from "/static/stream.js";
import { place, say, showLink } from "/static/words.js";

const SETTLING = 350; // milliseconds in which a finger may still mean what stood there before

const night = document.body.dataset.night ?? "";
const at = (id) => document.getElementById(id);

let screen = null;
let connected = null; // true, false, or null while nobody knows
let out = false; // or why this page is out
let records = [];
let drafts = new Map();
let chosen = null; // without the network: the routine that the judge said is danced
let half = false;
let typed = "";
let changing = null; // the routine whose draft is being changed
let before = null; // the view that was drawn last

const store = await openStore();
const person = () => (screen ? `${night}/${screen.judge}` : "");

const outbox = openOutbox({
  store,
  who: person,
  onChange: (found) => {
    records = found;
    draw();
  },
  onOut: (sentence) => left(sentence),
  settle: alreadySo,
});

// The desk has a mark from this judge already. If it is this one, all is well: somebody has sent it twice.
async function alreadySo(record, answer) {
  if (!["AlreadyMarked", "AlreadySpoken"].includes(answer.why)) return null;
  const { status, body } = await ask("/judge/screen");
  if (status !== 200 || !body) return null;
  const done = { state: "done", position: body.position, sentence: "" };
  if (answer.why === "AlreadySpoken") return body.saved === record.command.star ? done : null;
  const { round, star, mark } = record.command;
  const has = body.mine.find((mine) => mine.round === round && mine.star === star);
  return has?.mark?.exact === mark ? done : null;
}

// What the tablet keeps besides the outbox: drafts, the last screen, and the routine chosen without the network.

async function recall() {
  drafts = new Map((await store.all(`draft/${person()}/`)).map((draft) => [draft.key, draft]));
  chosen = (await store.get(`chosen/${person()}`)) ?? null;
}

async function keepDraft(key, mark) {
  const name = `draft/${person()}/${key}`;
  if (mark) drafts.set(key, { key, exact: mark.exact, text: mark.text });
  else drafts.delete(key);
  draw();
  await (mark ? store.put(name, drafts.get(key)) : store.remove(name));
  between?.postMessage("draft");
}

async function choose(key) {
  chosen = key;
  draw();
  await store.put(`chosen/${person()}`, key);
}

const between = "BroadcastChannel" in window ? new BroadcastChannel("mirrorball-drafts") : null;
between?.addEventListener("message", async () => {
  await recall();
  draw();
});

// What a judge can do.

const act = {
  choose: (line, mark) => {
    changing = null;
    half = false;
    typed = "";
    keepDraft(line.key, mark);
    at("send")?.focus({ preventScroll: true });
    at("send")?.scrollIntoView({ block: "nearest" });
  },
  half: (next) => {
    half = next;
    draw();
  },
  typed: (text) => {
    typed = text.slice(0, 8);
    draw();
  },
  change: (line) => {
    changing = line.key;
    half = Boolean(line.draft?.exact.endsWith("/2")) && layout(screen.scale).kind === "halves";
    typed = "";
    draw();
    document.querySelector('#floor [aria-pressed="true"].tile, #floor .tile:not(:disabled)')?.focus({ preventScroll: true });
  },
  send: async (line) => {
    const mark = line.draft;
    if (!mark) return;
    const { round, star } = line.dance;
    await outbox.keep(`mark/${line.key}`, { ask: "give-mark", judge: screen.judge, round, star, mark: mark.exact }, mark.text);
    await keepDraft(line.key, null);
    at("stands")?.focus({ preventScroll: true });
  },
  drop: (line) => {
    say(`Dropped: ${line.draft.text} for ${line.dance.couple}.`);
    keepDraft(line.key, null);
  },
  read: async (record, line) => {
    if (record.why === "NotCalled" && line) await keepDraft(line.key, { exact: record.command.mark, text: record.text });
    await outbox.forget(record);
  },
  correct: (line, wanted = null) => {
    correctionWindow(line, screen.scale, wanted, (mark, reason) => {
      const { round, star } = line.dance;
      keepDraft(line.key, null);
      const asked = { ask: "ask-correction", judge: screen.judge, round, star, mark: mark.exact, reason: printable(reason) };
      outbox.keep(`correction/${line.key}`, asked, mark.text);
      say("The scrutineer will be asked.");
    });
  },
  pickSave: async ({ star, couple }) => {
    await keepDraft(CHOICE, { exact: star, text: couple });
    at("send")?.focus({ preventScroll: true });
  },
  dropSave: async () => {
    await keepDraft(CHOICE, null);
    at("save-1")?.focus({ preventScroll: true });
  },
  sendSave: async () => {
    const { choice } = before;
    if (choice?.state !== "draft") return;
    const { star, couple } = choice.picked;
    await outbox.keep(choice.key, { ask: "name-save", judge: screen.judge, star }, couple);
    await keepDraft(CHOICE, null);
    at("stands")?.focus({ preventScroll: true });
  },
  open: (line) => choose(line?.key ?? null),
  pick: () => pickWindow(choices(before.lines), act.open),
};

// What is pasted may hold signs that no page prints; the server takes none of them.
function printable(text) {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ");
}

function report(text) {
  outbox.keep(`trouble/${newId()}`, { ask: "report-trouble", text: printable(text) });
  say("Kept. The desk will be told.");
}

// Drawing.

function look() {
  const lines = routines(screen, records, drafts);
  const open = opened(screen, lines, connected !== false, chosen);
  const marked = open && !["open", "draft"].includes(open.state);
  const alone = connected === false && screen.sits && !out;
  const now = lines.find(({ key }) => screen.now && key === routineKey(screen.now)) ?? null;
  const late = screen.sits && connected ? owed(lines, now) : [];
  return {
    screen,
    lines,
    open,
    choice: choiceOf(screen, records, drafts),
    records,
    connected,
    picked: connected === false && open?.key === chosen,
    out,
    half,
    typed,
    changing: changing === open?.key,
    lasting: store.lasting,
    offer: alone && (!open || marked || open.dance.out) ? following(lines, open) : null,
    elsewhere: alone,
    late: late.includes(open),
    now,
    owed: late.filter((line) => line !== open && line.state === "open"),
    behind: leftBehind(lines, open),
    refused: records.filter(({ state }) => state === "refused"),
    waiting: records.filter(({ state }) => state === "waiting").length,
  };
}

function draw() {
  if (!screen) {
    place(at("notices"), [out, connected, "nothing"], () => notices({ ...empty(), out, connected }, act));
    return;
  }
  const view = look();
  const { lines, open } = view;
  place(at("notices"), [view.out, view.screen.night.held, view.refused, view.behind, view.owed, view.connected, view.waiting], () => notices(view, act));
  const drawn = place(
    at("floor"),
    [open, view.offer, view.elsewhere, view.late, view.now?.key, view.connected, view.picked, view.half, view.typed, view.changing, screen.scale, screen.sits, lines.map((l) => l.state), view.choice],
    () => (view.choice ? choiceDrawn(view, act) : floor(view, act)),
  );
  place(at("given"), [lines, open?.key, view.connected], () => marksGiven(view, act));
  place(at("troubles"), [screen.troubles, records], () => troublesTold(view));
  at("who").textContent = screen.judge;
  at("unsent").textContent = view.waiting ? `${view.waiting} not sent yet` : "";
  document.body.dataset.state = view.choice?.state ?? open?.state ?? "nobody";
  if (drawn && (open?.key !== before?.open?.key || view.choice?.key !== before?.choice?.key)) settle();
  hear(before, view);
  before = view;
}

function empty() {
  return { screen: null, lines: [], behind: [], owed: [], refused: [], waiting: records.length, lasting: store.lasting };
}

// Another couple: it is read from the top. A finger that is on its way down must not land on what moved under it.
function settle() {
  scrollTo({ top: 0, behavior: "instant" });
  changing = null;
  half = false;
  typed = "";
  const floorNow = at("floor");
  floorNow.classList.add("settling");
  setTimeout(() => floorNow.classList.remove("settling"), SETTLING);
}

// What a screen reader is told: only what has changed.
function hear(was, is) {
  if (!was) return;
  const { open } = is;
  if (is.connected !== was.connected && is.connected === false) say("No network. All is kept on this tablet.");
  if (is.connected === true && was.connected === false) say("Connected again.");
  if (is.screen.night.held && is.screen.night.held !== was.screen.night.held) say(`The night stands still: ${is.screen.night.held}`);
  for (const record of is.refused.filter(({ id }) => !was.refused.some((one) => one.id === id))) say(record.sentence);
  const { choice } = is;
  if (choice && (choice.key !== was.choice?.key || choice.state !== was.choice?.state)) say(choiceHeard(choice));
  if (choice) return;
  if (was.choice) say("The judges' choice is over.");
  if (open && open.key !== was.open?.key) say(`${is.late ? "Danced before" : "On the floor"}: ${routineHeard(open.dance)}.`);
  if (!open || open.key !== was.open?.key) return;
  const stateNow = `${open.state} ${open.mark?.exact ?? ""}`;
  if (stateNow === `${was.open.state} ${was.open.mark?.exact ?? ""}`) return;
  if (open.state === "draft") say(`You give ${open.mark.text} to ${routineHeard(open.dance)}. ${STATES.draft.words}`);
  else if (open.mark) say(`${open.mark.text} for ${routineHeard(open.dance)}. ${STATES[open.state].words}`);
  else say(STATES[open.state].words);
}

// The keyboard: digits choose, Enter sends what was read back.

const digit = keyboard();
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || at("window").open || !before?.open || before.choice) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const { open } = before;
  if (connected === null || !["open", "draft"].includes(open.state) || !screen.sits || open.dance.out) return;
  const { scale } = screen;
  if (layout(scale).kind === "typed") {
    if (open.state === "draft" && changing !== open.key) return;
    if (/^[\d.]$/.test(event.key)) act.typed(typed + event.key);
    else if (event.key === ",") act.typed(`${typed}.`);
    else if (event.key === "Backspace") act.typed(typed.slice(0, -1));
    else if (event.key === "Enter" && event.target === document.body) at("read-back")?.click();
    else return;
    event.preventDefault();
    return;
  }
  const mark = digit(scale, event.key, open.draft, half);
  if (mark) {
    event.preventDefault();
    act.choose(open, mark);
  } else if (event.key === "Enter" && !event.target.closest("button, a, dialog")) {
    at("send")?.click();
  }
});

// The server's side.

async function shown(found) {
  const other = screen?.judge !== found.judge;
  screen = found;
  if (other) await recall();
  await store.put(`screen/${night}`, found);
  await outbox.tell();
  await settleAccounts();
  draw();
}

// What the screen shows needs no record any more; a draft of what the desk has in the same words needs no keeping.
async function settleAccounts() {
  for (const record of records) {
    if (record.state === "done" && record.position <= screen.position) await outbox.forget(record);
  }
  const save = drafts.get(CHOICE);
  if (save && (screen.saved || !(screen.choosing ?? []).some(({ star }) => star === save.exact))) await keepDraft(CHOICE, null);
  for (const { key, draft, mark, state } of routines(screen, records, drafts)) {
    if (draft && mark && ["stored", "locked"].includes(state) && draft.exact === mark.exact) await keepDraft(key, null);
  }
}

function linked(state) {
  showLink(state);
  if (state === "trying") return;
  const was = connected;
  connected = state === "on";
  if (state === "out") left();
  if (connected) {
    out = false;
    if (chosen) choose(null);
    outbox.flush();
  }
  if (connected !== was) draw();
}

function left(sentence = "") {
  out = sentence || "Your link was closed.";
  connected = false;
  showLink("out");
  closeWindow();
  draw();
}

// Begin: what was kept first, then the server.

at("trouble").addEventListener("click", () => troubleWindow(report));

const last = await store.get(`screen/${night}`);
if (last) {
  screen = last;
  await recall();
  await outbox.tell();
}
draw();

const link = follow({
  stream: "/judge/stream",
  screen: "/judge/screen",
  onScreen: (found) => shown(found),
  onLink: linked,
});

keepBeating(
  () => records.filter(({ state }) => state === "waiting").length,
  (status) => {
    if ((status === 200) !== (link.state === "on")) link.doubt();
  },
);

outbox.flush();
navigator.storage?.persist?.().catch(() => false);
navigator.serviceWorker?.register("/judge-worker.js", { scope: "/judge" }).catch(() => null);

async function stayAwake() {
  try {
    if (!document.hidden) await navigator.wakeLock.request("screen");
  } catch {
    // The tablet dims after a while; nothing else is lost.
  }
}
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
