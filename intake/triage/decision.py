"""What goes into a decision and what comes out of it: values only.

In: a `Message`, its `Request`, the catalogue's `Match`es, `Known` (all that the store recalled, read once)
and the town's `Policy`. Out: one `Decision`, which the store records in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from pydantic import Field as setting  # noqa: N813 - Field is a request's here

from intake.catalogue.dataset import Match
from intake.estimate.estimate import CostEstimate
from intake.message.model import Address
from intake.request.model import Request
from intake.triage.status import Resolution, Status


class Disposition(StrEnum):
    """What becomes of a message."""

    OPEN = "open"
    APPEND = "append"
    HOLD = "hold"
    IGNORE = "ignore"
    DUPLICATE = "duplicate"


class Outcome(StrEnum):
    """The one outcome row of every message, as `intake messages` prints it."""

    TICKET = "ticket"
    FOLLOW_UP = "follow_up"
    HELD = "held"
    IGNORED = "ignored"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


OUTCOME_OF = {
    Disposition.OPEN: Outcome.TICKET,
    Disposition.APPEND: Outcome.FOLLOW_UP,
    Disposition.HOLD: Outcome.HELD,
    Disposition.IGNORE: Outcome.IGNORED,
    Disposition.DUPLICATE: Outcome.DUPLICATE,
}


class LetterKind(StrEnum):
    """The letters we write; each has a folder of that name under `templates/<language>/`."""

    ACKNOWLEDGEMENT = "acknowledgement"
    MORE_DETAIL = "more_detail"
    COST_ESTIMATE = "cost_estimate"
    TOO_LARGE = "too_large"
    REMINDER = "reminder"
    CLOSING = "closing"
    DIGEST = "digest"
    ALERT = "alert"
    NOTE = "note"
    DELIVERY = "delivery"


class LetterState(StrEnum):
    """Where a letter stands in the ledger; `held` waits for a person, `suppressed` is never sent."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter considered, before its words are composed.

    `variant` picks the wording inside one template: for an acknowledgement `received`, `changed`,
    `taken_over`, `status`, `question`, `neutral` (misuse, appeals), `not_a_request`,
    `unreadable_language`. `state` and `rule` are the gate's verdict.
    """

    kind: LetterKind
    to: Address
    cc: tuple[Address, ...] = ()
    language: str = "en"
    variant: str = "received"
    request: Request | None = None
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    suggestions: tuple[Match, ...] = ()
    estimate: CostEstimate | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    automatic: bool = True
    state: LetterState = LetterState.QUEUED
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history: what happened, in words, and who did it."""

    kind: str
    text: str
    by: str = "intake"


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """An address that mail cannot be delivered to, learned from a bounce."""

    address: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as the store recalls it. `rounds` counts the more_detail letters already written."""

    reference: str
    status: Status
    opened: datetime
    updated: datetime
    subject: str
    requester: Address
    request: Request
    resolution: Resolution | None = None
    language: str = "en"
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    participants: frozenset[str] = frozenset()
    rounds: int = 0
    estimate: CostEstimate | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """How many automatic letters already went (queued or sent) within each counter's window.

    `acknowledged_day` counts a ticket's acknowledgements by their variant. `to_requester_day` are those to the
    requester of the ticket, who gets a copy where somebody else writes. The counts of all letters begin at
    the breaker's last reset; those to an address, for a ticket or a text include what the breaker holds.
    """

    to_address_day: int = 0
    to_domain_day: int = 0
    for_ticket_day: int = 0
    same_body_day: int = 0
    all_hour: int = 0
    not_a_request_day: int = 0
    too_large_day: int = 0
    similar_body_day: int = 0
    all_day: int = 0
    to_requester_day: int = 0
    acknowledged_day: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """All the store knows that matters to one message, read once inside the transaction.

    `duplicate_of` is (outcome, reference) of an earlier message with the same Message-ID *and* content;
    `same_id` is True where only the Message-ID is the same. `ticket` is the ticket that the message joins
    and `joined_by` says by what: `signed-id`, `participant`, or `reported` where a bounce that returns no
    letter of ours names it. `related` are references that it names without the right to join. `failed` are
    those of our possible recipients that bounced for good. `stopped` says that the breaker holds every automatic
    letter until a person resets it. `returned_notice` is the kind of the letter to staff that a bounce returns.
    """

    duplicate_of: tuple[Outcome, str | None] | None = None
    same_id: bool = False
    from_us: bool = False
    ticket: Ticket | None = None
    joined_by: str = ""
    returned_notice: LetterKind | None = None
    related: tuple[str, ...] = ()
    failed: frozenset[str] = frozenset()
    sent: Sent = Sent()
    stopped: bool = False


class Limits(BaseModel):
    """Counters of automatic letters; each is a whole number of letters, a day is the last 24 hours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    per_address_day: int = setting(
        default=8, description="To one address; what stands after a + in it is not looked at (RFC 5233)."
    )
    per_ticket_day: int = setting(default=6, description="About one ticket.")
    per_domain_day: int = setting(
        default=60, description="To one domain that is not among free_mail_domains."
    )
    same_body_day: int = setting(
        default=3, description="In answer to the same text from whomever, digits and spaces left out."
    )
    similar_body_day: int = setting(
        default=15,
        description="In answer to nearly the same text from whomever. It ends a loop with a machine that "
        "varies its words and addresses; it must leave room for a campaign whose form letter many people sign.",
    )
    similar_percent: int = setting(
        default=40,
        description="From how many percent of common word pairs on two texts are nearly the same. Requests "
        "that people word for themselves hardly reach 30.",
        ge=1,
        le=100,
    )
    all_hour: int = setting(
        default=300,
        description="To all, in an hour; then the breaker holds letters until a person resets it.",
    )
    all_day: int = setting(
        default=500, description="To all, in a day; then the breaker holds letters until a person resets it."
    )
    free_mail_domains: tuple[str, ...] = ()


class Policy(BaseModel):
    """What the town decided about deciding; section `[policy]` of intake.toml.

    `own_addresses` and `message_octets` are filled from the sections of office, mailbox and limits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question_rounds: int = 2
    reopen_days: int = 90
    close_withdrawn: bool = True
    automatic_estimate_limit_cents: int = 10_000
    message_octets: int = 25_000_000
    own_addresses: frozenset[str] = frozenset()
    never_reply: tuple[str, ...] = ()
    trusted_authserv_ids: tuple[str, ...] = ()
    trust_unnamed_authentication_results: bool = setting(
        default=False,
        description="Whether the topmost Authentication-Results field that names no server counts too. "
        "Microsoft 365 writes it so. Switch it on only where every message comes through Microsoft 365: "
        "elsewhere the topmost such field may be the sender's own, who can then write `dmarc=pass`.",
    )
    languages: tuple[str, ...] = ("en",)
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done about one message, and why. Nothing has been done yet.

    `reference` is the ticket joined (or the earlier one, for a duplicate); None where a new one is opened.
    `status`, `request`, `missing`, `assumed` are the ticket's values after this message.
    `flags` and `related` are added to what the ticket already has.
    """

    disposition: Disposition
    rule: str
    reason: str
    reference: str | None = None
    status: Status | None = None
    resolution: Resolution | None = None
    request: Request | None = None
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    estimate: CostEstimate | None = None
    letters: tuple[Letter, ...] = ()
    events: tuple[Event, ...] = ()
    failed: tuple[FailedAddress, ...] = ()
    cleared: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The outcome row that this decision leaves."""
        return OUTCOME_OF[self.disposition]
