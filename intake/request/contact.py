"""Who asks, and where they want to be answered: headers first, then what the text and the signature say."""

from __future__ import annotations

import re

import phonenumbers
from pydantic import BaseModel, ConfigDict

from intake.message.model import Message
from intake.request.model import Contact, Field, Finding
from intake.request.passage import Passage
from intake.request.signature import header_name, signature_block
from intake.request.survey import Survey
from intake.request.tags import Label
from intake.request.wording import fold, phrases

READER = "contact"
_LONGEST = 20_000
_LEAST = 0.5
_EDGES = " ,.;:!?*_\"'()[]|<>\u2013\u2014-"
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_FAX = re.compile(r"\bfax\b|\bf\s?[:.]\s?$", re.IGNORECASE)
_DIRECT = re.compile(r"\b(?:direct|office|desk|work|d|o)\b[\s:.]*$", re.IGNORECASE)


class ContactWords(BaseModel):
    """Section `[contact]`: what stands before the address to be used, and what before somebody else's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply_here: tuple[str, ...] = ()
    another: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = {}


def header_contact(message: Message) -> Contact:
    """Who is named in the header fields: all that is asked of mail that no person wrote."""
    header = message.correspondent
    return Contact(name=header_name(header), email=header.addr_spec if header else None)


def read_contact(
    message: Message, seen: Survey, words: ContactWords
) -> tuple[Contact, tuple[Finding[str], ...]]:
    """The requester, and the words for each part that the text gives."""
    header, passage = message.correspondent, seen.passage
    form = _form(passage, words)
    forwarded = message.forwarded_from
    person = forwarded if forwarded and (forwarded.addr_spec or forwarded.name) else header
    told = form.get("email") or _told_address(passage.text[:_LONGEST], words)
    email = (
        told
        or (person.addr_spec if person and person.addr_spec else None)
        or (header.addr_spec if header else None)
    )
    if forwarded and not told and not forwarded.addr_spec:
        email = _lone_address(passage.text) or email
    name = form.get("name") or (header_name(person) if forwarded else None) or _pointed(seen, Label.PERSON)
    name = name or header_name(person)
    block = signature_block(message, passage.text[:_LONGEST], name)
    group = form.get("organization") or _pointed(seen, Label.ORGANIZATION)
    phone, said = _phone(form.get("phone", ""), message, passage, block)
    found = {"name": name, "email": told, "phone": said, "organization": group}
    sources = (message.text, message.signature, message.folded, message.subject)
    findings = tuple(
        Finding(Field.CONTACT, value, value, READER)
        for value in found.values()
        if value and any(value in source for source in sources)
    )
    return Contact(name=name, email=email, phone=phone, organization=group), findings


def _pointed(seen: Survey, label: Label) -> str | None:
    """The words that the tagger points at, in the text, the signature or the names of the header."""
    mark = seen.tagged.pointed(label)
    return seen.said(mark).strip(_EDGES) if mark and mark.certainty >= _LEAST else None


def _form(passage: Passage, words: ContactWords) -> dict[str, str]:
    """The parts that labelled lines give, as web forms send them."""
    known = {fold(label): part for part, labels in words.labels.items() for label in labels}
    given: dict[str, str] = {}
    for line in passage.under(Field.CONTACT):
        part = known.get(" ".join(fold(line.label).split()))
        value = " ".join(line.value.split()).strip(" ,;")
        if part is None or not value or part in given:
            continue
        if part == "email":
            address = _ADDRESS.search(value)
            value = address[0] if address else ""
        if part == "name" and "," in value and "organization" not in given:
            value, _, rest = (one.strip() for one in value.partition(","))
            given["organization"] = rest
        if value:
            given.setdefault(part, value)
    return given


def _told_address(text: str, words: ContactWords) -> str | None:
    """An address that the text gives as the one to use."""
    for found in _ADDRESS.finditer(text):
        before = fold(text[max(0, found.start() - 70) : found.start()])
        clause = re.split(r"[;!?\n]|\.\s", before)[-1]
        if phrases(words.reply_here).search(clause) and not phrases(words.another).search(clause):
            return found[0].rstrip(".'-")
    return None


def _lone_address(text: str) -> str | None:
    found = {address.casefold(): address for address in _ADDRESS.findall(text[:_LONGEST])}
    return next(iter(found.values())) if len(found) == 1 else None


def _phone(given: str, message: Message, passage: Passage, block: list[str]) -> tuple[str | None, str]:
    """The number in E.164 and as written: a direct line before others, never a fax."""
    found: list[tuple[int, str, str]] = []
    for text in (given, message.signature, "\n".join(block), passage.text[-4_000:], passage.text[:4_000]):
        if not text or not re.search(r"\d{3}", text):
            continue
        for match in phonenumbers.PhoneNumberMatcher(text, "US", phonenumbers.Leniency.POSSIBLE, 200):
            before = text[max(0, match.start - 14) : match.start].split("\n")[-1]
            if _FAX.search(before) or len(re.sub(r"\D", "", match.raw_string)) < 10:
                continue
            number = phonenumbers.PhoneNumber(
                country_code=match.number.country_code, national_number=match.number.national_number
            )
            written = text[match.start : match.end]
            found.append(
                (
                    0 if _DIRECT.search(before) else 1,
                    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
                    written,
                )
            )
        if found:
            break
    if not found:
        return None, ""
    _, dialled, written = min(found, key=lambda one: one[0])
    return dialled, written
