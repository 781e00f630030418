"""How bodies are fetched: small ones many at a time, a large one in pieces, so that memory stays bounded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from intake.message.arrival import Arrival

_BODIES = 50  # messages a FETCH of bodies: 6 times as fast as one by one, hardly slower than 500
_PIECE = 262_144  # octets; a larger message comes in pieces, so that only one copy of it is in memory
_CHUNK = 4_194_304  # octets of all the bodies in one FETCH, as far as the server's sizes are right


def chunks(arrivals: list[Arrival]) -> Iterator[list[Arrival]]:
    """Groups to be fetched at once; a large message is alone."""
    chunk: list[Arrival] = []
    octets = 0
    for arrival in arrivals:
        octets += arrival.size
        if chunk and (len(chunk) == _BODIES or octets > _CHUNK or arrival.size > _PIECE):
            yield chunk
            chunk, octets = [], arrival.size
        chunk.append(arrival)
        if arrival.size > _PIECE:
            yield chunk
            chunk, octets = [], 0
    if chunk:
        yield chunk


def fetch_bodies(client: Any, arrivals: list[Arrival]) -> dict[int, bytes | None]:
    """The octets of each by UID, none of them marked as read; what has vanished is absent."""
    if len(arrivals) == 1 and arrivals[0].size > _PIECE:
        return {arrivals[0].uid: in_pieces(client, arrivals[0].uid)}
    rows = client.fetch([arrival.uid for arrival in arrivals], ["BODY.PEEK[]"])
    return {uid: row.get(b"BODY[]") for uid, row in rows.items()}


def in_pieces(client: Any, uid: int) -> bytes | None:
    """One large message, None where it is gone. The server's size is not trusted: some only estimate it."""
    whole = io.BytesIO()
    while True:
        start = whole.tell()
        row = client.fetch([uid], [f"BODY.PEEK[]<{start}.{_PIECE}>"]).get(uid)
        if row is None:
            return None
        piece = row.get(b"BODY[]<%d>" % start) or b""
        whole.write(piece)
        if len(piece) < _PIECE:
            return whole.getvalue()


def received(row: dict[bytes, Any]) -> datetime | None:
    """When the server got it, None where it does not say."""
    moment = row.get(b"INTERNALDATE")
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else None
