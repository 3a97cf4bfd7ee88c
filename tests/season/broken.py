"""Ways of breaking season 32 in one place, and what a person is told then: where, what was found, and what to do."""

from __future__ import annotations

from tests.season.folders import Edit, added, all_of, cell, line

FOXTROT = {"week": "11", "round": "redemption", "star": "Jason Mraz"}  # line 111 of routines.csv
OPENING = {"week": "1", "star": "Xochitl Gomez"}  # line 2


def mark(text: str) -> Edit:
    return cell("routines.csv", FOXTROT, "Derek Hough", text)


def star(text: str) -> Edit:
    return cell("routines.csv", FOXTROT, "star", text)


def sentences(text: str) -> list[str]:
    """Sentences that are parted by blank lines, and run over several lines."""
    return [" ".join(row.strip() for row in one.strip().splitlines()) for one in text.strip().split("\n\n")]


BROKEN: dict[str, tuple[Edit, str]] = {
    # Marks.
    "mark of 11": (
        mark("11"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found '11', expected a mark from 1 to 10 in steps
        of 1. Correct the mark, or the scale in season.toml.
        """,
    ),
    "mark of 0": (
        mark("0"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found '0', expected a mark from 1 to 10 in steps of
        1. Correct the mark, or the scale in season.toml.
        """,
    ),
    "half a mark": (
        mark("9.5"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found '9.5', expected a mark from 1 to 10 in steps
        of 1. Correct the mark, or the scale in season.toml.
        """,
    ),
    "mark with a comma": (
        mark("9,5"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found '9,5', expected a mark from 1 to 10 in steps
        of 1. Write 9.5, with a point.
        """,
    ),
    "mark out of ten": (
        mark("10/10"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found '10/10', expected a mark from 1 to 10 in
        steps of 1. Write only the mark itself: 10.
        """,
    ),
    "mark in letters": (
        mark("DNS"),
        """
        routines.csv, line 111, column 13 (Derek Hough): found 'DNS', expected a mark from 1 to 10 in steps
        of 1. Write the number in digits. Leave the cell blank if nobody knows it or none was given.
        """,
    ),
    "mark of a guest in a week without a guest": (
        cell("routines.csv", OPENING, "guest", "6"),
        """
        routines.csv, line 2, column 14 (guest): found '6', expected a blank cell: the panel of week 1 is
        Carrie Ann Inaba, Derek Hough, Bruno Tonioli. The column guest holds the marks of the one judge of
        the week who has no column.
        """,
    ),
    "total that does not add up": (
        cell("routines.csv", FOXTROT, "total", "29"),
        """
        routines.csv, line 111, column 16 (total): found '29', expected 30, from the marks 10 + 10 + 10.
        Correct the marks or the total.
        """,
    ),
    # Dances.
    "dance of a couple that was out": (
        cell("routines.csv", {"week": "11", "round": "freestyle", "star": "Jason Mraz"}, "star", "Harry Jowsey"),
        """
        routines.csv, line 116, column 4 (star): found 'Harry Jowsey', expected a couple that is still in in week 11.
        Harry Jowsey was eliminated in week 9 (results.csv). Correct the star or the week.

        rundown.csv, line 11, column 5 (round): found 'freestyle', expected a round of Jason Mraz in week 11
        (routines.csv): 'redemption'. Correct the round, or add the dance there.

        routines.csv, line 111, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have in week 11.
        Add the routine that is missing, or check that this is right.

        rundown.csv, line 20: found no segment for the freestyle of Harry Jowsey, expected every routine of week 11
        (routines.csv). Add a row for it, or the desk has to call it by hand.
        """,
    ),
    "redemption of a style that was never danced": (
        cell("routines.csv", FOXTROT, "style", "Tango"),
        """
        routines.csv, line 111, column 5 (style): found 'Tango', expected a style that Jason Mraz danced
        before week 11. A redemption repeats a style of an earlier week; Jason Mraz danced: Cha-cha, Rumba,
        Jive, Foxtrot, Quickstep, Contemporary, Jazz, Team dance, Samba, Argentine tango, Viennese waltz,
        Paso doble, Hustle then Charleston, Salsa.
        """,
    ),
    "freestyle that is none": (
        cell("routines.csv", {"week": "11", "round": "freestyle", "star": "Jason Mraz"}, "style", "Jazz"),
        """
        routines.csv, line 116, column 5 (style): found 'Jazz', expected 'Freestyle', the style of the
        freestyle. Correct the style, or the round's rule in season.toml.
        """,
    ),
    "unknown style": (
        cell("routines.csv", OPENING, "style", "Cha cha"),
        """
        routines.csv, line 2, column 5 (style): found 'Cha cha', expected a style of season.toml. Did you
        mean 'Cha-cha'?
        """,
    ),
    "place in the running order that is taken": (
        cell("routines.csv", FOXTROT, "order", "1"),
        """
        routines.csv, line 111, column 3 (order): found '1', expected a position of its own in week 11.
        Alyson Hannigan has it already. Correct one of the two.
        """,
    ),
    # Names.
    "star misspelt": (
        star("Jason Mratz"),
        """
        routines.csv, line 111, column 4 (star): found 'Jason Mratz', expected a star of couples.csv. Did
        you mean 'Jason Mraz'?

        routines.csv, line 116, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have
        in week 11. Add the routine that is missing, or check that this is right.
        """,
    ),
    "star in another case": (
        star("jason mraz"),
        """
        routines.csv, line 111, column 4 (star): found 'jason mraz', expected a star of couples.csv. Write
        'Jason Mraz': the two differ only by accents, spaces or case.

        routines.csv, line 116, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have
        in week 11. Add the routine that is missing, or check that this is right.
        """,
    ),
    "star with an accent": (
        star("Jasón Mraz"),
        """
        routines.csv, line 111, column 4 (star): found 'Jasón Mraz', expected a star of couples.csv. Write
        'Jason Mraz': the two differ only by accents, spaces or case.

        routines.csv, line 116, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have
        in week 11. Add the routine that is missing, or check that this is right.
        """,
    ),
    "star with two spaces": (
        star("Jason  Mraz"),
        """
        routines.csv, line 111, column 4 (star): found 'Jason  Mraz', expected a star of couples.csv. Write
        'Jason Mraz': the two differ only by accents, spaces or case.

        routines.csv, line 116, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have
        in week 11. Add the routine that is missing, or check that this is right.
        """,
    ),
    "star whom nobody knows": (
        star("Zzz Qqq"),
        """
        routines.csv, line 111, column 4 (star): found 'Zzz Qqq', expected a star of couples.csv. Correct
        the name, or add it there.

        routines.csv, line 116, column 4 (star): found 1 routine of Jason Mraz, expected 2, as others have
        in week 11. Add the routine that is missing, or check that this is right.
        """,
    ),
    "opponent misspelt": (
        cell("bonuses.csv", {"week": "9", "star": "Xochitl Gomez"}, "opponent", "Ariana Maddix"),
        """
        bonuses.csv, line 18, column 6 (opponent): found 'Ariana Maddix', expected a star of couples.csv.
        Did you mean 'Ariana Madix'?
        """,
    ),
    "judge in another case": (
        cell("weeks.csv", {"week": "3"}, "panel", "Carrie Ann Inaba; derek hough; Michael Strahan; Bruno Tonioli"),
        """
        weeks.csv, line 4, column 4 (panel): found 'derek hough', expected 'Derek Hough' or a guest judge.
        Write 'Derek Hough' if that is who is meant; a guest judge may stay.
        """,
    ),
    # The plan.
    "week that is carried and does not exist": (
        cell("weeks.csv", {"week": "11"}, "carry", "12"),
        """
        weeks.csv, line 12, column 9 (carry): found '12', expected a week of this table. Correct the number,
        or leave the cell blank.
        """,
    ),
    "weeks that carry each other": (
        cell("weeks.csv", {"week": "10"}, "carry", "11"),
        """
        weeks.csv, line 11, column 9 (carry): found '11', expected a week before week 10. A night can only
        take over an earlier one. Week 11 carries week 10 in turn, which goes round in a circle.
        """,
    ),
    "book of a week that does not exist": (
        cell("weeks.csv", {"week": "3"}, "book", "us-3-61"),
        """
        weeks.csv, line 4, column 5 (book): found 'us-3-61', expected a rule book. Did you mean 'us-3-16'?
        """,
    ),
    "date as in Europe": (
        cell("weeks.csv", {"week": "3"}, "date", "10.10.2023"),
        """
        weeks.csv, line 4, column 2 (date): found '10.10.2023', expected a date such as 2023-09-26. Write
        year, month and day with dashes, and format the column as text.
        """,
    ),
    "casting judge who did not judge": (
        cell("weeks.csv", {"week": "3"}, "casting_judge", "Paula Abdul"),
        """
        weeks.csv, line 4, column 11 (casting_judge): found 'Paula Abdul', expected a judge of that week:
        Carrie Ann Inaba, Derek Hough, Michael Strahan, Bruno Tonioli. Name one of the panel.
        """,
    ),
    "more who leave than left": (
        cell("weeks.csv", {"week": "3"}, "leave", "2"),
        """
        weeks.csv, line 4, column 6 (leave): found '2', expected 1, as results.csv has it. results.csv says
        that Tyson Beckford was eliminated then. Write 1 here, or correct the results.
        """,
    ),
    # Results.
    "place that does not fit": (
        cell("results.csv", {"star": "Harry Jowsey"}, "place", "7"),
        """
        results.csv, line 7, column 4 (place): found '7', expected place 6, by the number of couples still
        in. Correct the place or the week.
        """,
    ),
    "place in words": (
        cell("results.csv", {"star": "Harry Jowsey"}, "place", "6th"),
        """
        results.csv, line 7, column 4 (place): found '6th', expected a place such as 6, or 12-13 if it is
        shared. Write the places, 1 the best; format the column as text.
        """,
    ),
    "elimination of an immune couple": (
        cell("weeks.csv", {"week": "8"}, "immune", "Ariana Madix; Barry Williams"),
        """
        results.csv, line 8, column 1 (star): found 'Barry Williams', expected a couple that could leave.
        Barry Williams was immune in week 8 (weeks.csv).
        """,
    ),
    "winner who cannot win": (
        all_of(
            cell("results.csv", {"star": "Alyson Hannigan"}, "place", "1"),
            cell("results.csv", {"star": "Xochitl Gomez"}, "place", "5"),
        ),
        """
        weeks.csv, line 12, column 5 (book): found a result (results.csv) that is impossible for every vote:
        these places in week 11, expected one that the book us-32-33 can have (assumed). It is possible
        joined by percent, or with dense ranks for equal marks. Correct the book of the week, the marks or
        the result.
        """,
    ),
    # Tables.
    "unknown column": (
        line("couples.csv", "known_for", "knwon_for"),
        """
        couples.csv, line 1, column 3: found 'knwon_for', expected a column that this table has. Did you
        mean 'known_for'?
        """,
    ),
    "column of something else": (
        line("couples.csv", "known_for", "shoe_size"),
        """
        couples.csv, line 1, column 3: found 'shoe_size', expected a column that this table has. Remove the
        column, or keep its text in the column note.
        """,
    ),
    "column twice": (
        line("stated.csv", "total,source", "total,total"),
        """
        stated.csv, line 1, column 4: found 'total' a second time, expected each column once. Join the two
        columns.
        """,
    ),
    "row twice": (
        added("stated.csv", "10,Alyson Hannigan,51,The same again"),
        """
        stated.csv, line 3, column 2 (star): found 'Alyson Hannigan', expected one row for each week and
        star. Remove one of the two rows; the other stands on line 2.
        """,
    ),
    "couple twice": (
        added("couples.csv", "Matt Walsh,Koko Iwasaki,,,,,,,"),
        """
        couples.csv, line 16, column 1 (star): found 'Matt Walsh', expected one row for each star. Remove
        one of the two rows; the other stands on line 15.
        """,
    ),
    "comma without quotes": (
        line("routines.csv", '"Whenever, Wherever"', "Whenever, Wherever"),
        """
        routines.csv, line 71, column 22: found 'Marks: one mark and/or total agrees with a second
        source....' beyond the last column, expected 21 cells, as in the first row. Put text that holds the
        separator into double quotes.
        """,
    ),
    # season.toml.
    "unknown book": (
        line("season.toml", 'book = "us-32-33"', 'book = "us-32-3"'),
        """
        season.toml, line 12 (book): found 'us-32-3', expected the name of a rule book. Did you mean
        'us-32-33'?
        """,
    ),
    "no book": (
        line("season.toml", 'book = "us-32-33"', ""),
        """
        season.toml, line 1 (book): found nothing, expected a setting book. Add a line book = ... here.
        """,
    ),
    "unknown setting": (
        line("season.toml", "trophy =", "trophey ="),
        """
        season.toml, line 8 (trophey): found 'trophey', expected a setting of this format. Did you mean
        'trophy'?
        """,
    ),
    "list of hosts that is text": (
        line("season.toml", 'hosts = ["Alfonso Ribeiro", "Julianne Hough"]', 'hosts = "Alfonso Ribeiro"'),
        """
        season.toml, line 9 (hosts): found 'Alfonso Ribeiro', expected a list of names. Write it so; text
        stands in double quotes, a list in square brackets.
        """,
    ),
    "limit of the second channel that is text": (
        line("season.toml", 'voter = "phone number"\nlimit = 10', 'voter = "phone number"\nlimit = "ten"'),
        """
        season.toml, line 49 (channels.limit): found 'ten', expected a whole number from 0. Write it so;
        text stands in double quotes, a list in square brackets.
        """,
    ),
    "scale that misses its end": (
        line("season.toml", "step = 1", "step = 4"),
        """
        season.toml, line 33 (panel.step): found '1 to 10 in steps of 4', expected a scale that ends at its
        highest mark. Choose a step above 0 that leads from the lowest mark to the highest.
        """,
    ),
    "newer format": (
        line("season.toml", "format = 1", "format = 2"),
        """
        season.toml, line 4 (format): found '2', expected format = 1. This program reads format 1. Use a
        newer Mirrorball for a newer folder.
        """,
    ),
    "section misspelt": (
        line("season.toml", "[crew]", "[cerw]"),
        """
        season.toml, line 25 (cerw): found 'cerw', expected a setting of this format. Did you mean 'crew'?
        """,
    ),
}
