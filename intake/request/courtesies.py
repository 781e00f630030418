"""What a short answer really says: its words without the courtesies around them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from intake.request.wording import fold, phrases, squeeze

_EDGES = " \t\n.,;:!?*_\"'()[]-\u2013\u2014\u2022"
_MOST = 6  # courtesies that are taken off


class AnswerWords(BaseModel):
    """Section `[answers]`: how short answers to our questions are said.

    `anything`: all of it will do. `default`: what our letter offers is taken. `nothing`: no answer.
    `courtesies` may stand before and after any of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    anything: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()


def bare(said: str, courtesies: tuple[str, ...]) -> str:
    """The folded words without the courtesies around them."""
    plain = squeeze(fold(said)).strip(_EDGES)
    for _ in range(_MOST):
        before = plain
        for hit in phrases(courtesies).finditer(plain):
            if hit.start() == 0 or hit.end() == len(plain):
                plain = (plain[: hit.start()] + plain[hit.end() :]).strip(_EDGES)
                break
        if plain == before:
            break
    return plain
