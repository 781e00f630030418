"""A letter that is attached rather than written: a short covering word, and the request in a text file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.message.charset import clean_body, decode
from intake.message.model import Attachment

_COVER_WORDS = 60
_LEAST_WORDS = 15
_LONGEST = 60_000
_SENTENCE = re.compile(r"[a-z\u00e0-\u00ff)\"']{2}[.!?](?:\s|$)")
_TABLE = re.compile(r"[;,\t|][^;,\t|\n]{1,40}[;,\t|][^;,\t|\n]{1,40}[;,\t|]")


def enclosed_letter(cover: str, attachments: Iterable[Attachment]) -> str:
    """The text of an attached letter that a short cover hands over; empty where there is none.

    A table or a log is no letter: a letter has sentences, and most of its lines are not divided by commas or tabs.
    """
    if len(cover.split()) > _COVER_WORDS:
        return ""
    for attachment in attachments:
        plain = attachment.content_type == "text/plain" or attachment.filename.casefold().endswith(".txt")
        if not plain or len(attachment.content) > _LONGEST:
            continue
        text = clean_body(decode(attachment.content, None)).strip()
        lines = [line for line in text.split("\n") if line.strip()]
        tabular = sum(1 for line in lines if _TABLE.search(line[:300]))
        if len(text.split()) >= _LEAST_WORDS and _SENTENCE.search(text) and 2 * tabular < len(lines):
            return text
    return ""
