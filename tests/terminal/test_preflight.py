"""``mirrorball preflight``: a night that is well goes, and whatever is exchanged in one place is found."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from mirrorball.box import keywords
from mirrorball.box.keywords import Read
from mirrorball.box.rules import Rules
from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.season import Season
from mirrorball.core.show import Show, open_night
from mirrorball.floor import feeds, host_card, mapping, public_cast
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.mapping import mapped
from mirrorball.season.new import Kind, new
from mirrorball.terminal import preflight, readiness
from mirrorball.terminal.readiness import Line, Ready
from mirrorball.web import ograf
from mirrorball.web.photos import photos_of
from tests.season.folders import SHIPPED, copied, line
from tests.terminal.test_show import SEASON, Told, run

ONE, OTHER = "Xochitl Gomez", "Jason Mraz"
PIXEL = bytes.fromhex("89504e470d0a1a0a") + b"one"


def preflown(folder: Path, week: int | None = 11) -> Told:
    return run("preflight", folder, *(["--week", week] if week else []), width=100)


def finale(season: Season = SEASON) -> Show:
    return open_night(season, 11)


def differences(opened: Show, photos: Mapping[str, str] | None = None) -> list[str]:
    """What the mapping proof finds."""
    return [f"{one.star}: {one.path} {one.says}" for one in mapped(opened, photos or {}).differences]


def exchanged(of: Rules, one: str = ONE, other: str = OTHER) -> Rules:
    """The same rules, but that two couples have each other's numbers."""
    number = {choice.star: choice.number for choice in of.choices}
    new_number = number | {one: number[other], other: number[one]}
    choices = [replace(choice, number=new_number[choice.star]) for choice in of.choices]
    return replace(of, choices=tuple(sorted(choices, key=lambda choice: choice.number)))


def with_keyword(star: str, keyword: str) -> Season:
    return replace(SEASON, couples=tuple(replace(c, keyword=keyword) if c.star == star else c for c in SEASON.couples))


# A night that is well.


def test_the_finale_goes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    told = preflown(folder)

    assert told.code == 0
    assert told.out.splitlines()[-2:][0] == "GO."
    assert "text message: 10 test votes for 5 couples, by every word that means the couple" in told.words
    assert "online: 5 test votes for 5 couples, read off the page by name" in told.words
    assert told.out.count("✓ yes, 3") == 5
    assert "Against it" not in told.out
    assert [path.name for path in tmp_path.iterdir()] == ["season"]


@pytest.mark.parametrize("kind", Kind)
def test_a_new_folder_goes(tmp_path: Path, kind: Kind) -> None:
    new(tmp_path / "mine", kind)
    told = preflown(tmp_path / "mine", None)

    assert (told.code, told.err) == (0, "")
    if kind is Kind.GALA:
        assert "typed by two people, and counted for that couple by both counts" in told.words


def test_a_channel_of_money_and_one_by_mail_are_tried(tmp_path: Path) -> None:
    new(tmp_path / "mine", Kind.GALA)
    settings = tmp_path / "mine" / "season.toml"
    text = settings.read_text(encoding="utf-8").replace('voter = "seat code"', 'voter = "e-mail address"')
    settings.write_text(
        text + '\n[[channels]]\nname = "gifts"\nway = "donation"\nprice = "0.50 EUR"\n', encoding="utf-8"
    )
    told = preflown(tmp_path / "mine", None)

    assert told.code == 0, told.out + told.err
    assert "gifts: 8 test votes for 8 couples" in told.words
    assert "That mail reaches voters was not tried" in told.words


def test_a_folder_with_problems_is_no_night(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    line("season.toml", "number = 32", 'number = "x"')(folder)
    assert preflown(folder).code == 2
    assert preflown(SHIPPED, 12).code == 2
    assert "has no week 12" in preflown(SHIPPED, 12).err
    assert preflown(tmp_path / "nowhere").code == 2


# Exchanged on purpose, in one path at a time.


def test_nothing_differs_as_shipped() -> None:
    for week in SEASON.weeks:
        assert differences(open_night(SEASON, week.number)) == []


def test_exchanged_numbers_on_the_board_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(public_cast, "rules", lambda show, night: exchanged(rules(show, night)))
    found = differences(finale())
    assert f"{ONE}: the board has the number 2, and the cast has 1" in found
    assert f"{OTHER}: the feed “couples” has the number 1, and the cast has 2" in found
    assert f"{OTHER}: the graphic “vote-open” has the number 1, and the cast has 2" in found
    assert f"{ONE}: text messages read “2” as {OTHER}" in found

    told = preflown(copied(tmp_path / "season"))
    assert told.code == 1
    assert f"The vote page has number 1 for {ONE}, and the board 2." in told.words
    assert f"{ONE}, text message, “2”: “2” was read as 1 for {OTHER}, and means {ONE}." in told.words
    assert "NO-GO." in told.out


def test_exchanged_numbers_on_the_vote_page_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "rules", lambda show, night: exchanged(rules(show, night)))
    told = preflown(SHIPPED)
    assert told.code == 1
    assert f"The vote page has number 2 for {ONE}, and the board 1." in told.words


def test_exchanged_stars_in_the_box_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and numbers are right on the page, and a vote goes to somebody else: only the answer tells."""

    def crossed(show: Show, night: str) -> Rules:
        right = rules(show, night)
        star = {choice.star: choice.star for choice in right.choices} | {ONE: OTHER, OTHER: ONE}
        return replace(right, choices=tuple(replace(choice, star=star[choice.star]) for choice in right.choices))

    monkeypatch.setattr(preflight, "rules", crossed)
    told = preflown(SHIPPED)
    assert told.code == 1
    assert f"The vote page shows {ONE} “with Daniella Karagach”, and the board Val Chmerkovskiy." in told.words
    assert f"{ONE}, text message, “XOCHITL”: “XOCHITL” was read as 1 for {OTHER}, and means {ONE}." in told.words


def test_keywords_that_the_cast_itself_has_exchanged_are_found() -> None:
    """Every path says the same, and it is wrong: a keyword is somebody else's name."""
    other_way = {ONE: "JASON", OTHER: "XOCHITL"}
    couples = tuple(replace(c, keyword=other_way.get(c.star, c.keyword)) for c in SEASON.couples)
    found = [one for one in readiness.of_cast(finale(replace(SEASON, couples=couples))) if one.ready is Ready.NO_GO]
    assert [one.says for one in found] == [
        f"The keyword JASON of {ONE} is a name of {OTHER}. Give each their own.",
        f"The keyword XOCHITL of {OTHER} is a name of {ONE}. Give each their own.",
    ]


def test_one_keyword_for_two_is_found() -> None:
    found = differences(finale(with_keyword(ONE, "JASON")))
    assert [one for one in found if one.startswith(f"{OTHER}: text messages do not read “JASON” as this couple")]


def test_a_keyword_that_is_routed_to_another_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = keywords.read
    monkeypatch.setattr(mapping, "read", lambda text, of: Read(OTHER, 1) if text == "XOCHITL" else right(text, of))
    assert differences(finale()) == [f"{ONE}: text messages read “XOCHITL” as {OTHER}"]


def test_another_name_on_the_hosts_card_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = host_card.step_told
    told = right(SEASON, RevealStep(StepKind.SAFE, (OTHER,)))
    monkeypatch.setattr(mapping, "step_told", lambda of, step: told if step.stars == (ONE,) else right(of, step))
    (found,) = differences(finale())
    assert found.startswith(
        f"{ONE}: the host's card of a step has the name {OTHER} and Daniella Karagach, and the cast"
    )


def test_a_couple_that_a_path_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = feeds.rows
    monkeypatch.setattr(mapping, "rows", lambda *of: [row for row in right(*of) if row["star"] != ONE])
    assert f"{ONE}: the feed “couples” does not show this couple" in differences(finale())


def test_an_exchanged_photo_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = {ONE: "/photo/1.png", OTHER: "/photo/2.png"}
    right = public_cast.around

    def crossed(opened: Show, photos: Mapping[str, str] | None = None) -> public_cast.Around:
        return right(opened, photos=photos and {ONE: photos[OTHER], OTHER: photos[ONE]})

    monkeypatch.setattr(mapping, "around", crossed)
    found = differences(finale(), photos)
    assert f"{ONE}: the board has the photo /photo/2.png, and the cast has /photo/1.png" in found
    assert f"{OTHER}: the feed “couples” has the photo /photo/1.png, and the cast has /photo/2.png" in found


# What a night should be told of.


@dataclass(frozen=True)
class Pictured:
    """The finale with photos in its folder."""

    folder: Path

    def lines(self, **photos: bytes | None) -> list[Line]:
        """What is said of photos; a name without a picture is one that is not in the folder."""
        named = {c.star: c for c in SEASON.couples}
        for name, picture in photos.items():
            star = {"one": ONE, "other": OTHER}[name.split("_")[0]]
            file = f"{name.split('_', 1)[1]}.png"
            named[star] = replace(named[star], photo=file)
            if picture is not None:
                (self.folder / file).write_bytes(picture)
        opened = finale(replace(SEASON, couples=tuple(named.values())))
        return list(readiness.of_photos(opened, tuple(photos_of(opened, self.folder).values())))


@pytest.fixture
def pictured(tmp_path: Path) -> Pictured:
    return Pictured(tmp_path)


def test_photos_of_their_own_are_well(pictured: Pictured) -> None:
    found = pictured.lines(one_xochitl=b"one", other_jason_mraz=b"other")
    assert [one.ready for one in found] == [Ready.LOOK]
    assert found[0].says == "None for Ariana Madix, Charity Lawson and Alyson Hannigan. A monogram stands in."


def test_a_photo_that_is_missing_is_told(pictured: Pictured) -> None:
    (missing, *_) = pictured.lines(one_gone=None)
    assert missing == Line(
        Ready.LOOK, "Photos", f"Not in the folder, or no picture: gone.png ({ONE}). A monogram stands in."
    )


def test_two_couples_with_one_picture_do_not_go(pictured: Pictured) -> None:
    found = pictured.lines(one_a=PIXEL, other_b=PIXEL)
    assert Line(Ready.NO_GO, "Photos", f"{ONE} and {OTHER} have the same picture.") in found


def test_a_picture_named_after_somebody_else_does_not_go(pictured: Pictured) -> None:
    found = pictured.lines(**{"one_jason-mraz": b"one", "other_Xochitl_Gomez": b"other"})
    assert [one.about for one in found if one.ready is Ready.NO_GO] == [ONE, OTHER]


def test_keywords_a_slip_apart_long_names_and_numbers_are_told() -> None:
    alike = with_keyword(ONE, "JASONS")
    (told,) = [one for one in readiness.of_cast(finale(alike)) if one.about == "Keywords"]
    assert told.says == f"JASONS ({ONE}) and JASON ({OTHER}) are one slip of a finger apart."

    long = "A" * 61
    couples = tuple(replace(c, pro=long, number=nth) for nth, c in enumerate(SEASON.couples, 1))
    found = list(readiness.of_cast(finale(replace(SEASON, couples=couples))))
    assert {one.about for one in found} == {long}
    assert all("61 letters" in one.says for one in found)

    mixed = tuple(replace(c, number=None if c.star == ONE else nth) for nth, c in enumerate(SEASON.couples, 1))
    (told,) = [one for one in readiness.of_cast(finale(replace(SEASON, couples=mixed))) if one.about == "Numbers"]
    assert told.says.startswith(f"There is none for {ONE} in couples.csv.")


def test_a_vote_that_is_settled_is_told_where_the_marks_are_known() -> None:
    (told,) = readiness.of_reach(finale(), SEASON)
    assert "cannot win whatever the vote" in told.says


def test_graphics_that_are_not_there_do_not_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [one.ready for one in readiness.of_graphics()] == [Ready.GO]
    shutil.copytree(ograf.FOLDER, tmp_path / "graphics")
    monkeypatch.setattr(ograf, "FOLDER", tmp_path / "graphics")
    (tmp_path / "graphics" / "score-bug.js").unlink()
    (told,) = readiness.of_graphics()
    assert (told.ready, told.says) == (Ready.NO_GO, "Missing: score-bug.js. Install Mirrorball anew.")
    (tmp_path / "graphics" / "score-bug.ograf.json").write_text("{", encoding="utf-8")
    assert [one.ready for one in readiness.of_graphics()] == [Ready.NO_GO]


def test_a_door_that_cannot_be_put_up_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(preflight, "free_port", lambda: taken.getsockname()[1])
        told = preflown(SHIPPED)
    assert told.code == 1
    assert "No vote could be tried: The public's door could not be put up" in told.words


def test_a_week_without_anybody_does_not_go() -> None:
    nobody = replace(SEASON, couples=())
    assert [one.ready for one in readiness.of_couples(mapped(finale(nobody), {}))] == [Ready.NO_GO]
