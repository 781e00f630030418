"""Which file format or service is wanted: a vocabulary, minus what is declined or only spoken of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.model import ANY_FORMAT, Field, Finding, RequestKind, State
from intake.request.passage import Passage
from intake.request.wording import fold, phrases, postscript_at

READER = "formats"
API = "API"
_BESIDE = 16  # characters between a format and what is said of it


class FormatWords(BaseModel):
    """Section `[formats]`: the words for each format, and what turns a mention into no wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Mapping[str, tuple[str, ...]] = {}
    anything: tuple[str, ...] = ()
    unwanted_before: tuple[str, ...] = ()
    unwanted_after: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


def read_formats(passage: Passage, words: FormatWords, kind: RequestKind) -> tuple[Finding[str], ...]:
    """The formats asked for, in the order of their first mention; "any" alone where any will do."""
    labelled = [line.value for line in passage.under(Field.FORMATS)]
    found = [finding for text in labelled for finding in _wished(text, words, labelled=True)]
    for text in (passage.prose, passage.subject, passage.text):
        found = found or _wished(text, words, labelled=False)
    interface = kind is RequestKind.API_ACCESS
    found = [one for one in found if interface or one.value != API or not _other(found)]
    if interface and not any(one.value == API for one in found):
        found = [_interface(passage), *(one for one in found if one.value != ANY_FORMAT)]
    unique = {one.value: one for one in reversed(found)}
    ordered = tuple(dict.fromkeys(one.value for one in found))
    if len(ordered) > 1:
        ordered = tuple(name for name in ordered if name != ANY_FORMAT)
    return tuple(unique[name] for name in ordered)


def _other(found: list[Finding[str]]) -> bool:
    return any(one.value not in (API, ANY_FORMAT) for one in found)


def _interface(passage: Passage) -> Finding[str]:
    """An API request asks for an API; the words are those that say so, else the subject."""
    said = re.search(r"\b(?:api|endpoint|feed|key|token|rest)\b", f"{passage.text}", re.IGNORECASE)
    return Finding(Field.FORMATS, API, said[0] if said else passage.subject, READER, State.DERIVED)


def _wished(text: str, words: FormatWords, *, labelled: bool) -> list[Finding[str]]:
    folded = fold(text)
    mentions: list[tuple[int, int, str]] = []
    for name, wordings in words.names.items():
        mentions += [(found.start(), found.end(), name) for found in phrases(wordings).finditer(folded)]
    mentions.sort(key=lambda one: (one[0], -one[1]))
    taken, end = [], -1
    for one in mentions:
        if one[0] >= end:
            taken.append(one)
            end = one[1]
    wished = [one for one in taken if not _declined(folded, one, words, labelled=labelled)]
    wished = _corrected(folded, wished, words)
    found = [Finding(Field.FORMATS, name, text[start:end], READER) for start, end, name in wished]
    if not found and (said := phrases(words.anything).search(folded)):
        found = [Finding(Field.FORMATS, ANY_FORMAT, text[said.start() : said.end()], READER, State.WILDCARD)]
    return found


def _declined(folded: str, one: tuple[int, int, str], words: FormatWords, *, labelled: bool) -> bool:
    start, end, _ = one
    before = re.split(r"[.;:!?\n]", folded[max(0, start - 60) : start])[-1]
    after = re.split(r"[.;!?]", folded[end : end + 60])[0]
    if any(
        not before[found.end() :].strip(" ,'\"a") or len(before) - found.end() <= 12
        for found in phrases(words.unwanted_before).finditer(before)
    ):
        return True
    if any(found.start() <= _BESIDE for found in phrases(words.unwanted_after).finditer(after)):
        return True
    near = before[-40:]
    spoken_of = any(found.end() >= len(near) - _BESIDE for found in phrases(words.theirs).finditer(near))
    return not labelled and spoken_of


def _corrected(
    folded: str, wished: list[tuple[int, int, str]], words: FormatWords
) -> list[tuple[int, int, str]]:
    """Where a postscript or a later sentence with "instead" names formats, only what stands there counts."""
    after = [one for one in wished if one[0] > postscript_at(folded)]
    if after:
        return after
    for found in phrases(words.instead).finditer(folded):
        sentence = max(folded.rfind(mark, 0, found.start()) for mark in (".", "!", "?", "\n\n"))
        later = [one for one in wished if one[0] > sentence]
        if later and len(later) < len(wished):
            return later
    return wished
