// The forms of the desk: what each asks for, and the command that comes of it.

import { byName, byOf, danceLine, exactly, person, segmentLine, timeOfDay } from "/static/desk-words.js";

const LONGEST_WINDOW = 7 * 24 * 60 * 60; // seconds
const reason = (label = "Why") => ({ name: "reason", label, kind: "words" });
const need = (field, says) => ({ field, says });
const both = (round, star) => JSON.stringify([round, star]);

/** The night stops where it is. */
export const hold = {
  key: "hold",
  title: "Hold the night",
  fields: [{ ...reason("Why does the night stop?"), hint: "Everybody at the desk and every judge reads this." }],
  verb: "Hold the night",
  grave: true,
  asked: ({ reason: why }) => (why ? { ask: "hold", reason: why } : need("reason", "Write why, in one sentence.")),
  done: "The night is on hold.",
};

export function skip(segment) {
  return {
    key: `skip ${segment.number}`,
    title: `Skip ${segment.number}: ${segmentLine(segment)}`,
    fields: [reason("Why is it left out?")],
    verb: `Skip ${segment.number}`,
    grave: true,
    asked: ({ reason: why }) =>
      why ? { ask: "skip", segment: segment.number, reason: why } : need("reason", "Write why, in one sentence."),
    done: `${segment.number} is left out.`,
  };
}

// Marks.

const scaleSays = ({ scale }) => `${scale.lowest.text} to ${scale.highest.text}, in steps of ${scale.step.text}.`;
const ofDance = (sheet) => `${sheet.dance.couple}: ${danceLine(sheet.dance)}`;
const key = (judge, sheet) => ({ judge, round: sheet.dance.round, star: sheet.dance.star });
const named = (what, seat, sheet) => `${what} ${seat.seat} ${sheet.dance.round} ${sheet.dance.star}`;

function current(screen, sheet, seat) {
  const found = screen.sheets.find((one) => one.dance.round === sheet.dance.round && one.dance.star === sheet.dance.star);
  return found?.seats.find((one) => one.seat === seat.seat) ?? seat;
}

/** What can be done about one mark now. */
export function aboutMark(sheet, seat, screen) {
  if (seat.state === "missing") return type(sheet, seat, screen);
  if (seat.state === "typed") return confirm(sheet, seat);
  if (seat.state === "asked") return decide(sheet, seat);
  return seat.state === "absent" ? null : correct(sheet, seat, screen);
}

export function type(sheet, seat, screen) {
  return {
    key: named("type", seat, sheet),
    title: `${seat.judge}’s mark from paper`,
    about: () => [ofDance(sheet), "It counts once a second person at the desk has read the same mark."],
    fields: [{ name: "mark", label: "Mark on the paper", kind: "number", hint: scaleSays(screen) }],
    verb: "Type this mark",
    asked: ({ mark }) => {
      const found = exactly(mark);
      return found ? { ask: "type-mark", ...key(seat.judge, sheet), mark: found } : need("mark", "Write a number.");
    },
    done: `${seat.judge}’s mark is typed and waits for a second person.`,
  };
}

/** The second person does not see what the first typed: both read the paper. */
export function confirm(sheet, seat) {
  const typist = (screen) => current(screen, sheet, seat).typed_by;
  return {
    key: named("confirm", seat, sheet),
    title: `Confirm ${seat.judge}’s mark`,
    about: (screen) => [
      ofDance(sheet),
      typist(screen) === byOf(screen)
        ? `You typed ${current(screen, sheet, seat).typed?.text ?? ""}. Somebody else has to read the paper too.`
        : `Typed by ${person(typist(screen)) || "nobody"}. Read the paper yourself and write what it says.`,
    ],
    fields: [{ name: "mark", label: "Mark on the paper", kind: "number" }],
    verb: "Confirm this mark",
    asked: ({ mark }) => {
      const found = exactly(mark);
      return found ? { ask: "confirm-mark", ...key(seat.judge, sheet), mark: found } : need("mark", "Write a number.");
    },
    beside: [{ verb: "Drop what was typed", asked: () => ({ ask: "drop-typed", ...key(seat.judge, sheet) }) }],
    done: "Done.",
  };
}

export function correct(sheet, seat, screen) {
  return {
    key: named("correct", seat, sheet),
    title: `Correct ${seat.judge}’s mark`,
    about: (next) => [
      `${ofDance(sheet)}. It is ${current(next, sheet, seat).mark?.text ?? "not given"} now.`,
      "The mark stays until somebody else, as scrutineer, grants the correction. The old one stays in the log.",
    ],
    fields: [
      { name: "mark", label: "New mark", kind: "number", hint: `${scaleSays(screen)} Leave it empty to strike the mark.` },
      reason("Why"),
    ],
    verb: "Ask for the correction",
    asked: ({ mark, reason: why }) => {
      const found = mark ? exactly(mark) : null;
      if (mark && !found) return need("mark", "Write a number, or nothing to strike the mark.");
      if (!why) return need("reason", "Write why, in one sentence.");
      return { ask: "ask-correction", ...key(seat.judge, sheet), mark: found, reason: why };
    },
    done: "The correction waits for the scrutineer.",
  };
}

export function decide(sheet, seat) {
  const judge = seat.judge;
  return {
    key: named("decide", seat, sheet),
    title: `Correction of ${judge}’s mark`,
    about: (screen) => {
      const now = current(screen, sheet, seat);
      return [ofDance(sheet), now.asked ? correction(now, screen) : "Nothing is asked any more."];
    },
    fields: [reason("Why it is declined")],
    verb: "Decline",
    grave: true,
    asked: ({ reason: why }, screen) => {
      if (screen.role !== "scrutineer") return need("", ONLY_SCRUTINEER);
      if (!why) return need("reason", "Write why it is declined, in one sentence.");
      return { ask: "decline-correction", ...key(judge, sheet), reason: why };
    },
    beside: [
      {
        verb: "Grant",
        weight: "now",
        asked: () => ({ ask: "grant-correction", ...key(judge, sheet) }),
        allowed: (screen) => mayGrant(current(screen, sheet, seat), screen) === "",
        why: (screen) => mayGrant(current(screen, sheet, seat), screen),
      },
    ],
    done: "Done.",
  };
}

export const ONLY_SCRUTINEER = "Only the scrutineer grants or declines a correction.";

/** Why this person may not grant a correction; empty if they may. */
export function mayGrant(seat, screen) {
  if (screen.role !== "scrutineer") return ONLY_SCRUTINEER;
  return seat.asked_by === byOf(screen) ? "You asked for it yourself. Somebody else has to agree." : "";
}

/** What a correction would do, in a sentence. */
export function correction(seat, screen) {
  const from = seat.mark ? `from ${seat.mark.text} ` : "";
  const what = seat.asked.exact ? `${from}to ${seat.asked.text}` : `${from}to no mark at all`;
  return `Asked by ${byName(seat.asked_by, screen)}: ${what}. “${seat.asked_reason}”`;
}

// Changes. Each shows first what will happen.

const seats = (screen) => screen.panel.map((line) => [line.seat, seatName(line)]);
const seatName = ({ seat, judge }) => (seat === judge ? seat : `${judge}, in the seat of ${seat}`);
const present = (screen) => screen.couples.filter((line) => !line.withdrew).map((line) => [line.star, line.couple]);
const dances = (screen, wanted) =>
  screen.sheets.filter(wanted).map(({ dance }) => [both(dance.round, dance.star), `${dance.number}. ${dance.couple}, ${danceLine(dance)}`]);
const scratched = ({ dance }) => dance.out.startsWith("scratched");

const JUDGE = { name: "judge", label: "Seat", kind: "choice", options: seats };
const COUPLE = { name: "star", label: "Couple", kind: "choice", options: present };
const dance = (wanted) => ({ name: "dance", label: "Dance", kind: "choice", options: (screen) => dances(screen, wanted) });
const danceOf = (chosen) => {
  const [round, star] = JSON.parse(chosen);
  return { round, star };
};

const WANTED = {
  judge: "Choose a seat.",
  star: "Choose a couple.",
  dance: "Choose a dance.",
  reason: "Write why, in one sentence.",
  substitute: "Write the full name of who takes the seat.",
  contest: "Write what the points are for.",
};

function change(name, verb, fields, asked, grave = false) {
  return {
    key: `change ${name}`,
    title: name,
    looks: true,
    grave,
    fields,
    verb,
    asked: (values, screen) => {
      const empty = fields.find((field) => values[field.name] === "");
      return empty ? need(empty.name, WANTED[empty.name] ?? "Fill this in.") : asked(values, screen);
    },
    done: `Done: ${name.toLowerCase()}.`,
  };
}

/** All changes, by what they are about. */
export const CHANGES = [
  {
    about: "Panel",
    forms: [
      change("Excuse a judge", "Excuse", [
        { ...JUDGE, options: (screen) => screen.panel.filter((l) => !l.absent).map((l) => [l.seat, seatName(l)]) },
        reason(),
      ], ({ judge, reason: why }) => ({ ask: "excuse-judge", judge, reason: why }), true),
      change("Let a judge return", "Let return", [
        { ...JUDGE, options: (screen) => screen.panel.filter((l) => l.absent).map((l) => [l.seat, seatName(l)]) },
      ], ({ judge }) => ({ ask: "return-judge", judge })),
      change("Substitute a judge", "Substitute", [
        JUDGE,
        { name: "substitute", label: "Who takes the seat", kind: "line" },
        reason(),
      ], ({ judge, substitute, reason: why }) => ({ ask: "substitute-judge", judge, substitute, reason: why })),
    ],
  },
  {
    about: "Dances",
    forms: [
      change("Scratch a dance", "Scratch", [
        dance((sheet) => sheet.dance.out === ""),
        reason(),
      ], ({ dance: chosen, reason: why }) => ({ ask: "scratch-routine", ...danceOf(chosen), reason: why }), true),
      change("Restore a dance", "Restore", [dance(scratched)], ({ dance: chosen }) => ({
        ask: "restore-routine",
        ...danceOf(chosen),
      })),
      change("Change the music", "Change the music", [
        dance(() => true),
        { name: "songs", label: "Songs", kind: "songs" },
      ], ({ dance: chosen, songs }) =>
        songs.every((song) => song.title)
          ? { ask: "change-music", ...danceOf(chosen), songs }
          : need("songs", "Write a title for every song.")),
    ],
  },
  {
    about: "Couples",
    forms: [
      change("Withdraw a couple", "Withdraw", [COUPLE, reason()], ({ star, reason: why }) => ({
        ask: "withdraw",
        star,
        reason: why,
      }), true),
      change("Reinstate a couple", "Reinstate", [
        { ...COUPLE, options: (screen) => screen.couples.filter((l) => l.withdrew).map((l) => [l.star, l.couple]) },
      ], ({ star }) => ({ ask: "reinstate", star })),
      change("Give bonus or penalty points", "Give these points", [
        COUPLE,
        { name: "contest", label: "What they are for", kind: "line" },
        { name: "points", label: "Points", kind: "number", hint: "A penalty has a minus: -2." },
      ], ({ star, contest, points }) => {
        const found = exactly(points);
        return found ? { ask: "give-bonus", star, contest, points: found } : need("points", "Write a number, such as 3 or -2.");
      }),
      change("Take points back", "Take back", [
        {
          name: "bonus",
          label: "Points",
          kind: "choice",
          options: (screen) =>
            screen.couples.flatMap((line) =>
              line.bonuses.map((one) => [
                JSON.stringify([line.star, one.contest]),
                `${line.star}: ${one.points.text} from ${one.contest}`,
              ]),
            ),
        },
      ], ({ bonus }) => {
        const [star, contest] = JSON.parse(bonus);
        return { ask: "take-bonus", star, contest };
      }),
      change("Grant immunity", "Grant", [
        {
          ...COUPLE,
          options: (screen) => screen.couples.filter((l) => !l.withdrew && !l.immune).map((l) => [l.star, l.couple]),
        },
      ], ({ star }) => ({ ask: "grant-immunity", star })),
      change("Revoke immunity", "Revoke", [
        { ...COUPLE, options: (screen) => screen.couples.filter((l) => l.immune).map((l) => [l.star, l.couple]) },
      ], ({ star }) => ({ ask: "revoke-immunity", star })),
    ],
  },
];

export function undo(line) {
  return {
    key: `undo ${line.position}`,
    title: "Undo",
    about: () => [`What happened: ${line.says}`, line.undo],
    looks: true,
    fields: askedOf(line).fields,
    verb: "Undo it",
    asked: askedOf(line).asked,
    done: "Undone.",
  };
}

// Some undoings need a reason of their own where the server left it empty.
function askedOf(line) {
  if (line.command.reason !== "") return { fields: [], asked: () => line.command };
  return {
    fields: [reason()],
    asked: ({ reason: why }) => (why ? { ...line.command, reason: why } : need("reason", "Write why, in one sentence.")),
  };
}

export const voteOpen = {
  key: "vote open",
  title: "Open the vote",
  looks: true,
  fields: [{ name: "minutes", label: "Minutes until it closes by itself", kind: "number", hint: "Leave it empty to close it by hand." }],
  verb: "Open the vote now",
  asked: ({ minutes }) => {
    if (!minutes) return { ask: "open-vote" };
    const seconds = secondsOf(minutes);
    return seconds ? { ask: "open-vote", closes_in: seconds } : need("minutes", "Write minutes, such as 5 or 2.5, or nothing.");
  },
  done: "The vote is open.",
};

// What people type as minutes, as whole seconds; null if it is no time that a window can last.
function secondsOf(minutes) {
  const seconds = Math.round(Number(minutes.replace(",", ".")) * 60);
  return seconds > 0 && seconds <= LONGEST_WINDOW ? seconds : null;
}

export const voteExtend = {
  key: "vote extend",
  title: "Let the vote stay open longer",
  about: ({ closes_at }) => [
    closes_at === null ? "It closes by hand so far. With a time it closes by itself." : `It closes at ${timeOfDay(closes_at)} so far.`,
    "Every page shows the new time at once. A window is never cut short.",
  ],
  looks: true,
  fields: [
    { name: "minutes", label: "Minutes from now until it closes", kind: "number" },
    { ...reason("Why"), hint: "It stands in the record." },
  ],
  verb: "Extend the vote",
  asked: ({ minutes, reason: why }) => {
    const seconds = secondsOf(minutes);
    if (!seconds) return need("minutes", "Write minutes, such as 5 or 2.5.");
    return why ? { ask: "extend-vote", closes_in: seconds, reason: why } : need("reason", "Write why, in one sentence.");
  },
  done: "The vote stays open longer.",
};

export const voteClose = {
  key: "vote close",
  title: "Close the vote",
  looks: true,
  grave: true,
  verb: "Close the vote now",
  asked: () => ({ ask: "close-vote" }),
  done: "The vote is closed.",
};

export const sign = {
  key: "sign",
  title: "Sign that the vote opens",
  about: (screen) => screen.reach.sentences,
  fields: [{ ...reason("Why may it open all the same?"), hint: "Your name and this reason stand in the record." }],
  verb: "Sign",
  asked: ({ reason: why }) => (why ? { ask: "sign-reach", reason: why } : need("reason", "Write why, in one sentence.")),
  done: "Signed.",
};

export const report = {
  key: "report",
  title: "Report a trouble",
  fields: [{ name: "text", label: "What is wrong?", kind: "words" }],
  verb: "Report it",
  asked: ({ text }) => (text ? { ask: "report-trouble", text } : need("text", "Write what is wrong, in one sentence.")),
  done: "The trouble is reported.",
};

export function settle(trouble) {
  return {
    key: `settle ${trouble.number}`,
    title: "Settle a trouble",
    about: () => [`${person(trouble.by)}: ${trouble.text}`],
    fields: [{ name: "note", label: "How was it settled?", kind: "words" }],
    verb: "Settle it",
    asked: ({ note }) =>
      note ? { ask: "settle-trouble", number: trouble.number, note } : need("note", "Write how, in one sentence."),
    done: "The trouble is settled.",
  };
}
