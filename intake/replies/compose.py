"""A letter decided becomes a message to send. The door of this room: the digest's functions are here too."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from intake.message.model import Address, Message
from intake.replies.context import OfficeFacts, field_words, letter_context
from intake.replies.digest import (
    DigestFacts,
    DigestItem,
    HealthLine,
    compose_digest,
    digest_html,
    digest_text,
)
from intake.replies.envelope import bare_subject, sealed, tagged, threaded
from intake.replies.plain import without_links
from intake.replies.templates import Letters
from intake.triage.decision import Letter

if TYPE_CHECKING:
    from intake.request.completeness import FieldTable

__all__ = [
    "DigestFacts",
    "DigestItem",
    "HealthLine",
    "compose",
    "compose_digest",
    "digest_html",
    "digest_text",
]


def compose(
    letter: Letter,
    *,
    reference: str | None,
    received: Message | None,
    office: OfficeFacts,
    fields: FieldTable,
    letters: Letters,
    message_id: str,
    now: datetime,
    reply_to: Address | None = None,
) -> EmailMessage:
    """The message that carries a letter; `received` is what it answers. Raises TemplateError.

    `reply_to` is where an answer is to go, where that is not the office's address.
    """
    language = letters.language(letter.language)
    context = letter_context(
        letter,
        reference=reference,
        received=received,
        office=office,
        fields=field_words(fields, language),
        words=letters.words(language),
        language=language,
        now=now,
    )
    theirs = bare_subject(received.subject, reference) if received else ""
    context["subject"] = without_links(theirs, office.portal)
    ours = letters.subject(language, letter.kind.value, context)
    mail = sealed(
        letters.body(language, letter.kind.value, context),
        context | {"title": ours},
        kind=letter.kind,
        to=letter.to,
        cc=letter.cc,
        subject=tagged(ours, reference, reply=bool(theirs)),
        sender=Address(office.address, office.name),
        reply_to=reply_to,
        letters=letters,
        message_id=message_id,
        now=now.astimezone(ZoneInfo(office.time_zone)),
    )
    if received:
        threaded(mail, received)
    return mail
