"""The digest for staff: what a person must decide, then what waits, came in, failed, and how the house is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from intake.message.model import Address
from intake.replies.context import OfficeFacts
from intake.replies.envelope import sealed
from intake.replies.manuscript import Manuscript
from intake.replies.plain import one_line, without_links
from intake.replies.templates import Letters
from intake.replies.typeset import as_text
from intake.replies.wording import Words, day_of_week, moment
from intake.triage.decision import LetterKind

MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One line of a section: what it is about, why it stands there, what staff can do (a command, a link).

    `title` and `who` may be a stranger's words. `since` is aware: from when on it stands so.
    """

    title: str
    why: str = ""
    reference: str = ""
    who: str = ""
    since: datetime | None = None
    todo: str = ""


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One thing that must work (a mailbox, SMTP, the catalogue): whether it does, and how we know."""

    name: str
    well: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All that a digest says of the time from `since` to `until` (both aware, in the office's time zone).

    `decide` waits for a decision of staff; `waiting` for the requester; `arrived` came in; `unanswered` got
    no letter, with the rule that held it back; `quarantined` could not be read. `counts` are whole numbers by
    short names (messages, tickets, letters ...), in the order they are printed in. `office` is its name.
    """

    since: datetime
    until: datetime
    office: str = ""
    decide: tuple[DigestItem, ...] = ()
    waiting: tuple[DigestItem, ...] = ()
    arrived: tuple[DigestItem, ...] = ()
    unanswered: tuple[DigestItem, ...] = ()
    quarantined: tuple[DigestItem, ...] = ()
    health: tuple[HealthLine, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def compose_digest(
    facts: DigestFacts,
    *,
    to: Address,
    office: OfficeFacts,
    letters: Letters,
    message_id: str,
    now: datetime,
    language: str = "en",
) -> EmailMessage:
    """The digest as a message to staff. Raises TemplateError."""
    manuscript, context = _written(replace(facts, office=facts.office or office.name), letters, language)
    return sealed(
        manuscript,
        context,
        kind=LetterKind.DIGEST,
        to=to,
        subject=str(context["title"]),
        sender=Address(office.address, office.name),
        letters=letters,
        message_id=message_id,
        now=now.astimezone(ZoneInfo(office.time_zone)),
    )


def digest_text(facts: DigestFacts, letters: Letters, language: str = "en") -> str:
    """The digest for the terminal, at most 76 columns wide. Raises TemplateError."""
    return as_text(_written(facts, letters, language)[0])


def digest_html(facts: DigestFacts, letters: Letters, language: str = "en") -> str:
    """The digest as a page of its own that fetches nothing. Raises TemplateError."""
    return letters.html(*_written(facts, letters, language))


def _written(facts: DigestFacts, letters: Letters, language: str) -> tuple[Manuscript, dict[str, object]]:
    language = letters.language(language)
    context = _context(facts, letters.words(language), language)
    context["title"] = letters.subject(language, LetterKind.DIGEST.value, context)
    return letters.body(language, LetterKind.DIGEST.value, context), context


def _context(facts: DigestFacts, words: Words, language: str) -> dict[str, object]:
    """Every name that the digest's template may use."""
    sections = {
        "decide": facts.decide,
        "waiting": facts.waiting,
        "arrived": facts.arrived,
        "unanswered": facts.unanswered,
        "quarantined": facts.quarantined,
    }
    return {
        "language": language,
        "kind": LetterKind.DIGEST.value,
        "office": {"name": one_line(facts.office, 200), "town": ""},
        "today": day_of_week(words, facts.until),
        "since": moment(words, facts.since),
        "until": moment(words, facts.until),
        "totals": {name: len(section) for name, section in sections.items()},
        "left_out": {name: max(0, len(section) - MOST_ITEMS) for name, section in sections.items()},
        "health": [
            {"name": one_line(line.name, 80), "well": line.well, "detail": one_line(line.detail, 300)}
            for line in facts.health
        ],
        "well": all(line.well for line in facts.health),
        "counts": [{"label": words.name(name), "number": number} for name, number in facts.counts.items()],
        **{
            name: [_item(item, words, facts.until.tzinfo) for item in section[:MOST_ITEMS]]
            for name, section in sections.items()
        },
    }


def _item(item: DigestItem, words: Words, zone: tzinfo | None) -> dict[str, str]:
    return {
        "title": one_line(without_links(item.title), 120),
        "why": one_line(item.why, 300),
        "reference": one_line(item.reference, 40),
        "who": one_line(item.who, 100),
        "since": moment(words, item.since.astimezone(zone)) if item.since else "",
        "todo": one_line(item.todo, 300),
    }
