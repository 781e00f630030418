"""How many automatic letters went out already: the counts that the gate compares with the town's limits.

The statement is built once, with parameters: building it costs more than running it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col

from intake.message.model import Address
from intake.message.sameness import resemblance
from intake.tickets.tables import BreakerRecord, LetterRecord
from intake.triage.decision import LetterKind, LetterState, Sent, Ticket
from intake.triage.gate import BREAKER

APPROVED = "approved"
"""Begins the rule of a letter that a person let go: it no longer counts among all automatic ones."""

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MOST_COMPARED = (
    500  # letters of one day whose text is compared; the breaker opens before there are many more
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a text is counted by: its fingerprint, its sketch, and how like another text has to be (percent)."""

    fingerprint: str = ""
    sketch: bytes = b""
    similar_percent: int = 100


def recall_sent(
    session: Session, to: Address | None, ticket: Ticket | None, text: Text, now: datetime
) -> Sent:
    """How many automatic letters were queued or sent in each counter's window."""
    reference = ticket.reference if ticket else ""
    values = {
        "address": to.undetailed if to else "",
        "domain": to.domain if to else "",
        "requester": ticket.requester.undetailed if ticket else "",
        "reference": reference,
        "fingerprint": text.fingerprint,
        "day": now - _DAY,
        "hour": now - _HOUR,
    }
    counts = session.connection().execute(_SENT, values).one()
    return Sent(
        **counts._mapping,  # noqa: SLF001 - the public name of a row's mapping
        similar_body_day=_similar(session, text, now),
        acknowledged_day=_acknowledged(session, reference, now) if reference else {},
    )


def recall_sent_to_staff(session: Session, to: Address, now: datetime) -> Sent:
    """The same for a digest or an alert: what else goes to that address, or to all, is no reason against it."""
    values = {"address": to.undetailed, "day": now - _DAY}
    return Sent(to_address_day=session.connection().execute(_TO_STAFF, values).scalar_one())


def _similar(session: Session, text: Text, now: datetime) -> int:
    """Letters of the last day that answered nearly the same text."""
    if not text.sketch:
        return 0
    found = session.connection().execute(_SKETCHES, {"day": now - _DAY}).scalars()
    return sum(resemblance(text.sketch, other or b"") * 100 >= text.similar_percent for other in found)


def _acknowledged(session: Session, reference: str, now: datetime) -> Mapping[str, int]:
    """Acknowledgements of a ticket in the last day, by variant."""
    values = {"reference": reference, "day": now - _DAY}
    return {row.variant: row.number for row in session.connection().execute(_ACKNOWLEDGED, values)}


_state = col(LetterRecord.state)
_automatic = col(LetterRecord.automatic).is_(True)
_gone = sa.or_(_state == LetterState.QUEUED.value, _state == LetterState.SENT.value)
# What the breaker holds may go out together when a person lets it: as much of it as would have gone anyway.
_gone_or_held = sa.or_(
    _gone, sa.and_(_state == LetterState.HELD.value, col(LetterRecord.rule).startswith(BREAKER))
)
_today = col(LetterRecord.queued) > bindparam("day")
_reset = sa.select(col(BreakerRecord.reset)).scalar_subquery()
_since_reset = sa.or_(_reset.is_(None), col(LetterRecord.queued) >= _reset)


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """A count of letters; each condition has an index of its own, so it reads what it counts."""
    counted = sa.select(sa.func.count()).select_from(LetterRecord)
    return counted.where(*conditions, _automatic).scalar_subquery()


def _all(since: str) -> sa.ScalarSelect[int]:
    """A count of all automatic letters since then, and since the breaker's last reset."""
    undecided = sa.not_(col(LetterRecord.rule).startswith(APPROVED))
    return _count(col(LetterRecord.queued) > bindparam(since), _since_reset, undecided, _gone)


def _to(address: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        col(LetterRecord.to_key) == bindparam(address),
        sa.and_(col(LetterRecord.cc_key) == bindparam(address), col(LetterRecord.cc_key) != ""),
    )


_same_body = sa.and_(
    col(LetterRecord.fingerprint) == bindparam("fingerprint"), col(LetterRecord.fingerprint) != ""
)
_too_large = col(LetterRecord.kind) == LetterKind.TOO_LARGE.value
_SENT = sa.select(
    _count(_to("address"), _today, _gone_or_held).label("to_address_day"),
    _count(col(LetterRecord.to_domain) == bindparam("domain"), _today, _gone_or_held).label("to_domain_day"),
    _count(col(LetterRecord.reference) == bindparam("reference"), _today, _gone_or_held).label(
        "for_ticket_day"
    ),
    _count(_same_body, _today, _gone_or_held).label("same_body_day"),
    _all("hour").label("all_hour"),
    _all("day").label("all_day"),
    _count(_to("address"), _today, col(LetterRecord.variant) == "not_a_request", _gone_or_held).label(
        "not_a_request_day"
    ),
    _count(_to("address"), _today, _too_large, _gone_or_held).label("too_large_day"),
    _count(_to("requester"), _today, _gone_or_held).label("to_requester_day"),
)

_staff = sa.or_(*(col(LetterRecord.kind) == kind.value for kind in (LetterKind.DIGEST, LetterKind.ALERT)))
_TO_STAFF = sa.select(_count(_to("address"), _today, _staff, _gone))

_SKETCHES = (
    sa.select(col(LetterRecord.sketch))
    .where(_today, _automatic, _gone_or_held, col(LetterRecord.sketch).is_not(None))
    .order_by(col(LetterRecord.queued).desc())
    .limit(_MOST_COMPARED)
)

_ACKNOWLEDGED = (
    sa.select(col(LetterRecord.variant), sa.func.count().label("number"))
    .where(
        col(LetterRecord.reference) == bindparam("reference"),
        _today,
        _automatic,
        _gone_or_held,
        col(LetterRecord.kind) == LetterKind.ACKNOWLEDGEMENT.value,
    )
    .group_by(col(LetterRecord.variant))
)
