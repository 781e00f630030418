"""The words that readers know, as data: `config/phrases.toml`, one section a reader.

Each reader declares the shape of its own section; this page only puts them together.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Vocabulary(BaseModel):
    """All sections of phrases.toml, validated."""

    model_config = ConfigDict(frozen=True, extra="forbid")
