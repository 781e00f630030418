"""What a letter's template may use: strings, numbers, truth values, lists and dicts of them, nothing else.

Everything typed is written out here, in the words of the letter's language; everything that a stranger
wrote is made harmless here (`plain.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from intake.catalogue.dataset import Gap, Match
from intake.estimate.estimate import CostEstimate, EstimateLine
from intake.message.model import Message
from intake.replies.plain import lines, one_line, web_address, without_links
from intake.replies.wording import (
    Words,
    day,
    day_of_week,
    duration,
    hourly_rate,
    listing,
    money,
    period,
    size,
)  # fmt: skip
from intake.request.completeness import FieldTable, FieldWording, questions
from intake.request.model import ALL_FIELDS, Field, Request, State
from intake.triage.decision import Letter

MOST_SUGGESTIONS = 3
_LONGEST_VALUE = 200
_LONGEST_NAME = 60
_NOT_IN_A_NAME = frozenset('@/:<>[]{}"|=')
_RESTATED = (
    Field.DATASETS, Field.FIELDS, Field.TIME_RANGE, Field.FORMATS,
    Field.FREQUENCY, Field.DEADLINE, Field.INTENDED_USE,
)  # fmt: skip
_LONGEST_LOCAL_PART = 64
_LONGEST_REPLY_DETAIL = len("+-2026-1234567.") + 26  # without the prefix: thread.reply_address
_OLDEST_DATE = timedelta(days=31)


class OfficeFacts(BaseModel):
    """Section `[office]` of intake.toml: who writes the letters, and sentences that only the town can know.

    An empty sentence means the one of the template. `signature` may have several lines. `plus_addresses` says
    that the town's mail server delivers `address` with anything after a plus sign (RFC 5233) to the same
    mailbox: opendata+anything@town.gov. Letters are then answered to an address that names their ticket and
    proves it, so an answer finds it from mail programs that thread by nothing too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    town: str
    address: str
    phone: str = ""
    website: str = ""
    portal: str = ""
    time_zone: str = "America/New_York"
    reference_prefix: str = "OD"
    plus_addresses: bool = False
    public_records_notice: str = ""
    mediation: str = ""
    payment_instructions: str = ""
    appeal_contact: str = ""
    signature: str = ""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone; write one like America/New_York")
        return value

    @field_validator("address")
    @classmethod
    def _one_address(cls, value: str) -> str:
        local, at, domain = value.rpartition("@")
        if not (local and at and domain) or any(letter.isspace() or letter in "<>," for letter in value):
            raise ValueError(f"{value!r} is not an e-mail address; write one like opendata@town.gov")
        return value

    @model_validator(mode="after")
    def _room_after_the_plus(self) -> Self:
        local = len(self.address.rpartition("@")[0].encode())
        room = _LONGEST_LOCAL_PART - _LONGEST_REPLY_DETAIL - len(self.reference_prefix)
        if self.plus_addresses and local > room:
            raise ValueError(
                f"plus_addresses needs an address of at most {room} characters before the @ "
                f"(RFC 5321 takes {_LONGEST_LOCAL_PART} with the signed reference); {self.address!r} has {local}"
            )
        return self


def field_words(fields: FieldTable, language: str) -> dict[str, FieldWording]:
    """The questions of fields.toml in one language, by the field's name."""
    return {field.value: wording for field, wording in fields.of(language).items()}


def letter_context(
    letter: Letter,
    *,
    reference: str | None,
    received: Message | None,
    office: OfficeFacts,
    fields: Mapping[str, FieldWording],
    words: Words,
    language: str,
    now: datetime,
) -> dict[str, object]:
    """Every name that a template of a letter may use; a name is never absent, its value may be empty."""
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    return {
        "language": language,
        "kind": letter.kind.value,
        "variant": letter.variant,
        "automatic": letter.automatic,
        "reference": reference or "",
        "today": day_of_week(words, today),
        "received_on": day_of_week(words, _received_on(received, now, office)),
        "name": _greeting_name(letter),
        "office": office_context(office),
        "understood": _understood(letter, office, fields, words),
        "assumed": _assumed(letter, fields),
        "questions": _questions(letter, fields),
        "suggestions": [_suggestion(match, words) for match in letter.suggestions[:MOST_SUGGESTIONS]],
        "estimate": _estimate(letter.estimate, words) if letter.estimate else {},
        "protected": bool(letter.request and letter.request.protected),
        "another_language": bool(letter.request and letter.request.language != language),
        "facts": _facts(letter.facts, words),
    }


def office_context(office: OfficeFacts) -> dict[str, object]:
    """The office's own facts as they stand in a letter."""
    return {
        name: lines(value, 4_000) if "\n" in value.strip() else one_line(value, 4_000)
        for name, value in office.model_dump(exclude={"plus_addresses"}).items()
    }


def _received_on(received: Message | None, now: datetime, office: OfficeFacts) -> date:
    """The day of their message by its Date header, where that is believable; else today."""
    sent = received.date if received else None
    believable = sent is not None and now - _OLDEST_DATE <= sent <= now + timedelta(hours=1)
    return (sent if sent is not None and believable else now).astimezone(ZoneInfo(office.time_zone)).date()


def _greeting_name(letter: Letter) -> str:
    """The reader's name, where it looks like one: a greeting must not carry an advertisement.

    The name that the request tells is the requester's; the letter may go to somebody in copy who answered.
    """
    contact = letter.request.contact if letter.request else None
    theirs = contact is not None and (contact.email or "").casefold() in ("", letter.to.key)
    name = (contact.name if contact and theirs else None) or letter.to.name
    name = one_line(name, _LONGEST_NAME + 1)
    odd = any(letter.isdigit() or letter in _NOT_IN_A_NAME for letter in name) or "www." in name.casefold()
    return "" if odd or len(name) > _LONGEST_NAME else name


def _understood(
    letter: Letter, office: OfficeFacts, fields: Mapping[str, FieldWording], words: Words
) -> list[dict[str, str]]:
    """What they said, field by field; what is still asked or assumed is left out."""
    if letter.request is None:
        return []
    open_fields = {*letter.missing, *letter.assumed}
    restated = []
    for field in _RESTATED:
        value = _value(letter.request, field, words)
        if value and field.value not in open_fields:
            value = one_line(without_links(value, office.portal), _LONGEST_VALUE * 3)
            restated.append(
                {"field": field.value, "label": _words_of(field.value, fields).label, "value": value}
            )
    return restated


def _value(request: Request, field: Field, words: Words) -> str:
    """One field of a request in words; empty where nothing is known."""
    match field:
        case Field.DATASETS:
            return listing(words, [one_line(name, _LONGEST_VALUE) for name in request.datasets])
        case Field.FIELDS:
            if request.fields == (ALL_FIELDS,):
                return words.name(ALL_FIELDS)
            return listing(words, [one_line(name, 80) for name in request.fields], most=24)
        case Field.TIME_RANGE:
            return period(words, request.time_range) if request.time_range else ""
        case Field.FORMATS:
            return listing(words, [words.names.get(name, name) for name in request.formats])
        case Field.FREQUENCY:
            return words.name(request.frequency.value) if request.frequency else ""
        case Field.DEADLINE:
            return day_of_week(words, request.deadline) if request.deadline else ""
        case _:
            return one_line(request.intended_use or "", _LONGEST_VALUE)


def _assumed(letter: Letter, fields: Mapping[str, FieldWording]) -> list[dict[str, str]]:
    """Useful fields that were not stated, each with what we take instead."""
    found = [(name, _words_of(name, fields)) for name in letter.assumed]
    return [
        {"field": name, "label": said.label, "value": said.default} for name, said in found if said.default
    ]


def _questions(letter: Letter, fields: Mapping[str, FieldWording]) -> list[dict[str, object]]:
    """At most five questions, what we must know first; `words` are theirs that can be read two ways."""
    unclear: dict[str, str] = {}
    for finding in letter.request.findings if letter.request else ():
        if finding.state is State.AMBIGUOUS:
            said, name = one_line(without_links(finding.text), _LONGEST_VALUE), finding.field.value
            unclear[name] = f"{unclear[name]} / {said}" if name in unclear else said
    wording = {Field(name): said for name, said in fields.items()}
    return [
        {
            "field": name.value,
            "label": said.label,
            "question": said.question,
            "example": said.example,
            "default": said.default,
            "required": name.value in letter.missing,
            "words": unclear.get(name.value, ""),
        }
        for name, said in questions(letter.missing, letter.assumed, wording)
    ]


def _words_of(name: str, fields: Mapping[str, FieldWording]) -> FieldWording:
    return fields.get(name) or FieldWording(label=name.replace("_", " ").capitalize())


def _suggestion(match: Match, words: Words) -> dict[str, object]:
    """One published dataset with what it does not cover."""
    dataset = match.dataset
    return {
        "title": one_line(dataset.title, _LONGEST_VALUE),
        "url": web_address(dataset.url),
        "formats": listing(words, [one_line(name, 40) for name in dataset.formats]),
        "updated": day(words, dataset.modified) if dataset.modified else "",
        "period": period(words, dataset.period) if dataset.period else "",
        "certain": match.certain,
        "gaps": [_gap(gap, words) for gap in match.gaps],
    }


def _gap(gap: Gap, words: Words) -> dict[str, object]:
    if gap.periods:
        wanted = [period(words, span) for span in gap.periods]
    else:
        wanted = [words.names.get(name) or one_line(without_links(name), 80) for name in gap.wanted]
    return {"field": gap.field, "wanted": listing(words, wanted), "known": gap.known}


def _estimate(cost: CostEstimate, words: Words) -> dict[str, object]:
    """An estimate with every amount written out."""
    return {
        "number": str(cost.number),
        "lines": [_estimate_line(line, cost.currency, words) for line in cost.lines],
        "total": money(words, cost.total_cents, cost.currency),
        "free": cost.total_cents == 0,
        "deposit": money(words, cost.deposit_cents, cost.currency) if cost.deposit_cents else "",
        "valid_until": day_of_week(words, cost.valid_until),
    }


def _estimate_line(line: EstimateLine, currency: str, words: Words) -> dict[str, object]:
    return {
        "activity": words.name(line.activity),
        "role": words.name(line.role),
        "time": str(line.quantity) if line.quantity else duration(words, line.minutes),
        "rate": hourly_rate(words, line.cents_per_hour, currency) if line.cents_per_hour else "",
        "amount": money(words, line.cents, currency),
        "free": line.cents == 0,
        "credit": line.cents < 0,
    }


def _facts(facts: Mapping[str, object], words: Words) -> dict[str, object]:
    """What a rule gave along for the letter: numbers of octets as sizes, dates and texts written out."""
    names = ("what", "detail", "todo", "size", "limit", "status", "opened", "updated")
    plain: dict[str, object] = dict.fromkeys(names, "")
    for name, value in facts.items():
        if isinstance(value, bool):
            plain[name] = value
        elif isinstance(value, int):
            plain[name] = size(words, value) if name in ("size", "limit") else value
        elif isinstance(value, date):
            plain[name] = day_of_week(words, value)
        else:
            plain[name] = one_line(str(value), 1_000)
    return plain
