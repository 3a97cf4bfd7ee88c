"""What every route works with: the night, its keys, who asks, and how a page is made."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mirrorball.core.people import Role
from mirrorball.core.show import Show
from mirrorball.floor.counter import Counter
from mirrorball.floor.public_cast import Around, around
from mirrorball.fonts import Fonts
from mirrorball.web import answers, keys, photos
from mirrorball.web.audience import Audience, AudienceShown, Watch
from mirrorball.web.keys import DESK, Person, Tries
from mirrorball.web.live_count import LiveCount
from mirrorball.web.photos import Photo
from mirrorball.web.presence import DeviceLine, Presence, PublishedLine, RoomScreens
from mirrorball.web.push import Heard, Push
from mirrorball.web.screens import PublicScreens, Screens
from mirrorball.web.watchers import Watchers

COOKIE = "mirrorball_session"
HERE = Path(__file__).parent
STATIC = HERE / "static"
NIGHT_NAME = 12  # characters

Answering = Callable[[Request], Awaitable[Response]]
AnsweringPerson = Callable[[Request, Person], Awaitable[Response]]

_pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)


@dataclass(slots=True, kw_only=True)
class Edge:
    """One night and what is needed to show it. ``opened`` is the night before its first step.

    ``clock`` counts milliseconds since 1970, ``ticks`` milliseconds of a clock that nobody sets; ``draw`` draws bytes
    that nobody can guess. ``address`` is what links begin with; empty: as the request came in.
    """

    opened: Show
    counter: Counter
    secret: bytes
    clock: Callable[[], int]
    ticks: Callable[[], int]
    draw: Callable[[int], bytes]
    fonts: Fonts
    version: str
    address: str = ""
    secure: bool = False
    rehearsal: bool = False
    authority: bytes = b""  # the certificate that tablets have to trust, as PEM
    folder: Path | None = None  # of the season, for the couples' photos
    published_at: str = ""  # the address of the static pages, if somebody named it
    audience: Audience | None = None  # None: this night takes no ballots by itself
    published: PublishedLine | None = None  # None: there are no static pages
    watch: Watch = field(default_factory=Watch)
    tries: Tries = field(default_factory=Tries)
    presence: Presence = field(default_factory=Presence)
    rooms: RoomScreens = field(default_factory=RoomScreens)
    photos: Mapping[int, Photo] = field(init=False)
    public: PublicScreens = field(init=False)
    screens: Screens = field(init=False)
    watchers: Watchers = field(init=False)
    push: Push = field(init=False)
    count: LiveCount = field(init=False)

    def __post_init__(self) -> None:
        """Screens, streams and the kept count follow from the rest."""
        self.photos = photos.photos_of(self.opened, self.folder)
        self.count = LiveCount(self.clock, self.ticks)
        self.public = PublicScreens(self.opened, self.counter, self._around)
        self.screens = Screens(self.opened, self.counter, self.public)
        self.watchers = Watchers(self.public, self.clock, self.ticks)
        self.push = Push(self.counter, self.screens, self.watchers, self.heard, self.ticks)

    @property
    def name(self) -> str:
        """A name that no other night has, so that a tablet does not send what it kept in another."""
        return hmac.digest(self.secret, b"night", sha256().name).hex()[:NIGHT_NAME]

    def _around(self) -> Around:
        """What surrounds the night for the public; known once the public's doors are."""
        return around(
            self.opened,
            vote_page=self.audience.address if self.audience else "",
            rehearsal=self.rehearsal,
            photos=photos.addresses(self.photos),
        )

    def ballots(self) -> AudienceShown | None:
        """How ballots come in; None where none are taken."""
        return None if self.audience is None else self.watch.look(self.audience.status(), self.ticks())

    def devices(self) -> tuple[DeviceLine, ...]:
        """How the devices are."""
        now, known = self.ticks(), self.counter.show.keys
        return self.presence.lines(known.values(), {name: self.tries.blocked_ms(name, now) for name in known}, now)

    def heard(self) -> Heard:
        """What the desk hears of beside its screen."""
        boards = self.rooms.lines(self.public.sequence, self.ticks())
        return Heard(devices=self.devices(), boards=boards, ballots=self.ballots(), published=self.published)


def edge_of(request: Request) -> Edge:
    """The edge that this request came to."""
    edge: Edge = request.app.state.edge
    return edge


def who(request: Request) -> Person | None:
    """Who asks; None if nobody came in by what was sent."""
    edge = edge_of(request)
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    text = bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
    session = keys.read_session(edge.secret, text)
    person = keys.person_of(session, edge.counter.show.keys) if session else None
    if person:
        edge.presence.seen(person.key, person.session, edge.ticks())
    return person


def home(person: Person) -> str:
    """The page of this person."""
    return {Role.JUDGE: "/judge", Role.HOST: "/host"}.get(person.role, "/desk")


def only(roles: Collection[Role]) -> Callable[[AnsweringPerson], Answering]:
    """A route for people of these roles."""

    def guarding(answer: AnsweringPerson) -> Answering:
        async def answering(request: Request) -> Response:
            person = who(request)
            if person is None:
                return not_in(request)
            if person.role not in roles:
                return _elsewhere(request, person)
            return await answer(request, person)

        return answering

    return guarding


for_judge = only({Role.JUDGE})
for_desk = only(DESK)
for_scrutineer = only({Role.SCRUTINEER})
for_all = only(frozenset(Role))


def not_in(request: Request) -> Response:
    """Nobody came in."""
    answer = answers.not_in()
    sentence = "You are not in. Open your link, or hold your QR code before the camera; the desk has both."
    return problem(request, sentence, HTTPStatus.UNAUTHORIZED) if wants_page(request) else answer


def _elsewhere(request: Request, person: Person) -> Response:
    if wants_page(request):
        return RedirectResponse(home(person), HTTPStatus.SEE_OTHER)
    return answers.not_allowed(f"You came in as {person.by}, and this is for others. Your page is {home(person)}.")


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer."""
    return "text/html" in request.headers.get("accept", "")


def problem(request: Request, sentence: str, status: HTTPStatus) -> Response:
    """A page that says what went wrong."""
    return page(request, "problem.html", status, heading=status.phrase, sentence=sentence)


def page(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **more: object) -> HTMLResponse:
    """A page of the night."""
    return HTMLResponse(rendered(request, template, **more), status)


def rendered(request: Request, template: str, **more: object) -> str:
    """A template with what every page is handed."""
    return drawn(edge_of(request), template, **more)


def drawn(edge: Edge, template: str, **more: object) -> str:
    """The same where nobody has asked."""
    season, week = edge.opened.season, edge.opened.week
    return _pages.get_template(template).render(
        title=season.title,
        week=week.number,
        theme=week.title,
        rehearsal=edge.rehearsal,
        version=edge.version,
        night=edge.name,
        **more,
    )


def filled(template: str, **more: object) -> str:
    """A template with this and nothing else."""
    return _pages.get_template(template).render(**more)
