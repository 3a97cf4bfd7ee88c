// What was sent and is not answered. A record is written down before it is sent, keeps its id for every time it is sent
// again, and is the truth for every tab of this browser.
//
// A record: {name, about, id, order, who, command, text, at, offset, state, why, sentence, position}. `who` is the night and
// the person; only what is that person's is sent. `state`: waiting, done, refused. `at` is this device's clock, `offset`
// what to add to it for the server's. `text` is the command's number as it was read.

import { clockOffset } from "/static/clock.js";
import { command as send, newId } from "/static/post.js";

const EVERY = 2000;
const TURN = "mirrorball-outbox";

/** Open the outbox over a store. `onChange(records)` hears all records of `who()` whenever one may have changed. */
export function openOutbox({ store, who, onChange, onOut, settle = async () => null }) {
  const between = "BroadcastChannel" in window ? new BroadcastChannel(TURN) : null;
  let under = false;
  let again = false;
  let stopped = false;

  const mine = async () => {
    const person = who();
    if (!person) return [];
    const records = await store.all(`sent/${person}/`);
    return records.sort((one, other) => one.order - other.order);
  };

  const tell = async () => onChange(await mine());

  const changed = async () => {
    between?.postMessage("changed");
    await tell();
  };

  /**
   * Keep a command and send it. `about` names what it is about: there is one record for each, and while that waits or
   * is done, keeping another changes nothing; the record that stands is returned.
   */
  const keep = async (about, command, text = "") => {
    const order = await store.change("counter", (last) => (last ?? 0) + 1);
    const person = who();
    const name = `sent/${person}/${about}`;
    const fresh = {
      name,
      about,
      id: newId(),
      order,
      who: person,
      command,
      text,
      at: Date.now(),
      offset: clockOffset(),
      state: "waiting",
      why: "",
      sentence: "",
      position: null,
    };
    const kept = await store.change(name, (found) => (found && found.state !== "refused" ? found : fresh));
    await changed();
    flush();
    return kept;
  };

  /** Forget a record, once its refusal was read, or so that the same thing can be asked anew. */
  const forget = async (record) => {
    await store.remove(record.name);
    await changed();
  };

  // Only the record with this id is changed: another tab may have put a new one in its place meanwhile.
  const note = (record, found) =>
    store.change(record.name, (kept) => (kept?.id === record.id ? { ...kept, ...found } : (kept ?? { ...record, ...found })));

  const pass = async () => {
    for (const record of (await mine()).filter(({ state }) => state === "waiting")) {
      if (who() !== record.who || stopped) return;
      const answer = await send(record.id, record.command);
      if (answer.kind === "out") {
        stopped = true;
        onOut(answer.sentence);
        return;
      }
      if (answer.kind === "again") {
        if (answer.sentence) await note(record, { sentence: answer.sentence });
        if (answer.stuck) break; // what comes later waits its turn, so that all arrives in order
        continue;
      }
      if (answer.kind === "done") await note(record, { state: "done", position: answer.position, sentence: "" });
      else {
        const settled = answer.kind === "refused" ? await settle(record, answer) : null;
        await note(record, settled ?? { state: "refused", why: answer.why ?? answer.kind, sentence: answer.sentence });
      }
      await changed();
    }
  };

  /** Send what waits. Tabs take turns where the browser lets them; where not, the server knows an id that comes twice. */
  const flush = async () => {
    if (under) {
      again = true;
      return;
    }
    under = true;
    try {
      do {
        again = false;
        if (navigator.locks) await navigator.locks.request(TURN, pass);
        else await pass();
      } while (again && !stopped);
    } finally {
      under = false;
      await tell();
    }
  };

  between?.addEventListener("message", tell);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", flush);
  setInterval(flush, EVERY);

  return { keep, forget, flush, tell };
}
