// How it stands with each routine for one judge: the server's screen and what this tablet keeps, put together. Values
// only; nothing is drawn, asked or kept here.

/** What a routine is called among the things that this tablet keeps. */
export function routineKey({ round, star }) {
  return JSON.stringify([round, star]);
}

/** What is said beside each state, and the shape that stands before it. */
export const STATES = {
  out: { words: "Not danced.", shape: "cross" },
  open: { words: "No mark yet.", shape: "empty" },
  draft: { words: "Not sent. Only on this tablet.", shape: "empty" },
  sent: { words: "Kept on this tablet. Not sent yet.", shape: "half" },
  refused: { words: "Not taken by the desk.", shape: "cross" },
  stored: { words: "With the desk.", shape: "full" },
  locked: { words: "Locked.", shape: "lock" },
  closed: { words: "Locked without a mark from you.", shape: "lock" },
};

/**
 * Each routine of the night as `{dance, key, state, mark, draft, record, correction, asked}`. `mark` is {exact, text} or
 * null. `correction` is this tablet's record of a correction that was asked for, `asked` what waits for the scrutineer.
 */
export function routines(screen, records, drafts) {
  const kept = new Map(records.map((record) => [record.about, record]));
  const own = new Map(screen.mine.map((mine) => [routineKey(mine), mine]));
  return screen.order.map((dance) => {
    const key = routineKey(dance);
    const mine = own.get(key) ?? { mark: null, state: "open", asked: null, from_paper: false };
    const record = kept.get(`mark/${key}`) ?? null;
    const draft = drafts.get(key) ?? null;
    const correction = kept.get(`correction/${key}`) ?? null;
    const [state, mark] = stands(dance, mine, record, draft);
    return { dance, key, state, mark, draft, record, correction, asked: mine.asked, fromPaper: mine.from_paper };
  });
}

function stands(dance, mine, record, draft) {
  if (mine.mark) return [mine.state === "locked" ? "locked" : "stored", mine.mark];
  if (record?.state === "done") return ["stored", shownOf(record)];
  if (record?.state === "waiting") return ["sent", shownOf(record)];
  if (record?.state === "refused") return ["refused", shownOf(record)];
  if (dance.out) return ["out", draft];
  if (draft) return ["draft", draft];
  return [dance.locked ? "closed" : "open", null];
}

/** The mark in a record, for a machine and as it was read when it was sent. */
export function shownOf(record) {
  return { exact: record.command.mark, text: record.text };
}

/**
 * What opens for marking. With the server it is who has the floor; while nobody has, the latest that this judge still
 * owes a mark; or one of those that the judge has gone back to. Without the server it is what the judge has chosen, and
 * until then what the server said last.
 */
export function opened(screen, lines, connected, chosen) {
  const named = (dance) => lines.find((line) => dance && line.key === routineKey(dance)) ?? null;
  const now = named(screen.now);
  if (!connected) return lines.find((line) => line.key === chosen) ?? now;
  const late = owed(lines, now);
  return late.find((line) => line.key === chosen) ?? now ?? late.at(-1) ?? null;
}

/** Routines that were danced and that the desk still waits for: a judge may be slower than the rundown. */
export function owed(lines, now) {
  return lines.filter(({ key, dance, state }) => {
    return dance.called && !dance.locked && !dance.out && key !== now?.key && ["open", "draft"].includes(state);
  });
}

/** Without the server: the routine that should come next, after the one that is open. Null at the end. */
export function following(lines, open) {
  const called = lines.filter(({ dance }) => dance.called).map(({ dance }) => dance.number);
  const from = open ? open.dance.number : Math.max(0, ...called);
  return choices(lines).find(({ dance }) => dance.number > from) ?? null;
}

/** Without the server: what could be danced now, as far as this tablet knows. */
export function choices(lines) {
  return lines.filter(({ dance, state }) => !dance.out && (state === "open" || state === "draft"));
}

/** Drafts for routines that are not open: the desk has moved on, and the mark was never sent. */
export function leftBehind(lines, open) {
  return lines.filter((line) => line.draft && line.key !== open?.key && !["sent", "refused"].includes(line.state));
}
