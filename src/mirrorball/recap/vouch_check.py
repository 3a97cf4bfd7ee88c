"""One passage held against all that a season vouches for: its numbers, dates, names, texts and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from mirrorball.core.season import Season
from mirrorball.recap.story import Story
from mirrorball.recap.vouch_claims import claims, credited
from mirrorball.recap.vouch_facts import facts
from mirrorball.recap.vouch_house import HOUSE, OPENERS
from mirrorball.recap.vouch_kinds import Fact, Kind
from mirrorball.recap.vouch_meant import WEIGHT, said_so
from mirrorball.recap.vouch_names import BOUND, WEEKS, WORD, Named, Names, Said, alike, caseless, names, weeks_in
from mirrorball.recap.vouch_numbers import MIXED, Number, days_in, numbers_in
from mirrorball.recap.vouch_place import Place, place_of
from mirrorball.recap.vouch_text import STOP, Passage
from mirrorball.sentences import NOT_KNOWN, listed, number

GONE = "\ue000"  # stands in the place of what has been vouched for
ENDLESS = 10**15  # no season holds such a number, and none is printed
PROSE = frozenset({"p", "li", "figcaption", "summary", "desc", "blockquote", "title"})
LETTERS = 3  # of a name, on a portrait that is drawn or over a column
BLANKS = frozenset({NOT_KNOWN, "-", "?"})
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|s|m)", re.IGNORECASE)
# A sentence ends behind a word of two letters or a number, so that D.C. and J. Balvin are read as one.
_SENTENCE = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.!?…])[”\"')]*[.]?\s+(?=[“\"(]?[^\W\d_a-z])"
    r"|(?<=\d[.!?…])\s+(?=[“\"(]?[^\W\d_a-z])"
    r"|,\s+(?=week \d)|\n"
)
_OPENS = re.compile(r"(?:^|[.!?:;·…\n(|]|[“\"]|-\s|\ue000[:,.]?\s?[.:!?]\s)\s*[“\"(']*\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something on a page for which nothing vouches: where, what was found, and why in one sentence."""

    page: str
    line: int
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """A season with all that it vouches for. ``ordinary`` are words that pages also write without a capital.

    ``set_in_lines`` are the names of people and weeks without their spaces; ``rounds`` those of rounds, which may be
    numbers.
    """

    season: Season
    names: Names
    by_value: dict[str, list[Fact]]
    ordinary: frozenset[str]
    set_in_lines: frozenset[str]
    rounds: frozenset[str]


def known_of(story: Story, texts: Iterable[str] = ()) -> Known:
    """All that a season vouches for; ``texts`` are those of the pages."""
    by_value: dict[str, list[Fact]] = {}
    for fact in dict.fromkeys(facts(story)):
        for printed in _printed(fact):
            by_value.setdefault(printed, []).append(fact)
    ordinary = frozenset(word for text in texts for word in WORD.findall(text) if word.islower())
    found = names(story.season)
    set_in_lines = frozenset("".join(name.split()) for name in found.people)
    rounds = frozenset(alike(routine.round).casefold() for routine in story.season.routines)
    return Known(story.season, found, by_value, ordinary, set_in_lines, rounds)


def doubts_in(passage: Passage, known: Known) -> Iterator[Doubt]:
    """What is doubtful in one passage."""
    for subject in (subject for about in passage.around for subject in about):
        if subject not in known.names.people.values():
            yield _doubt(passage, subject, "stands in data-about and is no star, judge or week of the season")
    text = alike(passage.text)
    if (passage.tag == "text" and _is_a_sign(text, known)) or text.casefold() in known.rounds:
        return
    if passage.cell and text in BLANKS:
        yield from _held_back(passage, known)
        return
    whole = place_of(passage, known.names)
    for title, why in credited(known.names, text, _song_subjects(whole, known.names)):
        yield _doubt(passage, f"“{title}”", why)
    for sentence in _sentences(text, known.names.found_in(text)):
        yield from _in_sentence(passage, sentence, replace(whole, named=known.names.subjects_in(sentence)), known)


def _is_a_sign(text: str, known: Known) -> bool:
    """Whether a text in a picture is a name broken where there is room, or the few letters that stand for one."""
    if "".join(text.split()) in known.set_in_lines:
        return True
    bare = "".join(sign for sign in text if sign.isalnum())
    if len(bare) > LETTERS or not any(sign.isalpha() for sign in bare):
        return False
    return any(_in_turn(bare.casefold(), name.casefold()) for name in known.set_in_lines)


def _in_turn(signs: str, name: str) -> bool:
    """Whether these signs stand in a name, one behind the other."""
    rest = iter(name)
    return all(sign in rest for sign in signs)


def _in_sentence(passage: Passage, sentence: str, place: Place, known: Known) -> Iterator[Doubt]:
    said = known.names.found_in(sentence)
    yield from _claimed(passage, sentence, said, place, known)
    for one in said:
        if not _may_stand(one, sentence, place, known.names):
            yield _doubt(passage, one.text, f"does not stand in the season for {_whom(place)}")
    rest = _blanked(sentence, ((one.start, one.end) for one in said))
    rest = WEEKS.sub(lambda week: GONE * len(week.group()), rest)
    for day in days_in(rest):
        if not _day_stands([one for one in known.names.dates if day.means(one)], place, known.names):
            yield _doubt(passage, day.text, f"is not the date of {_whom(place)}")
        rest = _blanked(rest, [(day.start, day.end)])
    for found in numbers_in(rest, (*passage.columns, *passage.rows)):
        words = " ".join((sentence, *passage.columns, *passage.rows, *(passage.beside if place.drawn else ())))
        if not _number_stands(found, words, place, known):
            why = f"is vouched for by nothing about {_whom(place)}: {_short(sentence)}"
            yield _doubt(passage, found.text.strip(), why)
    for mixed in MIXED.finditer(rest):
        if not _FIGURE.fullmatch(mixed.group()) and mixed.group() not in known.names.words:
            yield _doubt(passage, mixed.group(), "stands nowhere in the season")
    yield from _unknown_names(passage, rest, known)


def _claimed(passage: Passage, sentence: str, said: list[Said], place: Place, known: Known) -> Iterator[Doubt]:
    """What is wrong with the weeks that a sentence names, and with what it says of who left."""
    people = known.names.people
    named = list(dict.fromkeys(weeks_in(_blanked(sentence, ((s.start, s.end) for s in said if s.text not in people)))))
    for why in claims(known.season, known.names, sentence, said, named or [int(week[5:]) for week in place.weeks]):
        yield _doubt(passage, sentence, f"is not so: {why}")
    for week in named:
        if week not in known.names.weeks:
            yield _doubt(passage, f"week {week}", "is no week of the season")


def _number_stands(found: Number, words: str, place: Place, known: Known) -> bool:
    """Whether a fact of the right kind, about the right subjects, has this number."""
    if abs(found.value) >= ENDLESS:
        return False
    key = number(found.value) if found.signed else number(abs(found.value))
    for fact in known.by_value.get(key, ()):
        if found.kinds is not None and fact.kind not in found.kinds:
            continue
        if not said_so(fact.kind, words):
            continue
        if fact.kind is Kind.SCALE and not place.drawn:
            continue
        if found.kinds is None and fact.kind is Kind.NUMBER and not (place.drawn or fact.subjects):
            continue
        if found.kinds is None and fact.kind in {Kind.AGE, Kind.REACH} and not place.cell:
            continue
        if fact.kind is Kind.COUNT and found.noun and fact.noun != found.noun:
            continue
        if place.agrees(fact, known.names) or (fact.kind is Kind.RULE and found.kinds == WEIGHT):
            return True
    return False


def _printed(fact: Fact) -> set[str]:
    """How a fact can stand on a page, a share as a percentage too."""
    value = fact.value
    found = {number(value), number(abs(value))}
    if fact.kind in {Kind.MEAN, Kind.OTHERS, Kind.LEAN, Kind.SHARE, Kind.GAP}:
        tenth = Fraction(round(abs(value) * 10 + Fraction(1, 1000)), 10)
        found |= {number(tenth), number(-tenth)}
    if fact.kind is Kind.SHARE:
        found |= {number(value * 100), number(Fraction(int(value * 100 + Fraction(1, 2))))}
    return found


def _may_stand(one: Said, sentence: str, place: Place, known: Names) -> bool:
    """Whether a text of the season may be said here."""
    kinds = known.about.get(one.text, frozenset())
    if one.text in known.people or not kinds or any(named not in BOUND | {Named.TEXT} for named, _ in kinds):
        return True
    bound = [(named, about) for named, about in kinds if named in BOUND]
    sorts = {named for named, _ in bound}
    alone = one.start == 0 and one.end < len(sentence)
    plain = one.text.islower() or " " not in one.text
    if not bound or (alone and plain and Named.STYLE not in sorts):
        return True
    if sorts <= {Named.SONG} and not sentence.startswith("“", max(0, one.start - 1)) and not place.cell:
        return True
    return any(place.holds(about, known) for _, about in bound)


def _song_subjects(place: Place, known: Names) -> frozenset[str]:
    stars = (place.named & known.stars) or (place.row & known.stars) or place.stars
    named = place.row | place.named
    weeks = frozenset(subject for subject in named if subject.startswith("week ")) or place.weeks
    return stars | weeks


def _day_stands(days: Sequence[date], place: Place, known: Names) -> bool:
    """Whether a date is that of a week which is meant here, or the first or last one."""
    dates = known.dates
    about = (place.named | place.row, place.weeks)
    meant = next(
        (here for subjects in about if (here := {day for day, weeks in dates.items() if weeks & subjects})), None
    )
    ends = {min(dates), max(dates), *(day for day, weeks in dates.items() if weeks & place.allowed)} if dates else set()
    return any(day in (meant or ends) for day in days)


def _held_back(passage: Passage, known: Known) -> Iterator[Doubt]:
    """A cell that says that a mark is not known, although it is."""
    place = place_of(passage, known.names)
    judges, stars = place.heads & known.names.judges, (place.heads & known.names.stars) or place.stars
    weeks = frozenset(w for w in place.heads if w.startswith("week ")) or place.weeks
    danced = [
        routine
        for routine in known.season.routines
        if routine.star in stars and f"week {routine.week}" in weeks and judges & set(routine.marks)
    ]
    others = [r for r in known.season.routines if r.star in stars and f"week {r.week}" in weeks and r not in danced]
    if judges and danced and not others:
        yield _doubt(passage, passage.text, f"stands where a mark by {listed(sorted(judges))} is known")


def _unknown_names(passage: Passage, rest: str, known: Known) -> Iterator[Doubt]:
    """Words with a capital that are no words of the season, and texts without capitals that it does not hold."""
    if passage.tag == "text" and _is_a_sign(rest.replace(GONE, ""), known):
        return
    for found in WORD.finditer(rest):
        word = found.group()
        if not word[0].isupper() or _is_known(word, known):
            continue
        if _OPENS.search(rest[: found.start()]) and (
            word.lower() in known.ordinary or word in OPENERS or _goes_on(passage.tag, rest[found.end() :])
        ):
            continue
        yield _doubt(passage, word, f"is no name of the season: {_short(rest)}")
    for run in caseless(rest):
        if run not in known.names.runs and not all(part in known.names.runs for part in run.split()):
            yield _doubt(passage, run, "stands nowhere in the season")


def _goes_on(tag: str, after: str) -> bool:
    """Whether a word opens a sentence of prose: then its capital says nothing."""
    return (tag in PROSE or tag.startswith("meta ")) and bool(re.match(rf",? [a-z{GONE}]", after))


def _is_known(word: str, known: Known) -> bool:
    bare = word.removesuffix("'s").removesuffix("'")
    return bool({word, bare} & (known.names.words | HOUSE)) or (
        bare.endswith("s") and bare[:-1] in known.names.words | HOUSE
    )


def _sentences(text: str, whole: Sequence[Said]) -> Iterator[str]:
    """The sentences of a text; what stands in the season as one, such as Rev. Richard Coles, is not parted."""
    start = 0
    for gap in _SENTENCE.finditer(text):
        if any(one.start < gap.start() and gap.end() < one.end for one in whole):
            continue
        yield text[start : gap.end()].strip(STOP)
        start = gap.end()
    if text[start:].strip():
        yield text[start:]


def _blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with these places taken out, everything else where it was."""
    for start, end in places:
        text = text[:start] + GONE * (end - start) + text[end:]
    return text


def _whom(place: Place) -> str:
    subjects = place.heads | place.named | place.stars | place.weeks | place.judges
    return listed(sorted(subjects)) if subjects else "the season as a whole"


def _short(text: str) -> str:
    shown = " ".join(text.replace(GONE, "_").split())
    return f"“{shown}”"


def _doubt(passage: Passage, found: str, why: str) -> Doubt:
    return Doubt(passage.page, passage.line, found, f"{passage.page}, line {passage.line}: {found} {why}")
