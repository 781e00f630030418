"""Messages and the shipped vocabulary for the tests of this room."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

from intake.message.model import Address, Attachment, Message
from intake.request import Vocabulary

CONFIG = Path(__file__).parents[2] / "config"


@cache
def shipped() -> Vocabulary:
    return Vocabulary.from_tables(tomllib.loads((CONFIG / "phrases.toml").read_text()))


def message(text: str, subject: str = "", attachments: tuple[Attachment, ...] = (), **values) -> Message:
    given = {
        "sha256": "0" * 64,
        "size": len(text),
        "date": datetime.fromisoformat("2026-03-11T10:20:00-04:00"),
        "from_": Address("ana@example.org", "Ana Ruiz"),
        "subject": subject,
        "body": text,
        "text": text,
        "attachments": attachments,
    }
    return Message(**(given | values))
