"""The types of columns: what no database can store is taken out on the way in, whoever writes.

Strangers' text holds NUL, which PostgreSQL refuses, and lone surrogates, which both databases refuse. Each
becomes U+FFFD. What a column is compared with goes the same way, so a look-up finds what was stored.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sqlalchemy import JSON, Dialect, Text
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# PostgreSQL refuses index rows of more than 2,704 bytes; no honest address or Message-ID comes near.
_LONGEST_KEY = 500


def scrub(value: str) -> str:
    """The text with what no database can store replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", value)


def _scrub_all(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub(key): _scrub_all(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_scrub_all(one) for one in value]
    return value


class Clean(TypeDecorator[str]):
    """Text of strangers, without what no database can store."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Scrub on the way in."""
        return None if value is None else scrub(value)


class Key(TypeDecorator[str]):
    """Text that is looked up by: clean, and shortened to a prefix and a digest where it is beyond reason."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Scrub and bound on the way in, and whatever it is compared with."""
        if value is None:
            return None
        clean = scrub(value)
        if len(clean) <= _LONGEST_KEY:
            return clean
        return f"{clean[:_LONGEST_KEY]}…{hashlib.sha256(clean.encode()).hexdigest()}"


class CleanJson(TypeDecorator[Any]):
    """Plain values as JSON, every text in them clean; None is SQL's NULL."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Scrub on the way in."""
        return _scrub_all(value)


PLAIN_TYPES = {
    "Clean": "sa.Text()",
    "Key": "sa.Text()",
    "CleanJson": "sa.JSON()",
    "UTCDateTime": "sa.DateTime(timezone=True)",
}
"""What the types of our columns are in the database, as migrations write them."""
