"""Sample letters of every kind and variant, full and sparse: `intake check` renders each one.

StrictUndefined finds a misspelt name only where it is printed, so the samples together walk through every
branch of the shipped templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from intake.catalogue.dataset import Dataset, Gap, Match
from intake.errors import TemplateError
from intake.estimate.estimate import CostEstimate, EstimateLine
from intake.message.model import Address, Message
from intake.replies.compose import compose
from intake.replies.context import OfficeFacts
from intake.replies.digest import DigestFacts, DigestItem, HealthLine, compose_digest
from intake.replies.templates import Letters
from intake.request.model import Contact, Field, Finding, Frequency, Period, Request, RequestKind, State
from intake.triage.decision import Letter, LetterKind
from intake.triage.status import Status

if TYPE_CHECKING:
    from intake.request.completeness import FieldTable

SAMPLE_MOMENT = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
"""When the samples pretend to be written; nothing depends on the day on which one looks at them."""

_TO = Address("ana.ruiz@example.org", "Ana Ruiz")
_REFERENCE = "OD-2026-00042"


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter with what it answers; `name` says which: kind, variant, full or sparse."""

    name: str
    letter: Letter
    reference: str | None = None
    received: Message | None = None


def sample_letters() -> tuple[Sample, ...]:
    """A sample of every letter to requesters and of the alert, in every variant."""
    return (*_acknowledgements(), *_questions(), *_estimates(), *_others())


def sample_digest() -> DigestFacts:
    """A digest in which every section has something to say."""
    item = DigestItem(
        "Crash reports with names of drivers",
        why="It touches protected data: a person reviews it.",
        reference=_REFERENCE,
        who="ana.ruiz@example.org",
        since=SAMPLE_MOMENT - timedelta(days=2),
        todo=f"intake show {_REFERENCE}",
    )
    several = tuple(replace(item, title=f"{item.title} ({number})") for number in range(50))
    return DigestFacts(
        since=SAMPLE_MOMENT - timedelta(days=1),
        until=SAMPLE_MOMENT,
        decide=(item, DigestItem("", who="someone@example.net"), DigestItem("Trees", since=SAMPLE_MOMENT)),
        waiting=(item,),
        arrived=several,
        unanswered=(replace(item, why="The sender takes no answers.", todo=""),),
        quarantined=(DigestItem("A message that could not be read", why="Too many parts."),),
        health=(HealthLine("Mailbox main", well=True, detail="visited"), HealthLine("SMTP", well=False)),
        counts={"messages": 12, "tickets": 7, "sent": 9, "suppressed": 3},
    )


def render_samples(
    letters: Letters, *, office: OfficeFacts, fields: FieldTable, languages: Iterable[str]
) -> int:
    """Compose every sample in `languages`; how many letters that were.

    Raises TemplateError, which names file, line and remedy, at the first that does not render.
    """
    return sum(
        1
        for language in languages
        for _ in rehearse(letters, office=office, fields=fields, language=language)
    )


def rehearse(
    letters: Letters, *, office: OfficeFacts, fields: FieldTable, language: str
) -> Iterator[tuple[str, EmailMessage]]:
    """Every sample in one language: its name, and the message as it would go out. Raises TemplateError."""
    if letters.language(language) != language:
        raise TemplateError(
            f"[policy] languages names {language}, which has no letters; "
            f"add templates/{language}/letter.txt and its letters, or take it off the list."
        )
    for sample in sample_letters():
        mail = compose(
            replace(sample.letter, language=language),
            reference=sample.reference,
            received=sample.received,
            office=office,
            fields=fields,
            letters=letters,
            message_id="<sample@intake.example>",
            now=SAMPLE_MOMENT,
        )
        yield f"{language}/{sample.name}", mail
    for name, facts in (("full", sample_digest()), ("sparse", DigestFacts(SAMPLE_MOMENT, SAMPLE_MOMENT))):
        digest = compose_digest(
            facts,
            to=_TO,
            office=office,
            letters=letters,
            message_id="<sample@intake.example>",
            now=SAMPLE_MOMENT,
            language=language,
        )
        yield f"{language}/digest {name}", digest


def _acknowledgements() -> Iterator[Sample]:
    for variant in (
        "received", "changed", "taken_over", "no_charge", "status",
        "question", "neutral", "not_a_request", "unreadable_language",
    ):  # fmt: skip
        full = Letter(
            LetterKind.ACKNOWLEDGEMENT,
            _TO,
            variant=variant,
            request=_full_request(),
            assumed=("fields",),
            suggestions=_matches(),
        )
        yield Sample(f"acknowledgement {variant} full", full, _REFERENCE, _message())
        yield Sample(f"acknowledgement {variant} sparse", _sparse(LetterKind.ACKNOWLEDGEMENT, variant))


def _questions() -> Iterator[Sample]:
    request = replace(
        _full_request(), findings=(Finding(Field.FREQUENCY, None, "biweekly", "sample", State.AMBIGUOUS),)
    )
    names = ("datasets", "time_range", "formats", "frequency", "fields", "intended_use")
    several = Letter(LetterKind.MORE_DETAIL, _TO, request=request, missing=names[:4], assumed=names[4:])
    yield Sample("more_detail full", replace(several, suggestions=_matches()), _REFERENCE, _message())
    for name in names:
        one = Letter(LetterKind.MORE_DETAIL, _TO, missing=(name,))
        yield Sample(f"more_detail only {name}", one, _REFERENCE, _message())
    yield Sample("more_detail sparse", _sparse(LetterKind.MORE_DETAIL, missing=("datasets",)))


def _estimates() -> Iterator[Sample]:
    lines = (
        EstimateLine("extract", "analyst", 400, 1800, 12000),
        EstimateLine("free_allowance", "analyst", -240, 1800, -7200),
        EstimateLine("rounding", "analyst", -10, 1800, -300),
        EstimateLine("review_redact", "clerical", 90, 0, 0),
        EstimateLine("pages", "", 0, 0, 120, quantity=12),
        EstimateLine("media", "usb", 0, 0, 700, quantity=1),
    )
    cost = CostEstimate(1, lines, 5320, 2660, date(2026, 4, 23), "sample", "1")
    full = Letter(
        LetterKind.COST_ESTIMATE,
        _TO,
        request=_full_request(),
        assumed=("fields",),
        suggestions=_matches(),
        estimate=cost,
    )
    plain = replace(cost, lines=lines[:1], total_cents=12000, deposit_cents=0)
    yield Sample("cost_estimate full", full, _REFERENCE, _message())
    yield Sample("cost_estimate sparse", _sparse(LetterKind.COST_ESTIMATE, estimate=plain))


def _others() -> Iterator[Sample]:
    too_large = Letter(LetterKind.TOO_LARGE, _TO, facts={"size": 41_000_000, "limit": 25_000_000})
    yield Sample("too_large full", too_large, _REFERENCE, _message())
    yield Sample("too_large sparse", _sparse(LetterKind.TOO_LARGE))
    closing = Letter(LetterKind.CLOSING, _TO, variant="withdrawn")
    yield Sample("closing withdrawn full", closing, _REFERENCE, _message())
    yield Sample("closing withdrawn sparse", _sparse(LetterKind.CLOSING, "withdrawn"))
    for status in Status:
        facts = {"status": status.value, "opened": SAMPLE_MOMENT.date(), "updated": SAMPLE_MOMENT.date()}
        asks = ("time_range",) if status is Status.NEEDS_DETAIL else ()
        told = Letter(LetterKind.ACKNOWLEDGEMENT, _TO, variant="status", facts=facts, missing=asks)
        yield Sample(f"acknowledgement status {status.value}", told, _REFERENCE, _message())
    alert = Letter(
        LetterKind.ALERT,
        _TO,
        facts={
            "what": "The mailbox main could not be visited for an hour",
            "detail": "The server refused the login.",
            "todo": "Run: intake check",
        },
    )
    yield Sample("alert full", alert)
    yield Sample("alert sparse", _sparse(LetterKind.ALERT))


def _sparse(
    kind: LetterKind,
    variant: str = "received",
    *,
    missing: tuple[str, ...] = (),
    estimate: CostEstimate | None = None,
) -> Letter:
    """A letter of which next to nothing is known, written by hand."""
    to = Address("someone@example.net")
    return Letter(kind, to, variant=variant, missing=missing, estimate=estimate, automatic=False)


def _message() -> Message:
    return Message(
        sha256="",
        size=0,
        message_id="<request@example.org>",
        date=SAMPLE_MOMENT - timedelta(hours=3),
        from_=_TO,
        subject="Building permits 2021-2024",
    )


def _full_request() -> Request:
    return Request(
        kind=RequestKind.DATASET,
        datasets=("building permits", "certificates of occupancy"),
        fields=("permit number", "address", "issue date"),
        time_range=Period(date(2021, 1, 1), date(2024, 12, 31)),
        formats=("CSV", "XLSX"),
        intended_use="a map of new housing near schools",
        frequency=Frequency.MONTHLY,
        deadline=date(2026, 4, 1),
        contact=Contact(name="Ana Ruiz", email="ana.ruiz@example.org"),
        protected=("minors",),
    )


def _matches() -> tuple[Match, ...]:
    known = (
        Gap("fields", ("contractor",)),
        Gap("time_range", ("2021",), periods=(Period(date(2021, 1, 1), date(2021, 12, 31)),)),
        Gap("formats", ("Shapefile",)),
    )
    unknown = tuple(replace(gap, known=False) for gap in known)
    full = Dataset(
        "permits",
        "Permit Applications",
        "https://data.example.org/explore/dataset/permits/",
        formats=("CSV", "GeoJSON"),
        period=Period(date(2022, 1, 1)),
        modified=date(2026, 2, 1),
    )
    only_formats = Dataset("co", "Certificates of Occupancy", "", formats=("CSV",))
    only_day = Dataset(
        "zoning", "Rezonings", "https://data.example.org/rezonings", modified=date(2025, 11, 3)
    )
    return (
        Match(full, 0.9, certain=False, gaps=known),
        Match(only_formats, 0.8, certain=False, gaps=unknown),
        Match(only_day, 0.8, certain=True),
    )
