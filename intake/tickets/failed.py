"""Addresses that cannot be delivered to: learned from bounces and refusals, forgotten when they write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, bindparam
from sqlmodel import Session, col, delete

from intake.tickets.database import dialect_of, insert_into
from intake.tickets.tables import FailedAddressRecord
from intake.triage.decision import FailedAddress


def remember_failed(session: Session, failed: Iterable[FailedAddress], now: datetime) -> None:
    """Mark the addresses; the latest word about each stands."""
    rows = {
        one.address.casefold(): {
            "address": one.address.casefold(),
            "status": one.status,
            "text": one.text,
            "since": now,
        }
        for one in failed
    }
    if rows:
        # In one order in every process, so that no two wait for each other.
        ordered = [rows[key] for key in sorted(rows)]
        session.connection().execute(_remember(dialect_of(session)), ordered)


def forget_failed(session: Session, addresses: Sequence[str]) -> None:
    """Clear the marks of addresses that have shown that they live."""
    if addresses:
        keys = sorted(address.casefold() for address in addresses)
        session.connection().execute(_FORGET, {"addresses": keys})


@cache
def _remember(dialect: str) -> Insert:
    insert = insert_into(dialect, FailedAddressRecord)
    latest = {name: insert.excluded[name] for name in ("status", "text", "since")}
    return insert.on_conflict_do_update(index_elements=["address"], set_=latest)


_FORGET = delete(FailedAddressRecord).where(
    col(FailedAddressRecord.address).in_(bindparam("addresses", expanding=True))
)
