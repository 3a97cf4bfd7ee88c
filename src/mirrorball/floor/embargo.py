"""What is known and not told yet: from the seal of the count until every place has been told."""

from __future__ import annotations

from mirrorball.core.events import Event, ResultSealed, TallySealed
from mirrorball.core.show import Show


def embargoed(show: Show) -> bool:
    """Whether something is sealed that the room has not heard in full."""
    return (show.tally is not None or show.sealed is not None) and (show.sealed is None or bool(show.to_reveal))


def withheld(show: Show, event: Event) -> bool:
    """Whether the figures of an event stay shut for everybody who reads the night as it runs."""
    return isinstance(event, TallySealed | ResultSealed) and embargoed(show)
