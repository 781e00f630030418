"""Who asks, and where they want to be answered: headers first, then what the text and the signature say."""

from __future__ import annotations

import re

import phonenumbers
from pydantic import BaseModel, ConfigDict

from intake.message.model import Address, Message, Origin
from intake.request.model import Contact, Field, Finding
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "contact"
_LONGEST = 20_000
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_NAME = re.compile(
    r"^[^\W\d_][\w.'’-]*(?:\s(?:[^\W\d_][\w.'’-]*|de|la|van|von|der|del|\"[^\"]{1,20}\"|"
    r"\([^)]{1,20}\))){0,4}$"
)
_TITLE = re.compile(
    r"\b(?:director|manager|editor|reporter|analyst|professor|student|candidate|coordinator|"
    r"president|chair|chairman|"
    r"chairwoman|secretary|owner|engineer|planner|attorney|paralegal|counsel|associate|"
    r"consultant|researcher|developer|"
    r"specialist|officer|fellow|treasurer|volunteer|teacher|principal|founder|ceo|cto|cfo|vp|"
    r"esq|phd|ph\.d|gis|"
    r"supervisor|administrator|technician|agent|broker|realtor|journalist|correspondent|"
    r"producer|intern|pastor|member)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r",?\s(?:ph\.?\s?d|md|jd|esq|gisp|pe|p\.e|aicp|mpa|mba|cpa|pla|leed ap|jr|sr|iii|ii)\b\.?", re.IGNORECASE
)
_ORGANIZATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|corp|company|co|group|partners|associates|association|society|"
    r"university|college|school|"
    r"institute|center|centre|foundation|club|council|department|dept|lab|laboratory|news|"
    r"times|tribune|herald|gazette|"
    r"post|radio|tv|coalition|alliance|church|league|committee|board|commission|agency|bureau|"
    r"authority|town of|city of|"
    r"county|realty|properties|homes|builders|construction|consulting|solutions|systems|"
    r"technologies|software|labs|"
    r"neighbors|neighbours|hoa|conservancy|trust|library|museum|hospital|clinic|studio|works|"
    r"services|network|project|"
    r"cooperative|co-op|pta|troop|engineering|architects|law|media|press|data|maps|analytics|"
    r"watch|friends of)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:\b(?:on behalf of|representing|i am with|i'm with|we are|i work (?:for|at)|"
    r"i write for|reporter (?:with|at|for)|"
    r"student at|teacher at|i teach at|professor at|here at|writing from|calling from|with the|for the))\s"
    r"(?P<name>(?:the\s)?[A-Z][\w&'.-]*(?:\s(?:of|and|the|for|&|at|de|del|[A-Z0-9][\w&'.-]*)){0,6})"
)
_FAX = re.compile(r"\bfax\b|\bf\s?[:.]\s?$", re.IGNORECASE)
_DIRECT = re.compile(r"\b(?:direct|office|desk|work|d|o)\b[\s:.]*$", re.IGNORECASE)
_ROLE_NAMES = re.compile(
    r"no-?reply|web ?form|website|notification|portal|scanner|copier|front desk|office$|info$|"
    r"admin|request form|online form",
    re.IGNORECASE,
)


class ContactWords(BaseModel):
    """Section `[contact]`: what stands before the address to be used, and what before somebody else's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply_here: tuple[str, ...] = ()
    another: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = {}


def read_contact(
    message: Message, passage: Passage, words: ContactWords
) -> tuple[Contact, tuple[Finding[str], ...]]:
    """The requester, and the words for each part that the text gives."""
    header = message.correspondent
    if message.origin is not Origin.PERSON:
        return Contact(name=_header_name(header), email=header.addr_spec if header else None), ()
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
    signature = [line.strip(" *_|") for line in message.signature.split("\n") if line.strip(" *_|-")]
    name = form.get("name") or _header_name(person) or _signed_name(signature, passage.text)
    organization = form.get("organization") or _organization(signature, passage.text[:_LONGEST], name)
    phone, said = _phone(form.get("phone", ""), message, passage)
    found = {"name": name, "email": told, "phone": said, "organization": organization}
    sources = (message.text, message.signature, message.folded, message.subject)
    findings = tuple(
        Finding(Field.CONTACT, value, value, READER)
        for value in found.values()
        if value and any(value in source for source in sources)
    )
    return Contact(name=name, email=email, phone=phone, organization=organization), findings


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
        if value:
            given[part] = value
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


def _header_name(address: Address | None) -> str | None:
    """The display name as a person's: "Last, First (Dept)" turned round, roles and bare addresses dropped."""
    if address is None:
        return None
    name = re.sub(r"\s*[(\[][^)\]]{0,60}[)\]]", "", address.name).strip(" \"'")
    name = _SUFFIX.sub("", name)
    name = re.sub(r"\s(?:via|at|\||-)\s.{1,60}$", "", name)
    if re.match(r"^[^,]{2,40},\s[^,]{1,40}$", name):
        last, _, first = name.partition(", ")
        name = f"{first} {last}"
    if not name or "@" in name or _ROLE_NAMES.search(name) or not re.search(r"[^\W\d_]", name):
        return None
    if _ORGANIZATION.search(name) and len(name.split()) > 1:
        return None
    return name


def _signed_name(signature: list[str], text: str) -> str | None:
    """The name under the letter, where the header gives none."""
    for line in signature[:2]:
        bare = _SUFFIX.sub("", re.split(r"\s[|•·]\s|,\s", line)[0]).strip(" ,.")
        if _NAME.match(bare) and not _ORGANIZATION.search(bare) and bare[:1].isupper() and len(bare) <= 40:
            return bare
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    last = lines[-1].strip(" -~,.") if lines else ""
    if (
        len(lines) > 1
        and _NAME.match(last)
        and len(last.split()) in (2, 3)
        and all(part[0].isupper() for part in last.split())
    ):
        return last
    if said := re.search(
        r"\b(?:my name is|i am|i'm|this is|me llamo|"
        r"mi nombre es)\s((?:[A-Z][\w'’-]+)(?:\s[A-Z][\w'’.-]+){0,2})",
        text,
    ):
        return said[1]
    return None


def _organization(signature: list[str], text: str, name: str | None) -> str | None:
    """The organization of the signature, else the one that the text says they write for."""
    for line in signature:
        for piece in re.split(r"\s[|•·/]\s|\s{3,}|\t", line):
            bare = piece.strip(" ,.")
            if name and fold(bare) == fold(name):
                continue
            if _ADDRESS.search(bare) or re.search(r"\d{3}.{0,2}\d{4}|https?:|www\.", bare) or len(bare) > 70:
                continue
            if _ORGANIZATION.search(bare):
                return _without_title(bare)
    if said := _MEMBER.search(text):
        given = said["name"].removeprefix("the ").removeprefix("The ")
        if _ORGANIZATION.search(given) and not re.match(r"(?:Town|City) of Example", given):
            return given.strip(" .,'")
    return None


def _without_title(line: str) -> str:
    """What "Director of Research, Acme Group" names: Acme Group."""
    pieces = [piece.strip() for piece in line.split(",")]
    kept = [piece for piece in pieces if _ORGANIZATION.search(piece) and not _TITLE.search(piece)]
    if kept and len(pieces) > 1:
        return kept[-1]
    if _TITLE.search(line) and (place := re.search(r"\b(?:at|for|with|of)\s(?:the\s)?([A-Z].{2,60})$", line)):
        return place[1]
    return line


def _phone(given: str, message: Message, passage: Passage) -> tuple[str | None, str]:
    """The number in E.164 and as written: a direct line before others, never a fax."""
    found: list[tuple[int, str, str]] = []
    for text in (
        given,
        message.signature,
        passage.text[-4_000:],
        passage.text[:4_000],
        message.folded[:2_000],
    ):
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
