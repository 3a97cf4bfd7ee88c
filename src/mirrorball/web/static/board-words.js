// What a screen reader is told when the board changes: a summary, once, and nothing of what has stayed.

import { both } from "./board-parts.js";

/** The sentences that tell what is new on `now` after `before`. */
export function summary(before, now) {
  const told = [];
  if (before.scene !== now.scene || before.dance?.number !== now.dance?.number) told.push(...scene(before, now));
  else told.push(...within(before, now));
  if (now.held && !before.held) told.push("One moment, please.");
  if (before.held && !now.held) told.push("It goes on.");
  if (before.vote.state !== "open" && now.vote.state === "open" && now.scene !== "vote") told.push("Voting is open.");
  if (before.vote.state === "open" && now.vote.state !== "open" && now.scene !== "counting") told.push("Voting has closed.");
  if (now.vote.extended && !before.vote.extended) told.push("Voting has been extended.");
  return told;
}

function scene(before, now) {
  const { dance } = now;
  switch (now.scene) {
    case "film":
      return [`Film: ${now.film}.`];
    case "item":
      return now.film ? [`Now: ${now.film}.`] : [];
    case "dance":
      return [`Now dancing: ${both(dance.couple)}. ${[dance.style, dance.music].filter(Boolean).join(", ")}.`];
    case "marks":
      return marks(dance);
    case "vote":
      return ["Vote now.", now.vote.says];
    case "counting":
      return ["The votes are being counted."];
    case "reveal":
      return newest(now);
    case "correction":
      return ["Correction. What we told you is taken back.", now.correction];
    case "champions":
      return [now.champions?.says || `Champions: ${now.champions?.couples.map(both).join(", ")}!`];
    case "look back":
      return ["The stars of the season."];
    default:
      return [now.night.theme || now.night.title];
  }
}

function within(before, now) {
  if (now.scene === "marks" && now.dance.corrected && JSON.stringify(before.dance) !== JSON.stringify(now.dance)) {
    return ["A mark is corrected.", ...marks(now.dance)];
  }
  if (now.scene !== "reveal") return [];
  const [was, is] = [before.reveal.steps.length, now.reveal.steps.length];
  if (is < was) return ["The last step is taken back.", ...newest(now)];
  if (is > was) return newest(now);
  return now.reveal.saves.slice(before.reveal.saves.length).map((one) => `${one.judge} saves ${both(one.couple)}.`);
}

function newest(now) {
  const step = now.reveal.steps.at(-1);
  return step ? [step.says || step.couples.map(both).join(", ")] : [];
}

function marks(dance) {
  const seats = dance.marks.map((one) => `${one.judge} ${one.absent ? "absent" : (one.mark?.text ?? "no mark")}`);
  return [`${both(dance.couple)}, ${dance.style}: ${seats.join(", ")}.`, dance.total ? `Total ${dance.total.text}.` : ""];
}
