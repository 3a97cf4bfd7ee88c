/* What the vote page does where a script runs: buttons for each vote, what is left, the time until the close, and a
   ballot that is kept on the phone and sent under the same id until the server has answered. Nothing is called counted
   before that. Written in the language of 2017, for old phones. */

const PATIENCE = 12000; // milliseconds for one answer
const LONGEST_PAUSE = 30; // seconds between two tries
const MOST_FACETS = 12;
const SOON = 60000;
const LOOK_AGAIN = { before: 20000, open: 120000 };

const page = document.body.dataset;
const one = (name) => document.getElementById(name);
const limit = page.limit ? Number(page.limit) : Infinity;
const perCouple = page.per === "couple";
const form = one("ballot");
const rows = Array.from(document.querySelectorAll(".couple"), (item) => ({
  item,
  number: Number(item.dataset.number),
  name: item.querySelector(".star").textContent,
  field: item.querySelector("input"),
  note: item.querySelector(".note"),
}));
const choosesOne = rows.some((row) => row.field && row.field.type === "checkbox");
const none = () => rows.map(() => 0);
const sum = (votes) => votes.reduce((all, n) => all + n, 0);
const votesOf = (n) => (n === 1 ? "1 vote" : `${n} votes`);
const areIn = (n) => (n === 1 ? "Your vote is in." : `Your ${n} votes are in.`);

/* What this browser keeps for this voter: votes chosen and not saved, a ballot that waits for an answer, and what the
   server has answered. */

const KEY = `mirrorball ${page.key} ${page.voter}`;
let keeps = true;
let kept = read();
let sending = false;
let stage = page.stage;
let said = ""; // why the last ballot was not taken
let trying = ""; // how it stands with a ballot that waits
let mayBeIn = Boolean(kept.waiting); // an earlier try of it got no answer
let wake = () => {};

function read() {
  const empty = { draft: null, waiting: null, taken: [] };
  try {
    return Object.assign(empty, JSON.parse(localStorage.getItem(KEY)));
  } catch (error) {
    return empty;
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    keeps = false;
  }
}

function fits(votes) {
  return Array.isArray(votes) && votes.length === rows.length;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Votes that are in and cannot be taken back, by couple; votes in the fields; and how many more there can be. */

function isIn() {
  const taken = kept.taken.filter((one) => fits(one.votes));
  if (!page.change) return rows.map((_, at) => sum(taken.map((one) => one.votes[at])));
  return taken.length ? taken[taken.length - 1].votes : none();
}

function used(at) {
  const fixed = page.change ? none() : isIn();
  return perCouple ? fixed[at] + draft[at] : sum(fixed) + sum(draft);
}

const left = (at) => Math.max(0, limit - used(at));
const isAsSaved = () => Boolean(page.change) && draft.every((n, at) => !rows[at].field || n === isIn()[at]);
const isNew = () => sum(draft) > 0 && !isAsSaved();

function fromFields() {
  return rows.map((row) => (row.field ? (choosesOne ? Number(row.field.checked) : Number(row.field.value) || 0) : 0));
}

function begin() {
  if (page.mine) return fromFields();
  const waits = kept.waiting && fits(kept.waiting.votes) ? kept.waiting.votes : null;
  const chosen = waits || (fits(kept.draft) ? kept.draft : page.change ? isIn() : none());
  return chosen.map((n, at) => (rows[at].field ? n : 0));
}

let draft = begin();

function give(at, n) {
  if (kept.waiting || stage !== "open") return draw();
  const votes = Math.max(0, Math.floor(n) || 0);
  if (choosesOne) draft = none(); // another choice before saving takes the vote along
  draft[at] = 0;
  draft[at] = Math.min(votes, left(at));
  kept.draft = draft;
  said = "";
  keep();
  draw();
}

/* What stands on the page. */

function put(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function add(parent, kind, text, traits) {
  const made = Object.assign(document.createElement(kind), { textContent: text }, traits);
  parent.appendChild(made);
  return made;
}

function draw() {
  rows.forEach(drawRow);
  drawBar();
  drawReceipts();
}

function drawRow(row, at) {
  const fixed = page.change && stage === "open" ? 0 : isIn()[at];
  const parts = fixed ? [`${votesOf(fixed)} in`] : [];
  if (choosesOne && row.field) {
    row.field.checked = draft[at] > 0;
    row.field.disabled = Boolean(kept.waiting);
    row.field.parentElement.hidden = stage !== "open" || (!page.change && sum(isIn()) >= limit);
    return put(row.note, fixed ? "Your vote is here" : "");
  }
  if (stage !== "open" || !row.field) return put(row.note, parts.join());
  const locked = Boolean(kept.waiting);
  if (document.activeElement !== row.field || Number(row.field.value) !== draft[at]) row.field.value = draft[at];
  row.field.readOnly = locked;
  row.less.setAttribute("aria-disabled", String(locked || draft[at] === 0));
  row.more.setAttribute("aria-disabled", String(locked || left(at) === 0));
  if (row.facets) {
    Array.from(row.facets.children).forEach((facet, nth) => {
      facet.className = nth < fixed ? "in" : nth < fixed + draft[at] ? "on" : "";
    });
  }
  if (perCouple && limit < Infinity) parts.push(`${left(at)} left`);
  put(row.words, parts.join(", "));
}

function drawBar() {
  const bar = one("state").parentElement;
  const [tone, text, code] = standing();
  const state = one("state");
  const whole = text + code;
  if (state.dataset.whole !== whole) {
    state.dataset.whole = whole;
    state.textContent = text;
    if (code) {
      state.appendChild(document.createTextNode(" Receipt "));
      add(state, "b", code);
    }
  }
  (bar.className === "bar" ? bar : state).dataset.tone = tone;
  if (!one("save")) return;
  one("save").setAttribute("aria-disabled", String(!isNew() || Boolean(kept.waiting)));
  const isFull = !page.change && !sum(draft) && rows.every((row, at) => !row.field || left(at) === 0);
  one("save").hidden = stage !== "open" || isFull;
}

/* The tone, the sentence and the receipt of how the voter's ballot stands. */
function standing() {
  const last = kept.taken[kept.taken.length - 1];
  if (kept.waiting) {
    const where = keeps ? "Kept on this phone." : "Kept on this page; leave it open.";
    return ["kept", `${where} Not counted yet. ${trying}`.trim(), ""];
  }
  if (said) return ["not", said, ""];
  if (stage === "closed" && form && isNew()) return ["not", "Voting has closed. These votes were not counted.", ""];
  if (stage === "open" && isNew()) return ["", `${votesOf(sum(draft))} chosen, not saved yet.${inAll()}`, ""];
  if (last) {
    const all = page.change ? sum(last.votes) : sum(isIn());
    if (stage === "open" && page.change && !isAsSaved()) {
      return ["", `No votes chosen. ${areIn(all)}`, last.receipt];
    }
    return ["in", areIn(all) + (stage === "open" ? inAll() : ""), last.receipt];
  }
  if (stage !== "open") return ["", page.mine ? one("state").textContent : "", ""];
  return ["", choosesOne ? "No vote chosen yet." : `No votes chosen yet.${inAll()}`, ""];
}

function inAll() {
  return perCouple || choosesOne || limit === Infinity ? "" : ` ${left(0)} of ${limit} left.`;
}

function drawReceipts() {
  const list = one("receipts");
  list.hidden = kept.taken.length === 0;
  const items = list.querySelector("ul");
  if (items.children.length === kept.taken.length && !page.change) return;
  items.textContent = "";
  kept.taken.forEach((taken, nth) => {
    const item = add(items, "li", "");
    const replaced = page.change && nth < kept.taken.length - 1 ? ", replaced since" : "";
    add(item, "a", taken.receipt, { href: `/receipt?code=${encodeURIComponent(taken.receipt)}` });
    item.appendChild(document.createTextNode(` ${votesOf(sum(taken.votes))}${replaced}`));
  });
}

/* Sending: the same ballot under the same id, at growing distances, until there is an answer. */

function pause(seconds) {
  return new Promise((go) => {
    const timer = setTimeout(go, seconds * 1000);
    wake = () => {
      clearTimeout(timer);
      go();
    };
  });
}

function within(asked) {
  return Promise.race([asked, new Promise((_, give) => setTimeout(give, PATIENCE))]);
}

async function ask(ballot) {
  const body = JSON.stringify({ id: ballot.id, votes: ballot.votes });
  const headers = { "Content-Type": "application/json" };
  try {
    const sent = fetch("/vote", { method: "POST", credentials: "same-origin", headers, body });
    const answer = await within(sent.then((one) => one.json()));
    return answer && (answer.receipt || answer.why) ? answer : null;
  } catch (error) {
    return null;
  }
}

async function send() {
  if (sending || !kept.waiting) return;
  sending = true;
  for (let tries = 0; kept.waiting; tries += 1) {
    trying = tries ? "Trying again." : "Sending.";
    draw();
    const answer = await ask(kept.waiting);
    if (answer && answer.receipt) taken(answer);
    else if (answer && !answer.again) refused(answer.why);
    else {
      const least = answer ? Number(answer.after) || 1 : Math.min(LONGEST_PAUSE, 2 ** tries);
      const seconds = Math.ceil(least * (1 + Math.random() / 2)); // not all phones at once
      mayBeIn = mayBeIn || !answer;
      const why = answer ? answer.why : navigator.onLine === false ? "This phone has no network." : "No answer came.";
      trying = `${why} It is sent again by itself in ${seconds} s.`;
      draw();
      await pause(seconds);
    }
  }
  sending = false;
  draw();
}

function taken(answer) {
  kept.taken.push({ receipt: answer.receipt, votes: kept.waiting.votes, at: answer.at });
  kept.waiting = null;
  kept.draft = null;
  draft = page.change ? isIn().slice() : none();
  said = "";
  keep();
}

function refused(why) {
  draft = begin();
  kept.draft = draft;
  kept.waiting = null;
  const isLate = why.startsWith("Voting has closed");
  said = isLate || why.includes("not counted") ? why : `Not counted. ${why}`;
  if (isLate && mayBeIn) said = "Voting has closed. An earlier try got no answer: if it arrived in time, it counts.";
  keep();
  look();
}

function save(event) {
  event.preventDefault();
  if (kept.waiting || stage !== "open") return;
  if (!isNew()) {
    said = sum(draft) ? "These votes are in already." : "No vote is chosen. Give one with + first.";
    if (choosesOne && !sum(draft)) said = "No vote is chosen. Choose a couple first.";
    draw();
    return;
  }
  kept.waiting = { id: newId(), votes: draft.slice() };
  mayBeIn = false;
  said = "";
  keep();
  send();
}

/* The window: how it stands by the server's clock. The phone's own is only used to count on from there. */

const begun = window.performance && performance.timing ? performance.timing.requestStart : Date.now();
let ahead = Number(page.now) - begun; // how far the server's clock is ahead, rather too much than too little
let closes = page.closes ? Number(page.closes) : null;
let asked = 0;
let again = later(); // when to ask next
let looking = false;

function later() {
  return Date.now() + (LOOK_AGAIN[stage] || Infinity) * (0.5 + Math.random()); // not all phones at once
}

async function look() {
  if (looking) return;
  looking = true;
  const sent = Date.now();
  asked = sent;
  again = later();
  try {
    const answer = await within(fetch("/window.json", { credentials: "same-origin" }).then((one) => one.json()));
    heard(answer, sent);
  } catch (error) {
    /* No network: the page goes on as it knows. */
  }
  looking = false;
  tick();
}

function heard(answer, sent) {
  ahead = answer.now - sent;
  if (answer.stage !== stage) {
    if (answer.stage === "closed" && form) return close();
    setTimeout(() => location.reload(), Math.random() * 3000);
    return;
  }
  if (answer.closes_at !== closes) {
    closes = answer.closes_at;
    if (stage === "open") put(one("close"), "The time of the close has changed. A ballot counts if it reaches us before it.");
  }
  rows.filter((row) => row.field && answer.gone.indexOf(row.number) >= 0).forEach(leave);
}

function leave(row) {
  draft[rows.indexOf(row)] = 0;
  row.item.classList.add("gone");
  row.item.replaceChild(
    Object.assign(document.createElement("span"), { className: "out", textContent: "Out of the show. No votes are taken." }),
    row.item.querySelector(".give"),
  );
  row.field = null;
  row.item.classList.remove("stepping");
  draw();
}

function close() {
  stage = "closed";
  put(one("window"), "Voting has closed");
  put(one("close"), "Ballots that reach us now do not count.");
  one("left").hidden = true;
  document.querySelectorAll(".give, .limit").forEach((element) => {
    element.hidden = true;
  });
  draw();
}

function tick() {
  const now = Date.now();
  if (now > again && !document.hidden) look();
  if (stage !== "open" || closes === null) return;
  const rest = closes - (now + ahead);
  if (rest <= 0 && now - asked > 5000) setTimeout(look, Math.random() * 4000);
  one("left").hidden = false;
  const seconds = Math.max(0, Math.floor(rest / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const short = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  put(one("left"), rest <= 0 ? "Closing now" : hours ? `Closes in ${hours} h ${minutes} min` : `Closes in ${short}`);
  if (rest > 0 && rest < SOON) put(one("close"), "Save now. A ballot counts if it reaches us before the close.");
}

/* The page as it is handed over becomes the page with buttons. */

rows.forEach((row, at) => {
  if (!row.field) return;
  if (choosesOne) {
    row.field.addEventListener("change", () => give(at, Number(row.field.checked)));
    return;
  }
  const step = (sign, words, by) => {
    const button = add(row.field.parentElement, "button", sign, { type: "button" });
    button.setAttribute("aria-label", `${words} for ${row.name}`);
    button.addEventListener("click", () => give(at, draft[at] + by));
    return button;
  };
  row.less = step("\u2212", "One vote less", -1);
  row.more = step("+", "One vote more", 1);
  row.field.parentElement.insertBefore(row.less, row.field);
  row.field.parentElement.classList.add("step");
  row.item.classList.add("stepping");
  row.field.addEventListener("input", () => give(at, Number(row.field.value)));
  row.field.addEventListener("blur", () => draw());
  row.note.textContent = "";
  if (perCouple && limit <= MOST_FACETS) {
    row.facets = add(row.note, "span", "", { className: "facets" });
    row.facets.setAttribute("aria-hidden", "true");
    for (let nth = 0; nth < limit; nth += 1) add(row.facets, "i", "");
  }
  row.words = add(row.note, "span", "");
});
if (stage === "before") put(one("wait"), "This page changes by itself when it does.");
if (form) {
  form.setAttribute("novalidate", "");
  form.addEventListener("submit", save);
}
window.addEventListener("online", () => wake());
window.addEventListener("pageshow", (event) => event.persisted && look());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  wake();
  look();
});
window.addEventListener("storage", (event) => {
  if (event.key !== KEY || sending) return;
  kept = read();
  draft = begin();
  draw();
});
setInterval(tick, 1000);
tick();
if (!page.mine || form) draw();
send();
