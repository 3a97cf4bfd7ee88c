from __future__ import annotations

from mirrorball.recap.charts.monogram import monogram
from mirrorball.recap.lighter import LONG, drawn_once, inline


def test_a_drawing_in_a_page_has_the_colours_of_the_page() -> None:
    drawn = '<path d="M1 2l-3 4l-3 -4l5 6zM7 -8l1 2z" fill="var(--ink,#f3f1ea)"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
    assert inline(svg) == '<svg><path d="M1 2l-3 4-3-4l5 6zM7-8l1 2z" fill="var(--ink)"/></svg>'


def test_only_paths_lose_what_a_path_can_spare() -> None:
    svg = '<svg><title>Al - Capone l-1 -2</title><text x="1">5 -3</text></svg>'
    assert inline(svg) == svg


def test_a_monogram_is_drawn_once_and_referred_to() -> None:
    drawn = inline(monogram("Ann & Co"))
    told = drawn_once(f"<p>{drawn}</p><p>{drawn}</p><p>{drawn}</p>", {"Ann & Co": drawn}, {"Ann & Co": "ann-co"})
    assert told.count('id="face-ann-co"') == 1
    assert told.count('aria-label="Ann &amp; Co"><use href="#face-ann-co"/></svg>') == 2


def test_a_long_part_of_several_drawings_is_drawn_once() -> None:
    part = f'<path d="M{"1" * LONG}" fill="red"/>'
    told = drawn_once(f"<svg>{part}</svg><svg>{part}</svg>", {}, {})
    first = part.replace("<path", '<path id="part-1"')
    assert told == f'<svg>{first}</svg><svg><use href="#part-1"/></svg>'


def test_what_stands_once_stays_as_it_is() -> None:
    drawn = inline(monogram("Ann"))
    assert drawn_once(f"<p>{drawn}</p>", {"Ann": drawn}, {"Ann": "ann"}) == f"<p>{drawn}</p>"
