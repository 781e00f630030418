"""Where a ticket stands: stored statuses, resolutions, and the lawful ways between them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The stored status of a ticket. Overdue and whose turn it is are derived, never stored."""

    RECEIVED = "received"
    HELD = "held"
    NEEDS_DETAIL = "needs_detail"
    UNDER_REVIEW = "under_review"
    ESTIMATING = "estimating"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_PREPARATION = "in_preparation"
    DELIVERED = "delivered"
    CLOSED = "closed"


class Resolution(StrEnum):
    """Why a ticket is closed; only with `Status.CLOSED`."""

    FULFILLED = "fulfilled"
    FULFILLED_IN_PART = "fulfilled_in_part"
    ALREADY_PUBLISHED = "already_published"
    REFERRED = "referred"
    NOT_HELD = "not_held"
    WITHHELD_BY_LAW = "withheld_by_law"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_COST = "withdrawn_cost"
    NO_REPLY = "no_reply"
    NO_PAYMENT = "no_payment"
    DUPLICATE = "duplicate"
    NOT_A_REQUEST = "not_a_request"
    SPAM = "spam"


class BallWith(StrEnum):
    """Whose turn it is."""

    OFFICE = "office"
    REQUESTER = "requester"
    NOBODY = "nobody"


def ball_with(status: Status) -> BallWith:
    """Whose turn it is while a ticket has this status."""
    if status is Status.CLOSED:
        return BallWith.NOBODY
    waiting = {Status.NEEDS_DETAIL, Status.AWAITING_ACCEPTANCE, Status.AWAITING_PAYMENT, Status.DELIVERED}
    return BallWith.REQUESTER if status in waiting else BallWith.OFFICE
