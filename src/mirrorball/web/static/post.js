// What a page asks of the server. A command carries an id that is made here once and kept for every time it is sent.

export const PATIENCE = 8000; // milliseconds until an answer counts as not coming

/** A name that nobody else makes. Browsers give randomUUID only over https or on this machine itself. */
export function newId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** fetch that gives up: `{status, body}`, and status 0 if nothing came back. A body that is no JSON is null. */
export async function ask(path, options = {}, patience = PATIENCE) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const answer = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: giveUp.signal, ...options });
    const text = await answer.text();
    return { status: answer.status, body: read(text) };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** POST a value as JSON. */
export function post(path, value, patience = PATIENCE) {
  return ask(
    path,
    { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) },
    patience,
  );
}

/**
 * Send a command. The answer's `kind` is one of
 * - done: it is kept; `position` says where,
 * - refused: it did not happen; `sentence` says why, `why` is the refusal's name,
 * - unreadable: the server could not read it; sending it again does not help,
 * - out: this page has no way in any more,
 * - again: nobody knows; send the same id again. `sentence` says why where the server spoke, and `stuck` is true where
 *   the server cannot keep anything just now, or is not there.
 */
export async function command(id, asked) {
  const { status, body } = await post("/commands", { id, command: asked });
  const said = body ?? {};
  const sentence = said.sentence ?? (said.problems ?? []).join(" ");
  if (status === 200 && said.answer === "done") return { kind: "done", position: said.position, sentence: "" };
  if (status === 409) return { kind: "refused", why: said.why ?? "", sentence };
  if (status === 401 || status === 403) return { kind: "out", sentence };
  if (status === 400 || status === 413 || status === 422) return { kind: "unreadable", sentence };
  return { kind: "again", sentence, stuck: status === 0 || status === 503 };
}

/** What a command would do, in sentences; nothing changes. */
export async function preview(asked) {
  const { status, body } = await post("/preview", { command: asked });
  const said = body ?? {};
  if (status === 200) return { kind: "done", sentences: said.sentences ?? [] };
  if (status === 409) return { kind: "refused", why: said.why ?? "", sentences: [said.sentence ?? ""] };
  if (status === 401 || status === 403) return { kind: "out", sentences: [said.sentence ?? ""] };
  return { kind: "again", sentences: said.problems ?? [said.sentence ?? "The server does not answer."] };
}
