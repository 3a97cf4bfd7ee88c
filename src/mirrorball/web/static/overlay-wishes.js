// What each graphic is to show of the public's screen, and when. What is not on the screen is not known here.
//
// A wish holds the graphic's fields and the step to be at. `pause` is the time between two steps on the way there,
// `about` says whether the way begins anew, `around` that it has no end, and `clock` that a clock runs in it. `alone`: the page shows this graphic only,
// and whoever mixes decides when it is seen. A wish with `at` instead of a step is told one after the other: the graphic
// is handed what is told and goes one on; `at` says how many have been told.

const EACH_MARK = 900; // milliseconds between two marks
const EACH_PAGE = 9000; // and between two pages of the leaderboard
const PAGE = 8; // lines of a leaderboard

const named = ({ week, theme }) => [`Week ${week}`, theme].filter(Boolean).join(" · ");

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function lowerThird({ scene, dance }, alone) {
  if (!dance || !(scene === "dance" || (alone && scene === "marks"))) return null;
  return {
    fields: {
      kicker: capital(dance.round),
      title: dance.couple.couple,
      subtitle: [dance.style, dance.music].filter(Boolean).join(" · "),
    },
    step: 0,
  };
}

function scoreBug({ scene, dance }) {
  if (scene !== "marks" || !dance?.locked) return null;
  const rows = dance.marks.map(({ judge, mark, absent }) => ({ judge, score: absent ? "–" : (mark?.text ?? "–") }));
  return {
    fields: { couple: dance.couple.couple, style: dance.style, total: dance.total?.text ?? "", rows },
    step: rows.length,
    pause: EACH_MARK,
    about: `${dance.round} ${dance.couple.star}`,
  };
}

function leaderboard({ scene, board, night }, alone) {
  const there = board.some(({ points }) => points);
  if (!there || !(alone || scene === "counting")) return null;
  const rows = board.map(({ place, couple, points, out }) => ({
    place,
    name: couple.couple,
    points: points?.text ?? "",
    note: out,
  }));
  const pages = Math.ceil(rows.length / PAGE);
  return {
    fields: { title: "Leaderboard", subtitle: named(night), rows },
    step: pages - 1,
    pause: EACH_PAGE,
    around: pages > 1,
  };
}

function voteOpen({ scene, vote, night }, alone) {
  if (vote.state !== "open" || !(alone || scene === "vote")) return null;
  return {
    fields: {
      title: "Vote now",
      subtitle: named(night),
      address: vote.address,
      ways: vote.ways.map(({ name }) => name).join(" · "),
      says: vote.says,
      closesAt: vote.closes_at ?? "",
      rows: vote.couples.map(({ number, couple, keyword }) => ({ number, name: couple, keyword })),
    },
    clock: true,
    step: 0,
  };
}

function resultReveal(screen) {
  const told = newest(screen);
  return told && { fields: { title: named(screen.night), ...told.fields }, at: told.at };
}

// What was told last. Whom the judges saved comes to where it was said that they choose.
function newest({ scene, correction, reveal: { steps, saves }, champions, night }) {
  if (scene === "correction") return { fields: words("correction", { kind: "correction", says: correction }), at: 0 };
  if (scene === "champions" && champions) {
    const rows = champions.couples.map(({ couple }) => ({ name: couple }));
    return { fields: words("champions", { kind: "champions", rows, says: night.trophy }), at: steps.length + 1 };
  }
  const step = steps.at(-1);
  if (scene !== "reveal" || !step) return null;
  const rows = step.couples.map(({ star, couple }) => {
    const by = saves.filter((save) => save.couple.star === star).map(({ judge }) => judge);
    return { name: couple, note: by.length ? `Saved by ${by.join(" and ")}` : "" };
  });
  const { kind, place, says } = step;
  return { fields: words(`${step.number}`, { kind, place, rows, says: rows.length ? "" : says }), at: steps.length };
}

// Every field of a step, so that none of the one before is left.
const words = (step, more) => ({ step, kind: "", headline: "", couple: "", place: "", says: "", rowsText: "", rows: [], ...more });

export const WISHES = {
  "lower-third": lowerThird,
  "score-bug": scoreBug,
  leaderboard,
  "vote-open": voteOpen,
  "result-reveal": resultReveal,
};
