"""Public screens, made by hand and by chance, for whatever reads one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

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

PANEL = ("Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli")
MOST = 2**53  # what a number in JSON holds exactly


def couple(number: int, star: str, pro: str) -> CoupleShown:
    return CoupleShown(
        number=number,
        star=star,
        pro=pro,
        couple=f"{star} and {pro}",
        keyword=star.split(maxsplit=1)[0].upper(),
        known_for="singing",
        monogram=star[:1],
        photo=f"/photo/{number}",
        photo_credit="",
    )


XOCHITL = couple(1, "Xochitl Gomez", "Val Chmerkovskiy")
JASON = couple(2, "Jason Mraz", "Daniella Karagach")
ALYSON = couple(3, "Alyson Hannigan", "Sasha Farber")
CAST = (XOCHITL, JASON, ALYSON)


def line(place: str, who: CoupleShown, points: str | None, out: str = "") -> PublicLine:
    return PublicLine(
        place=place,
        couple=who,
        points=None if points is None else Shown(exact=points, text=points),
        made_of="",
        out=out,
    )


DANCE = PublicDance(
    number=2,
    of=6,
    round="Freestyle",
    couple=JASON,
    style="Freestyle",
    music="“Happy”, Pharrell Williams",
    marks=tuple(PublicMark(judge=judge, given=True, absent=False, mark=None) for judge in PANEL),
    total=None,
    locked=False,
    corrected=False,
)
LOCKED = replace(
    DANCE,
    locked=True,
    marks=tuple(
        PublicMark(judge=judge, given=True, absent=False, mark=Shown(exact=mark, text=text))
        for judge, mark, text in zip(PANEL, ("10", "19/2", "9"), ("10", "9½", "9"), strict=True)
    ),
    total=Shown(exact="57/2", text="28½"),
)
VOTE = PublicVote(
    state="open",
    says="The vote is open.",
    closes_at=1_700_000_000_000,
    extended=False,
    address="http://127.0.0.1:8033/",
    ways=(HowToVote(name="web", says="At 127.0.0.1:8033."), HowToVote(name="sms", says="Send ALYSON to 21523.")),
    couples=CAST,
)
UNTOLD = PublicReveal(steps=(), saves=(), uncalled=CAST, told=False, corrected=False)
SCREEN = PublicScreen(
    sequence=7,
    night=PublicNight(
        title="Dancing With the Stars, season 32",
        week=11,
        theme="Finale",
        date="5 December 2023",
        hosts=("Alfonso Ribeiro", "Julianne Hough"),
        panel=PANEL,
        trophy="Len Goodman Mirrorball Trophy",
        final=True,
        rehearsal=False,
    ),
    scene=Scene.DANCE.value,
    held=False,
    correction="",
    film="",
    dance=DANCE,
    board=(line("1st", ALYSON, "30"), line("2nd", XOCHITL, "57/2"), line("", JASON, None)),
    season=(line("1st", XOCHITL, "300"), line("2nd", ALYSON, "299"), line("3rd", JASON, "290")),
    vote=VOTE,
    reveal=UNTOLD,
    champions=None,
    look_back=(),
)
WAITING = replace(
    SCREEN,
    sequence=0,
    scene=Scene.WAITING.value,
    dance=None,
    board=(),
    season=(),
    vote=replace(VOTE, state="not open yet", closes_at=None, couples=(), ways=(), address=""),
    reveal=replace(UNTOLD, uncalled=()),
)
ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}
TOLD = tuple(
    PublicStep(number=nth, kind="place", couples=(who,), place=place, says=f"{place}: {who.couple}.")
    for nth, (who, place) in enumerate(((ALYSON, "3rd"), (JASON, "2nd"), (XOCHITL, "1st")), 1)
)


def after(steps: int, **more: object) -> PublicScreen:
    """The screen once this many steps of the finale are told."""
    told = TOLD[:steps]
    called = [who for step in told for who in step.couples]
    screen = replace(
        SCREEN,
        sequence=20 + steps,
        scene=(Scene.REVEAL if steps else Scene.COUNTING).value,
        vote=replace(VOTE, state="closed"),
        reveal=replace(
            UNTOLD, steps=told, uncalled=tuple(who for who in CAST if who not in called), told=steps == len(TOLD)
        ),
    )
    return replace(screen, **more)  # type: ignore[arg-type]  # passed on as it came


CROWNED = after(
    3,
    scene=Scene.CHAMPIONS.value,
    champions=Champions(
        couples=(XOCHITL,), score=Shown(exact="60", text="60"), says="Xochitl Gomez and Val Chmerkovskiy are champions!"
    ),
)


# By chance. Texts are whatever somebody may have typed into a cell.

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
numbers = st.integers(-MOST, MOST)
shown = st.builds(Shown, exact=st.fractions(max_denominator=4, min_value=0, max_value=1000).map(str), text=texts)
couples = st.builds(
    CoupleShown,
    number=st.integers(1, 20),
    star=texts,
    pro=texts,
    couple=texts,
    keyword=texts,
    known_for=texts,
    monogram=texts,
    photo=st.sampled_from(["", "/photo/1"]),
    photo_credit=texts,
)


def some(what: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(what, max_size=4).map(tuple)


marks = st.builds(PublicMark, judge=texts, given=st.booleans(), absent=st.booleans(), mark=st.none() | shown)
dances = st.builds(PublicDance, couple=couples, marks=some(marks), total=st.none() | shown)
lines = st.builds(PublicLine, place=texts, couple=couples, points=st.none() | shown, made_of=texts, out=texts)
steps = st.builds(PublicStep, number=st.integers(1, 20), kind=texts, couples=some(couples), place=texts, says=texts)
screens = st.builds(
    PublicScreen,
    sequence=st.integers(0, MOST),
    night=st.builds(PublicNight, title=texts, theme=texts, hosts=some(texts), panel=some(texts)),
    dance=st.none() | dances,
    board=some(lines),
    season=some(lines),
    vote=st.builds(PublicVote, closes_at=st.none() | numbers, ways=some(st.builds(HowToVote)), couples=some(couples)),
    reveal=st.builds(
        PublicReveal,
        steps=some(steps),
        saves=some(st.builds(PublicSave, judge=texts, couple=couples)),
        uncalled=some(couples),
    ),
    champions=st.none() | st.builds(Champions, couples=some(couples), score=st.none() | shown, says=texts),
    look_back=some(st.builds(LookBackLine, couple=couples)),
)
