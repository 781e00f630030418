"""Which columns are asked for.

Every enumeration of the mail is a candidate: what follows "with", "for each …:", "columns:" or a colon, the
items of a list, a sentence that is nothing but an enumeration. A candidate is weighed by the words that open it
and by how much its members look like columns ("issue date", `parcel_id`, "whether it was cancelled").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from intake.request.model import ALL_FIELDS, Field, Finding, State
from intake.request.passage import Passage
from intake.request.prose import Sentence, items_after
from intake.request.wording import fold, phrases, squeeze, verbatim, words_of

_READER = "columns"
_MAX_COLUMNS = 60
_MAX_WORDS = 9
_CUED, _COLON, _HINTED, _BARE = 4, 3, 2, 1
_SEPARATORS = re.compile(
    r"\s*(?:[,;\n\t|]|\s/\s|\s\+\s|\s\u00b7\s|\u2022)\s*(?:(?:and|y|plus|&)\s+)?(?![^()]*\))"
)
_LAST_AND = re.compile(r"\s+(?:and|y|e|&|plus|as well as|et)\s+")
_OXFORD = re.compile(r",\s*(?:and|y|plus)\s+[^,]*$")
_PAIRS = re.compile(
    r"(?<!\w)(?:date|day|fecha|time|lat|latitude|start|from|on|calle|lot) (?:and|&|y|et) "
    r"(?:time|hour|hora|heure|long?|longitude|end|to|off|cuadra|grave number)(?!\w)"
)
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)])\s+")
_NOTE = re.compile(r"\s*\([^()]*\)?\s*$|\s+(?:y/n|yes/no|s[i\u00ed]/no)$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:who|what|when|where|which|how|whether|if|why|si|cuando|quien|donde|que|cual|"
    r"a cuantos|cuantos|cuanto)\s+\S"
)
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+)+|[a-z]+[A-Z]\w*|[A-Z]{2,4}\d?")
_PROPER = re.compile(r"[A-Z][\w'\u2019.-]+\s+(?:[A-Z][\w'\u2019.-]*)")
_DIGITS = re.compile(r"\d{3}")
_KEYS = re.compile(r"\"([^\"\n]{1,60})\"\s*:")
_LIST_END = re.compile(
    r"\s-+\s|;\s+(?:we|i|please|no)\b|\?|\.(?:\s|$)|!|"
    r",\s+(?=(?:and\s+)?(?:we|i|please|so|but|no|not|nothing|if|as|because|it|they|you|could|"
    r"would|that|thanks|por favor|pero)\b(?!'s))|"
    r"\s(?=(?:so that|so i|so we|as csv|as a|in csv|in excel|is what|are what|is all|would be|"
    r"will do|would do|that is|is enough|si es posible|para que)\b)"
)


_DASH = re.compile(r"\s[-\u2013\u2014]{1,2}\s")
_BRACKETS = re.compile(r"\(([^()\n]{3,80},[^()\n]{3,160})\)")


class ColumnWords(BaseModel):
    """Section `[columns]`.

    `cues` plainly open a list of columns; `hints` may; `everything` means all columns; `excludes` open what is
    not wanted, `disowns` come after it ("… I can live without"); `nouns` are words of which column names are
    made; `leads` are dropped from the front of a member; `stops` end a member; a member with a word of
    `not_columns` is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    disowns: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    not_columns: tuple[str, ...] = ()

    @cached_property
    def noun_set(self) -> frozenset[str]:
        """The nouns, folded."""
        return frozenset(fold(noun) for noun in self.nouns)


def members(text: str, words: ColumnWords) -> tuple[str, ...]:
    """The members of an enumeration, each without its leading and trailing small words."""
    text = text.strip().strip("[]{}").strip(" .:*_")
    parts = [part for part in _SEPARATORS.split(text) if part and part.strip()]
    if parts and not _OXFORD.search(fold(text)):
        last = parts.pop()
        keeps = _PAIRS.search(fold(last)) or (_CLAUSE.match(fold(last)) and parts)
        parts.extend([last] if keeps else _LAST_AND.split(last))
    found = [_trim(part, words) for part in parts]
    kept = (name for name in found if name and len(words_of(name)) <= _MAX_WORDS)
    return tuple(dict.fromkeys(kept))[:_MAX_COLUMNS]


def _trim(part: str, words: ColumnWords) -> str:
    part = _BULLET.sub("", part.strip()).strip(" \"'*_`.<>/{}")
    note = _NOTE.search(part)
    if note and note.start() > 0:
        part = part[: note.start()]
    for _ in range(3):
        lead = phrases(words.leads).match(fold(part))
        if not lead or lead.end() >= len(part):
            break
        part = part[lead.end() :].lstrip(" :")
    if not _CLAUSE.match(fold(part)):
        stop = phrases(words.stops).search(fold(part), 1)
        if stop:
            part = part[: stop.start()]
    return squeeze(part).strip(" \"'*_`.,;:?!-\u2013\u2014")


def _cut_list(tail: str, words: ColumnWords) -> str:
    """The enumeration at the front of a tail: to its end, or where exclusion begins."""
    folded = fold(tail)
    ends = [len(tail)]
    if found := _LIST_END.search(folded, 1):
        ends.append(found.start())
    for found in phrases(words.excludes).finditer(folded):
        numeral = found.group() == "no" and folded[found.end() : found.end() + 1] in {".", ",", ";", ""}
        if not numeral and not folded[: found.start()].rstrip().endswith(" or"):
            ends.append(found.start())
            break
    return tail[: min(ends)]


def _likeness(name: str, words: ColumnWords, *, first: bool) -> float:
    """How much a member looks like a column, from -1 to 1; `first` of a sentence it may start with a capital."""
    folded, said = fold(name), words_of(name)
    if _DIGITS.search(name):
        return -1.0
    if _IDENTIFIER.fullmatch(name):
        return 1.0
    if _CLAUSE.match(folded) and len(said) <= _MAX_WORDS:
        return 0.8
    if phrases(words.not_columns).search(folded):
        return -1.0
    if len(said) > 6 or (_PROPER.match(name) and not set(said) & words.noun_set):
        return -0.7
    if set(said) & words.noun_set:
        return 1.0
    if name[:1].isupper() and not first and not name.isupper():
        return 0.1
    return 0.5 if len(said) <= 3 else 0.0


def _accepted(names: tuple[str, ...], opened: int, words: ColumnWords) -> bool:
    """Whether an enumeration that opens so is one of columns."""
    if not names:
        return False
    likes = [_likeness(name, words, first=place == 0) for place, name in enumerate(names)]
    quality, sure = sum(likes) / len(names), sum(1 for like in likes if like >= 0.8)
    if opened == _CUED:
        return quality >= 0.3
    if opened == _BARE:
        return len(names) >= 3 and quality >= 0.5 and sure >= 2
    return len(names) >= 2 and quality >= 0.5 and sure >= 1


def _enumerations(
    place: int, sentence: Sentence, passage: Passage, words: ColumnWords
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(how it opens, members) of every enumeration in or right after one sentence."""
    text, folded = sentence.text, fold(sentence.text)
    items = [] if sentence.item else items_after(place, passage.sentences)
    for opened, wordings in ((_CUED, words.cues), (_HINTED, words.hints)):
        for cue in phrases(wordings).finditer(folded):
            if _excluded(folded, cue.start(), words):
                continue
            tail = text[cue.end() :].lstrip(" :*_-\u2013\u2014,")
            if tail:
                yield opened, members(_cut_list(tail, words), words)
            elif not items and place + 1 < len(passage.sentences):
                yield opened, members(_cut_list(passage.sentences[place + 1].text, words), words)
    if items and not _excluded(folded, len(folded), words):
        listed = tuple(name for item in items for name in members(_cut_list(item, words), words)[:4])
        cued = phrases(words.cues).search(folded) or phrases(words.hints).search(folded)
        yield _CUED if cued else _BARE, listed
    for found in _BRACKETS.finditer(text):
        if not _excluded(fold(text[: found.start()]), found.start(), words):
            yield _COLON, members(found[1], words)
    if sentence.item and (dash := _DASH.search(text)) and "," in text[dash.end() :]:
        yield _COLON, members(text[dash.end() :], words)
    before, colon, after = text.partition(": ")
    if colon and not _excluded(fold(before), len(before), words):
        yield _COLON, members(_cut_list(after, words), words)
    if not sentence.item and not phrases(words.disowns).search(folded):
        yield _BARE, members(_cut_list(text, words), words)


def _excluded(folded: str, at: int, words: ColumnWords) -> bool:
    """Whether a word of leaving out stands close before a place."""
    found = phrases(words.excludes).search(folded, max(0, at - 40), at)
    return bool(found)


def _lines(passage: Passage, words: ColumnWords) -> tuple[str, ...]:
    """Columns written one a line without bullets: three or more short lines that look like columns."""
    run: list[str] = []
    for sentence in (*passage.sentences, Sentence("", -1)):
        name = _trim(sentence.text, words)
        short = (
            not sentence.item
            and 0 < len(words_of(name)) <= 5
            and not sentence.text.endswith((".", "!", "?", ",", ":"))
        )
        if short and _likeness(name, words, first=True) >= 0.5:
            run.append(name)
            continue
        if len(run) >= 3 and sum(_likeness(name, words, first=True) for name in run) >= 0.7 * len(run):
            return tuple(run)
        run = []
    return ()


def _labelled(passage: Passage, words: ColumnWords) -> tuple[str, ...]:
    found: list[str] = []
    for line in passage.under(Field.FIELDS):
        if phrases(words.everything).search(fold(line.value)) or fold(line.value).strip(" .") in {
            "all",
            "todas",
            "todos",
        }:
            return (ALL_FIELDS,)
        if keys := _KEYS.findall(line.value):
            found.extend(keys)
        elif "\n" in line.value:
            found.extend(name for part in line.value.split("\n") for name in members(part, words))
        else:
            found.extend(members(_cut_list(line.value, words), words))
    return tuple(dict.fromkeys(found))


def read_columns(
    passage: Passage, words: ColumnWords, datasets: tuple[str, ...], sources: tuple[str, ...]
) -> tuple[Finding[str], ...]:
    """The columns asked for; the one value "all" where every column is wanted; empty where none is said."""
    names = _labelled(passage, words)
    if not names or names == (ALL_FIELDS,):
        if everything := _everything(passage, words):
            return everything
        names = _from_prose(passage, words, datasets)
    findings = []
    for name in names:
        text = verbatim(name, sources)
        if text:
            findings.append(Finding(Field.FIELDS, name, text, _READER))
    return tuple(findings)


def _everything(passage: Passage, words: ColumnWords) -> tuple[Finding[str], ...]:
    found = phrases(words.everything).search(fold(passage.text))
    if not found:
        return ()
    text = passage.text[found.start() : found.end()]
    return (Finding(Field.FIELDS, ALL_FIELDS, text, _READER, State.WILDCARD),)


def _from_prose(passage: Passage, words: ColumnWords, datasets: tuple[str, ...]) -> tuple[str, ...]:
    """The members of every enumeration that is one of columns, the most plainly opened of each sentence."""
    named = {tuple(words_of(name)) for name in datasets}
    found: list[str] = []
    for place, sentence in enumerate(passage.sentences):
        best: tuple[int, int, tuple[str, ...]] = (0, 0, ())
        for opened, names in _enumerations(place, sentence, passage, words):
            kept = tuple(name for name in names if tuple(words_of(name)) not in named)
            if _accepted(kept, opened, words) and (opened, len(kept)) > best[:2]:
                best = (opened, len(kept), kept)
        found.extend(best[2])
    found = found or list(_lines(passage, words))
    return tuple(name for name in dict.fromkeys(found) if _likeness(name, words, first=True) >= 0)
