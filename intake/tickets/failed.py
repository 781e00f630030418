"""Addresses that cannot be delivered to: learned from bounces and refusals, forgotten when they write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete

from intake.tickets.database import insert_into
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
    if not rows:
        return
    # In one order in every process, so that no two wait for each other.
    insert = insert_into(session, FailedAddressRecord).values([rows[key] for key in sorted(rows)])
    latest = {name: insert.excluded[name] for name in ("status", "text", "since")}
    session.exec(insert.on_conflict_do_update(index_elements=["address"], set_=latest))


def forget_failed(session: Session, addresses: Sequence[str]) -> None:
    """Clear the marks of addresses that have shown that they live."""
    if addresses:
        keys = sorted(address.casefold() for address in addresses)
        session.exec(delete(FailedAddressRecord).where(col(FailedAddressRecord.address).in_(keys)))
