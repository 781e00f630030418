"""Which data are asked for: the names of the datasets, close to the words of the mail.

Candidates come from labelled lines, from what follows a word of asking, from list items after such a word, and
from the subject. Each is weighed (how plainly it is asked for, whether it ends in a word that names data,
whether the subject speaks of it too); the heaviest wins, and what is asked for "also" joins it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding
from intake.request.nouns import NounWords, cut_name, has_head, is_plural
from intake.request.passage import Passage
from intake.request.prose import Sentence, items_after
from intake.request.wording import fold, phrases, squeeze, verbatim, words_of

_MAX_WORDS = 9
_MAX_NAMES = 8
_LEAST = 3.2
# How much a name adds to the weight of "this is a request for data": one that only the subject gives may be that
# of any talk.
_LABELLED = 4.0
_FROM_SUBJECT = 0.7
_PLAINLY = 0.5
_VAGUELY = 0.2
_SUBJECT_TAG = re.compile(r"^(?:\s*(?:re|fwd?|fw|aw|rv)\s*:|\s*\[[^\]]{0,40}\])+", re.IGNORECASE)
_LIST_MARK = re.compile(r"\s*(?:\n|;|\u2022)\s*(?:[-*\u2022]\s+|\d{1,2}[.)]\s+)?")
_AND = re.compile(r"\s*(?:,\s*)?(?:\s(?:and|plus|along with|as well as|y|e|and also)\s|\s&\s|\s\+\s)\s*")
_REST = re.compile(
    r"^[\"')*_\s]*(?:\([^()]{0,80}\))?[\"')*_\s]*(?:,\s*)?(?:and|plus|along with|as well as|"
    r"together with|y)\s+"
)
_SERVICE = re.compile(
    r"(?:\b[Tt]he|\b[Yy]our|'s|\u2019s|\ban?|\bstatic)\s+((?:[\w./-]+\s+){1,4}?)(?:API|api|"
    r"endpoint|feed|service|dataset|data set|FeatureServer|stream)\b"
)
_LIST_REST = re.compile(r"^\s*,\s*(?:and\s+)?")


class DatasetWords(BaseModel):
    """Section `[datasets]`.

    `asks` are words of asking after which the thing follows; `wants` weaker ones; `offers` ask whether it
    exists; `adds` mark a second thing; `refuses` are words in whose sentence nothing is asked for; `coats`
    stand at the front of a subject; `announces` say that a list follows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    asks: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    coats: tuple[str, ...] = ()
    announces: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    names: tuple[str, ...]
    weight: float
    place: int


def _subject_words(subject: str, nouns: NounWords) -> frozenset[str]:
    return frozenset(word for word in words_of(subject) if len(word) > 3 and word not in nouns.lead_set)


def good_name(name: str, nouns: NounWords) -> bool:
    """Whether a stretch of words can be the name of data at all."""
    said = words_of(name)
    if not said or len(said) > _MAX_WORDS or len(name) < 3:
        return False
    if said[-1] in nouns.not_data_set or said[0] in nouns.not_data_set:
        return False
    generic = phrases(nouns.generic).fullmatch(fold(name).strip())
    return generic is None


def split_names(tail: str, nouns: NounWords) -> tuple[str, ...]:
    """The names at the front of `tail`: one, or several joined by "and" where each can stand alone."""
    first = cut_name(tail, nouns)
    if not good_name(first, nouns):
        return ()
    names = _split_and(first, nouns)
    rest = tail[tail.find(first) + len(first) :]
    for _ in range(_MAX_NAMES):
        joined = _REST.match(fold(rest)) or (
            _LIST_REST.match(rest) if len(names) > 1 or _is_list(rest, nouns) else None
        )
        if not joined:
            break
        name = cut_name(rest[joined.end() :], nouns)
        if not good_name(name, nouns) or not has_head(name, nouns):
            break
        names += _split_and(name, nouns)
        rest = rest[rest.find(name) + len(name) :]
    return names[:_MAX_NAMES]


def _is_list(rest: str, nouns: NounWords) -> bool:
    """Whether ", x, y and z" follows in which every member names data."""
    part = re.split(r"[.:;()]", rest, maxsplit=1)[0]
    members = [member for member in re.split(r",\s*(?:and\s+)?|\sand\s", part) if member.strip()]
    return len(members) >= 2 and all(len(words_of(m)) <= 5 and has_head(m, nouns) for m in members)


def _split_and(name: str, nouns: NounWords) -> tuple[str, ...]:
    parts = [part for part in _AND.split(name) if part.strip()]
    if len(parts) < 2:
        return (name,)
    cleaned = [cut_name(part, nouns) for part in parts]
    determined = any(
        fold(part).split()[0] in {"the", "your", "any", "all", "los", "las", "el", "la"} for part in parts[1:]
    )
    able = all(good_name(part, nouns) and (is_plural(part) or has_head(part, nouns)) for part in cleaned)
    apart = determined or all(len(words_of(part)) >= 2 for part in cleaned)
    return tuple(cleaned) if able and apart else (name,)


def _list_names(items: list[str], nouns: NounWords) -> tuple[str, ...]:
    names = [split_names(item, nouns)[:2] for item in items]
    return tuple(name for found in names for name in found)[:_MAX_NAMES]


def _after_cues(
    place: int, sentence: Sentence, passage: Passage, words: DatasetWords, nouns: NounWords
) -> Iterator[tuple[tuple[str, ...], float]]:
    """(names, weight) of everything that follows a word of asking in one sentence."""
    text, folded = sentence.text, fold(sentence.text)
    for weight, wordings in ((4.0, words.asks), (2.5, words.wants), (2.0, words.offers)):
        for cue in phrases(wordings).finditer(folded):
            if _refused(folded, cue.start(), words):
                continue
            after = folded[cue.end() :].lstrip(" ,:-")
            if phrases(words.not_after).match(after):
                continue
            announced = phrases(words.announces).match(after)
            tail = text[cue.end() :]
            if announced or not tail.strip(" :*_-"):
                yield _announced(place, tail, passage.sentences, nouns), weight + 1
            else:
                yield split_names(tail, nouns), weight


def _refused(folded: str, at: int, words: DatasetWords) -> bool:
    """Whether a refusal stands close before a place: "I do not want the recordings"."""
    refused = phrases(words.refuses).search(folded, max(0, at - 60))
    return bool(refused and refused.start() <= at and at - refused.end() < 15)


def _announced(place: int, tail: str, sentences: tuple[Sentence, ...], nouns: NounWords) -> tuple[str, ...]:
    """The names after "the following:": in the same sentence, as list items, or in the next sentence."""
    after = tail.partition(":")[2].strip()
    items = items_after(place, sentences)
    if after and len(items) < 2:
        return split_names(after, nouns)
    if items:
        return _list_names(items, nouns)
    return split_names(sentences[place + 1].text, nouns) if place + 1 < len(sentences) else ()


def _weigh(names: tuple[str, ...], weight: float, subject: frozenset[str], nouns: NounWords) -> float:
    if not names:
        return 0.0
    said = words_of(names[0])
    total = weight
    if any(has_head(name, nouns) for name in names):
        total += 3
    elif any(is_plural(name) for name in names):
        total += 1
    else:
        total -= 1.5
    if set(said) & subject:
        total += 1.5
    return total - 0.3 * max(0, len(said) - 5)


def _candidates(passage: Passage, words: DatasetWords, nouns: NounWords) -> Iterator[_Candidate]:
    subject = _subject_words(passage.subject, nouns)
    seen_items = False
    for place, sentence in enumerate(passage.sentences):
        late = min(place, 20) * 0.02
        for names, weight in _after_cues(place, sentence, passage, words, nouns):
            total = _weigh(names, weight, subject, nouns)
            if total > _LEAST:
                yield _Candidate(names, total - late, place)
        if not sentence.item and not seen_items and (items := items_after(place, passage.sentences)):
            seen_items = True
            names = _headed(_list_names(items, nouns), items, nouns)
            folded = fold(sentence.text)
            if names and not _refused(folded, len(folded), words):
                asked = (
                    sentence.opens
                    or phrases(words.asks).search(folded)
                    or phrases(words.wants).search(folded)
                )
                yield _Candidate(names, _weigh(names, 3.5 if asked else 2.0, subject, nouns) - late, place)
            elif not names and (first := split_names(items[0], nouns)) and has_head(first[0], nouns):
                yield _Candidate(first, _weigh(first, 0.6, subject, nouns) - late, place)
        yield from _bare(place, sentence, subject, words, nouns)
        for service in _SERVICE.finditer(sentence.text):
            names = split_names(service[1], nouns)
            total = _weigh(names, 2.0, subject, nouns)
            if total > _LEAST and not _refused(fold(sentence.text), service.start(), words):
                yield _Candidate(names, total - late, place)


def _headed(names: tuple[str, ...], items: list[str], nouns: NounWords) -> tuple[str, ...]:
    """The names of a list, where most of its items name data; a list of columns does not."""
    headed = sum(1 for name in names if has_head(name, nouns))
    return names if headed * 2 > len(items) else ()


def _bare(
    place: int, sentence: Sentence, subject: frozenset[str], words: DatasetWords, nouns: NounWords
) -> Iterator[_Candidate]:
    """A name that stands alone: at the front of a sentence, or after a colon."""
    if sentence.item:
        return
    before, colon, after = sentence.text.partition(": ")
    for part, weight in ((sentence.text, 0.5), (after, 1.5)):
        if not part or (part is after and (not colon or len(before) < 12)):
            continue
        if phrases(words.refuses).search(fold(part[:80])):
            continue
        names = split_names(part, nouns)
        if names and has_head(names[0], nouns):
            total = _weigh(names, weight, subject, nouns)
            yield _Candidate(names, total - min(place, 20) * 0.02, place)


def _from_subject(passage: Passage, words: DatasetWords, nouns: NounWords) -> _Candidate | None:
    text = _SUBJECT_TAG.sub("", passage.subject)
    coat = phrases(words.coats)
    for _ in range(3):
        text = text.lstrip(" :-\u2013\u2014,")
        found = coat.match(fold(text))
        if not found:
            break
        text = text[found.end() :]
    cue = phrases(words.asks).search(fold(text))
    names = split_names(text[cue.end() :] if cue else text, nouns)
    if not names:
        return None
    name = names[0]
    bonus = 2.2 if has_head(name, nouns) else 0.3 if is_plural(name) else -1.0
    return _Candidate(names, (4.5 if cue else 2.0) + bonus, -1)


def _labelled(passage: Passage, nouns: NounWords) -> tuple[str, ...]:
    """The names on labelled lines."""
    names: list[str] = []
    for line in passage.under(Field.DATASETS):
        for part in _LIST_MARK.split(line.value.strip("[]")):
            names.extend(
                split_names(re.sub(r"^(?:[-*\u2022]|\d{1,2}[.)])\s+", "", part.strip(" \"'")), nouns)
            )
    return tuple(dict.fromkeys(names))


def read_datasets(
    passage: Passage, words: DatasetWords, nouns: NounWords, sources: tuple[str, ...]
) -> tuple[tuple[Finding[str], ...], float]:
    """The datasets asked for, in the order of the mail, and how plainly they are asked for, 0 to about 5.

    `sources` are the texts in which the proving words must stand. The reader of a Finding is `labels`,
    `datasets` (the prose asks for it) or `subject` (only the subject names it).
    """
    names, reader, weight = _labelled(passage, nouns), "labels", _LABELLED
    if not names:
        names, reader, weight = _asked(passage, words, nouns)
    findings = []
    for name in dict.fromkeys(squeeze(name) for name in names):
        text = verbatim(name, sources)
        if text:
            findings.append(Finding(Field.DATASETS, name, text, reader))
    return tuple(findings), weight if findings else 0.0


def _asked(passage: Passage, words: DatasetWords, nouns: NounWords) -> tuple[tuple[str, ...], str, float]:
    """The names of the heaviest candidate with what is asked for besides, which reader found them, how plainly."""
    found = list(_candidates(passage, words, nouns))
    subject = _from_subject(passage, words, nouns)
    if subject and subject.weight > 1.5:
        found.append(subject)
    if not found:
        return (), "", 0.0
    best = max(found, key=lambda candidate: candidate.weight)
    names = list(best.names)
    for other in found:
        if other.place > best.place >= 0 and other.weight > 4:
            folded = fold(passage.sentences[other.place].text)
            if phrases(words.adds).search(folded):
                names.extend(
                    name for name in other.names if has_head(name, nouns) and not _covered(name, names)
                )
    if best.place < 0:
        return tuple(names), "subject", _FROM_SUBJECT
    headed = any(has_head(name, nouns) for name in names)
    return tuple(names), "datasets", best.weight * (_PLAINLY if headed else _VAGUELY)


def _covered(name: str, names: list[str]) -> bool:
    said = set(words_of(name))
    return any(len(said & set(words_of(other))) * 2 >= len(said) for other in names)
