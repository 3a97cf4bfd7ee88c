"""``mirrorball check``: every problem with its place, then what each week's recorded result comes to."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from mirrorball import look, sentences
from mirrorball.core.book import Combine
from mirrorball.core.reach import Votes
from mirrorball.season.check import Report
from mirrorball.season.possible import Verdict, WeekVerdict
from mirrorball.season.problems import Severity
from mirrorball.terminal.ink import GOLD, NAME, QUIET, heading, marked, said, width

_SIGNS = {
    Severity.PROBLEM: ("✗", look.TERMINAL["jeopardy"]),
    Severity.WARNING: ("!", GOLD),
    Severity.NOTE: ("·", QUIET),
}
_VERDICTS = {Verdict.POSSIBLE: ("✓", look.TERMINAL["safe"]), Verdict.IMPOSSIBLE: ("✗", look.TERMINAL["jeopardy"])}


def report(to: Console, found: Report) -> None:
    """The whole report for a person."""
    for severity in Severity:
        for problem in found.of(severity):
            sign, style = _SIGNS[severity]
            marked(to, sign, style, Text(problem.where, style=NAME))
            said(to, f"Found {problem.found}, expected {problem.expected}. {problem.advice}")
    if any(verdict.verdict is not Verdict.NOT_RECORDED for verdict in found.verdicts):
        heading(to, "Could the recorded results have happened?")
        for verdict in found.verdicts:
            sign, style = _VERDICTS.get(verdict.verdict, ("·", QUIET))
            text = f"Week {verdict.week}: {verdict_sentence(found, verdict)}"
            marked(to, sign, style, text)
            if verdict.votes is not None:
                said(to, votes_sentence(found, verdict), QUIET)
    to.print()
    to.print(Text(summary(found), style=NAME), width=width(to))


def summary(found: Report) -> str:
    """How many of each, in one line."""
    season = found.folder.season
    counts = [
        (found.of(Severity.PROBLEM), "problem"),
        (found.of(Severity.WARNING), "warning"),
        (found.of(Severity.NOTE), "note"),
    ]
    told = [sentences.counted(len(which), what) for which, what in counts if which]
    if found.of(Severity.PROBLEM):
        return f"{found.folder.path}: {sentences.listed(told)}. Mend the problems, then check again."
    sizes = ((season.couples, "couple"), (season.weeks, "week"), (season.routines, "routine"))
    read = ", ".join(sentences.counted(len(which), what) for which, what in sizes)
    state = "Usable" if found.of(Severity.WARNING) else "Clean"
    return f"{found.folder.path}: {read}. {state}, {sentences.listed(told) if told else 'nothing to note'}."


def verdict_sentence(found: Report, verdict: WeekVerdict) -> str:
    """What can be said about the recorded result of a week."""
    by = f"under the book {verdict.book} ({verdict.confidence.value})"
    out = sentences.listed(verdict.out)
    final = found.folder.season.week(verdict.week).final
    if verdict.by_record:
        follows = "follow" if verdict.verdict is Verdict.POSSIBLE else "do not follow"
        return f"the recorded {'places' if final else 'exits'} {follows} from the recorded marks and votes {by}."
    return {
        Verdict.POSSIBLE: f"the recorded places could come about {by}." if final else f"{out} could leave {by}.",
        Verdict.IMPOSSIBLE: f"no vote leads to the recorded places {by}."
        if final
        else f"no vote makes {out} leave {by}.",
        Verdict.NOBODY_LEFT: "nobody left by the vote.",
        Verdict.NOT_RECORDED: "no result is recorded yet.",
        Verdict.NOT_KNOWN: "not every couple's points are known, so no book can be applied.",
        Verdict.NOT_SETTLED: "not settled: the book leaves a tie, or there are too many orders of the vote to look at.",
    }[verdict.verdict]


def votes_sentence(found: Report, verdict: WeekVerdict) -> str:
    """A vote with which the recorded result happens, as a person would tell it."""
    votes: Votes = verdict.votes or {}
    book = found.folder.season.week(verdict.week).book
    first = "The votes were" if verdict.by_record else "For instance with"
    in_order = sorted(votes, key=votes.__getitem__, reverse=True)
    if book.combine is Combine.PERCENT or verdict.by_record:
        return f"{first} {', '.join(f'{star} {votes[star]:,}' for star in in_order)} votes."
    return f"For instance with this order of the votes, most first: {', '.join(in_order)}."


def as_json(found: Report, *, strict: bool) -> str:
    """The same for programs."""
    return json.dumps(
        {
            "folder": str(found.folder.path),
            "exit_code": found.exit_code(strict=strict),
            "problems": [
                {**asdict(problem), "severity": problem.severity.value, "sentence": problem.sentence}
                for problem in found.problems
            ],
            "weeks": [
                {
                    "week": verdict.week,
                    "verdict": verdict.verdict.value,
                    "out": list(verdict.out),
                    "votes": verdict.votes,
                    "votes_are": None if verdict.votes is None else "recorded" if verdict.by_record else "a witness",
                    "book": verdict.book,
                    "confidence": verdict.confidence.value,
                    "possible_if": list(verdict.neighbours),
                    "sentence": verdict_sentence(found, verdict),
                }
                for verdict in found.verdicts
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def problems_in_brief(found: Report) -> str:
    """The problems as lines, for a command that cannot go on because of them."""
    told = [problem.sentence for problem in found.of(Severity.PROBLEM)]
    return "\n".join([*told, summary(found)])
