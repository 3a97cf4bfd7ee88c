"""Public screens for every scene of a finale, by hand: the cast of season 32, and names that are hard to fit."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from mirrorball.core.season import Couple
from mirrorball.floor.public import (
    Champions,
    CoupleShown,
    HowToVote,
    LookBackLine,
    PublicDance,
    PublicLine,
    PublicMark,
    PublicNight,
    PublicReveal,
    PublicSave,
    PublicScreen,
    PublicStep,
    PublicVote,
    Scene,
)
from mirrorball.floor.screens import Shown
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.sentences import nth as nth_

Cast = Sequence[CoupleShown]
SEASON = read(example("season-32")).season
PANEL = ("Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli")
STATES = dict.fromkeys((Scene.WAITING, Scene.FILM, Scene.ITEM, Scene.DANCE, Scene.MARKS), "not open yet") | {
    Scene.VOTE: "open"
}
PLACES = ("1st", "2nd", "3rd", "4th", "5th")
POINTS = ("119", "117", "114", "110", "105")
FINALISTS = 5
NASTY = (  # star and pro: 60 letters, one word of 60 letters, accents, right to left, one letter
    (
        "Maximiliana Alexandra von Württemberg-Hohenzollern-Sigmaring",
        "Ölaf Þórðarson-Łukaszewicz de la Vega y Montenegro III",
    ),
    ("محمد عبد الرحمن بن عبد العزيز الشافعي المغربي", "ليلى بنت أحمد الأندلسية"),
    ("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochau", "Nguyễn Thị Ánh Ngọc"),
    ("אברהם בן־יצחק הכהן מירושלים", "שרה"),
    ("Ż", ""),
)


def couple(number: int, star: str, pro: str, known_for: str = "Singer") -> CoupleShown:
    """A couple of a cast."""
    parts = star.split()
    return CoupleShown(
        number=number,
        star=star,
        pro=pro,
        couple=f"{star} and {pro}" if pro else star,
        keyword=parts[0].upper()[:24],
        known_for=known_for,
        monogram="".join(part[0] for part in dict.fromkeys((parts[0], parts[-1]))),
        photo="",
        photo_credit="",
    )


def _of_cast(number: int, one: Couple) -> CoupleShown:
    shown_as = couple(number, one.star, one.pro, one.known_for)
    return replace(shown_as, keyword=one.keyword, photo_credit=one.photo_credit)


CAST: Cast = tuple(_of_cast(nth, one) for nth, one in enumerate(SEASON.couples, 1))
HARD: Cast = tuple(
    couple(nth, star, pro, known_for="Known for a name " * 3) for nth, (star, pro) in enumerate(NASTY, 1)
)
NIGHT = PublicNight(
    title="Dancing With the Stars, season 32",
    week=11,
    theme="Finale",
    date="5 December 2023",
    hosts=("Alfonso Ribeiro", "Julianne Hough"),
    panel=PANEL,
    trophy="Len Goodman Mirrorball Trophy",
    final=True,
    rehearsal=False,
)


def shown(text: str) -> Shown:
    """A whole number."""
    return Shown(exact=text, text=text)


def line(place: str, one: CoupleShown, points: str | None, out: str = "") -> PublicLine:
    """A line of a leaderboard."""
    made_of = "27 + 30, 60 carried" if points else ""
    return PublicLine(place=place, couple=one, points=shown(points) if points else None, made_of=made_of, out=out)


def lines(cast: Cast) -> tuple[PublicLine, ...]:
    """Tonight's leaderboard: everybody of a finale."""
    return tuple(line(*row) for row in zip(PLACES, cast, POINTS, strict=False))


def season_of(cast: Cast) -> tuple[PublicLine, ...]:
    """The season's leaderboard: who is in, and who left when."""
    left = len(cast) - FINALISTS
    out = [""] * FINALISTS + [f"left in week {left - nth + 1}" for nth in range(left)]
    return tuple(line(nth_(nth), one, str(420 - 21 * nth), out[nth - 1]) for nth, one in enumerate(cast, 1))


def marks(*given: str | None, locked: bool = False) -> tuple[PublicMark, ...]:
    """The panel: a mark that is given shows once the sheet is locked."""
    return tuple(
        PublicMark(judge=judge, given=mark is not None, absent=False, mark=shown(mark) if mark and locked else None)
        for judge, mark in zip(PANEL, given, strict=True)
    )


def vote_of(cast: Cast, state: str = "open", closes_in: float = 1799.0) -> PublicVote:
    """The window, open for some minutes more."""
    return PublicVote(
        state=state,
        says="Voting is open." if state == "open" else "Voting has closed.",
        closes_at=int((time.time() + closes_in) * 1000) if state == "open" else None,
        extended=False,
        address="https://vote.mirrorball.example/",
        ways=(
            HowToVote(name="online", says="Online: 10 votes for each couple."),
            HowToVote(name="text message", says="By text message: send the keyword to 21523."),
        ),
        couples=tuple(cast[:FINALISTS]),
    )


def screen(scene: Scene, cast: Cast = CAST, **more: object) -> PublicScreen:
    """The screen of a scene."""
    finalists = tuple(cast[:FINALISTS])
    told = scene in {Scene.CHAMPIONS, Scene.LOOK_BACK}
    start = PublicScreen(
        sequence=list(Scene).index(scene) + 1,
        night=NIGHT,
        scene=scene.value,
        held=False,
        correction="",
        film="",
        dance=None,
        board=() if scene is Scene.WAITING else lines(cast),
        season=season_of(cast),
        vote=vote_of(cast, STATES.get(scene, "closed")),
        reveal=reveal(cast, FINALISTS if told else 0),
        champions=champions(finalists[0]) if told else None,
        look_back=(),
    )
    return replace(start, **more)  # type: ignore[arg-type]  # passed on as it came


def champions(*couples: CoupleShown) -> Champions:
    """Who holds the trophy."""
    names = " and ".join(one.couple for one in couples)
    verb = "are the champions!"
    return Champions(couples=couples, score=shown("119"), says=f"{names} {verb}")


def reveal(cast: Cast, told: int) -> PublicReveal:
    """A finale told up to this step: from the fifth place up."""
    finalists = list(cast[:FINALISTS])
    upwards = list(zip(reversed(finalists), reversed(PLACES), strict=False))
    steps = tuple(
        PublicStep(number=nth, kind="place", couples=(one,), place=place, says=f"{place}: {one.couple}.")
        for nth, (one, place) in enumerate(upwards[:told], 1)
    )
    called = {one.number for step in steps for one in step.couples}
    uncalled = tuple(one for one in finalists if one.number not in called)
    return PublicReveal(steps=steps, saves=(), uncalled=uncalled, told=told >= FINALISTS, corrected=False)


def dance(one: CoupleShown, seats: tuple[PublicMark, ...], total: str = "", *, corrected: bool = False) -> PublicDance:
    """A routine: locked where it has a total."""
    return PublicDance(
        number=4,
        of=10,
        round="redemption",
        couple=one,
        style="Tango",
        music="“Libertango” by Astor Piazzolla",
        marks=seats,
        total=shown(total) if total else None,
        locked=bool(total),
        corrected=corrected,
    )


def elimination(cast: Cast, *, saves: int = 0) -> PublicReveal:
    """Another week: some are safe, two are in jeopardy, and the judges choose."""
    finalists = tuple(cast[:FINALISTS])
    steps = [
        PublicStep(number=1, kind="safe", couples=finalists[:1], place="", says=f"{finalists[0].couple} are safe."),
        PublicStep(number=2, kind="jeopardy", couples=finalists[1:3], place="", says="These two are in jeopardy."),
        PublicStep(number=3, kind="choice", couples=finalists[1:3], place="", says="The judges choose."),
    ]
    spoken = tuple(PublicSave(judge=judge, couple=finalists[1]) for judge in PANEL[:saves])
    return PublicReveal(steps=tuple(steps), saves=spoken, uncalled=finalists[3:], told=False, corrected=False)


def look_back(cast: Cast) -> tuple[LookBackLine, ...]:
    """The gallery."""
    says = ("Champions", *("Danced in the final",) * 4)
    return tuple(
        LookBackLine(
            couple=one, place=nth_(nth), says=says[nth - 1] if nth <= FINALISTS else f"Left in week {15 - nth}"
        )
        for nth, one in enumerate(cast, 1)
    )


def scenes(cast: Cast = CAST) -> dict[str, PublicScreen]:
    """Every scene, by a name that tests are called by."""
    first, second = cast[0], cast[1]
    all_safe = PublicReveal(
        steps=(PublicStep(number=1, kind="safe", couples=tuple(cast[:4]), place="", says="These couples are safe."),),
        saves=(),
        uncalled=tuple(cast[4:6]),
        told=False,
        corrected=False,
    )
    nobody = PublicStep(number=1, kind="nobody leaves", couples=(), place="", says="Nobody leaves tonight.")
    choosing = elimination(cast, saves=2)
    safe = replace(choosing, steps=choosing.steps[:1], saves=(), uncalled=tuple(cast[1:FINALISTS]))
    jeopardy = replace(choosing, steps=choosing.steps[:2], saves=())
    open_ = vote_of(cast)
    return {
        "waiting": screen(Scene.WAITING, cast, season=()),
        "film": screen(Scene.FILM, cast, film="A message from loved ones"),
        "item": screen(Scene.ITEM, cast, film="Opening number by all the couples"),
        "dance": screen(Scene.DANCE, cast, dance=dance(first, marks(None, "9", None)), vote=open_),
        "marks": screen(Scene.MARKS, cast, dance=dance(first, marks("9", "8", "10", locked=True), "27"), vote=open_),
        "vote": screen(Scene.VOTE, cast),
        "counting": screen(Scene.COUNTING, cast),
        "reveal": screen(Scene.REVEAL, cast, reveal=reveal(cast, 2)),
        "last": screen(Scene.REVEAL, cast, reveal=reveal(cast, 4)),
        "safe": screen(Scene.REVEAL, cast, reveal=safe),
        "group": screen(Scene.REVEAL, cast, reveal=all_safe),
        "jeopardy": screen(Scene.REVEAL, cast, reveal=jeopardy),
        "choice": screen(Scene.REVEAL, cast, reveal=choosing),
        "nobody": screen(Scene.REVEAL, cast, reveal=replace(all_safe, steps=(nobody,), uncalled=(), told=True)),
        "correction": screen(Scene.CORRECTION, cast, correction="A mark was typed wrongly from paper."),
        "champions": screen(Scene.CHAMPIONS, cast),
        "tie": screen(Scene.CHAMPIONS, cast, champions=champions(first, second)),
        "look-back": screen(Scene.LOOK_BACK, cast, look_back=look_back(cast)),
        "held": screen(Scene.DANCE, cast, dance=dance(first, marks(None, None, None)), held=True, vote=open_),
        "rehearsal": screen(Scene.REVEAL, cast, reveal=reveal(cast, 1), night=replace(NIGHT, rehearsal=True)),
    }
