"""What a user would write for the same ballots: FastAPI, SQLAlchemy and PostgreSQL, a row for each couple on a ballot.

It does what our door does: the voter is told by the cookie and kept under a keyed name, each number is held against the
limit, the window is looked at, a unique constraint keeps a voter to one row a couple, and the answer goes out when the
rows are on the disk. It is the fastest of the ways that were tried: sync and async, psycopg and asyncpg, rows added one
by one and inserted together.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Cookie, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, Identity, LargeBinary, SmallInteger, String, UniqueConstraint, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

KEY = b"a key of the night"
COUPLES, LIMIT = 5, 10
OPENS_AT = datetime.now(UTC)
CLOSES_AT = OPENS_AT + timedelta(hours=2)

engine = create_async_engine(os.environ["DATABASE"], pool_size=int(os.environ.get("POOL", "16")), max_overflow=0)
Session = async_sessionmaker(engine, expire_on_commit=False)


class Table(DeclarativeBase):
    """What all tables share."""


class Vote(Table):
    """Votes of one voter for one couple."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("voter", "couple"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ballot: Mapped[str] = mapped_column(String(16))
    voter: Mapped[bytes] = mapped_column(LargeBinary(16))
    couple: Mapped[int] = mapped_column(SmallInteger)
    given: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]


class Ballot(BaseModel):
    """What the page sends."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    votes: Annotated[list[Annotated[int, Field(ge=0, le=LIMIT)]], Field(min_length=COUPLES, max_length=COUPLES)]


class Receipt(BaseModel):
    """What the page is answered."""

    receipt: str
    votes: int
    at: datetime


async def vote(ballot: Ballot, mirrorball_voter: Annotated[str, Cookie()]) -> Receipt:
    """Keep a ballot."""
    now = datetime.now(UTC)
    if not OPENS_AT <= now < CLOSES_AT:
        raise HTTPException(409, "The vote is not open.")
    voter = hmac.digest(KEY, mirrorball_voter.encode(), "sha256")[:16]
    rows = [
        {"ballot": ballot.id, "voter": voter, "couple": couple, "given": given, "at": now.replace(tzinfo=None)}
        for couple, given in enumerate(ballot.votes)
        if given
    ]
    async with Session() as session:
        try:
            await session.execute(insert(Vote), rows)
            await session.commit()
        except IntegrityError:
            raise HTTPException(409, "You have voted for this couple.") from None
    return Receipt(receipt=hmac.digest(KEY, ballot.id.encode(), "sha256").hex()[:18], votes=sum(ballot.votes), at=now)


@asynccontextmanager
async def life(_: FastAPI) -> AsyncIterator[None]:
    """Make the table, and let go of the database at the end."""
    async with engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(lifespan=life)
app.add_api_route("/vote", vote, methods=["POST"])
