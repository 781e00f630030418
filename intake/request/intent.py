"""What a short follow-up wants where it states nothing: to withdraw, to know how things stand, to thank.

Only few, plain words are taken at their word, and only where the message holds no value of a request: "never
mind the shapefile, CSV is fine" is a correction, "any news articles on the flood" a request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from intake.message.model import Message
from intake.request.model import Field, Request
from intake.request.wording import fold, phrases, squeeze, words_of

_MOST_WORDS = 45
_SENTENCE = re.compile(r"[.!?;]+\s|\n+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ROOM = 90  # characters around an address in which its cue stands
_LITTLE = 4  # words of thanks that no list of ours holds
_LEFT = 1  # words beside an unmistakable intent


class Intent(StrEnum):
    """What a follow-up wants where it states nothing new."""

    WITHDRAWAL = "withdrawal"
    STATUS_QUERY = "status_query"
    LATER = "later"
    THANKS = "thanks"


class IntentWords(BaseModel):
    """Section `[intents]`: `words` tell each intent, the first that fits; `lookalikes` tell none.

    `courtesies` may stand around thanks, and they and `besides` around a withdrawal that is unmistakable;
    `doubts` make one doubtful ("I don't want to withdraw"); `earlier` open a sentence that tells of a former
    letter, whose dates are no period; `new_address` are the words by which a writer gives another address to
    write to, `another_request` those by which a follow-up calls itself a request of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Mapping[Intent, tuple[str, ...]] = {}
    lookalikes: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    new_address: tuple[str, ...] = ()
    another_request: tuple[str, ...] = ()


def read_intent(message: Message, request: Request, words: IntentWords) -> Intent | None:
    """The intent of a follow-up of which `request` was read; None where it states or asks something."""
    said = squeeze(fold(message.text))
    if len(said.split()) > _MOST_WORDS or message.attachments or phrases(words.lookalikes).search(said):
        return None
    if request.protected or _states(request, words, message.text):
        return None
    for intent in (Intent.WITHDRAWAL, Intent.STATUS_QUERY, Intent.LATER):
        if phrases(words.words.get(intent, ())).search(said):
            return intent
    thanks = phrases(words.words.get(Intent.THANKS, ()))
    if not thanks.search(said):
        return None
    signed = set(words_of(message.from_.name if message.from_ else "")) | set(words_of(message.signature))
    left = phrases(words.courtesies).sub(" ", thanks.sub(" ", said))
    more = [word for word in words_of(left) if word not in signed]
    return Intent.THANKS if len(more) <= _LITTLE and "?" not in said else None


def is_unmistakable(message: Message, intent: Intent | None, words: IntentWords) -> bool:
    """Whether the words of the intent are all that the message says: no question, no doubt, no "but"."""
    if intent is None:
        return False
    said = squeeze(fold(message.text))
    left = phrases(words.words.get(intent, ())).sub(" ", said)
    if "?" in said or phrases(words.doubts).search(left):
        return False
    known = {*words_of(message.from_.name if message.from_ else ""), *words_of(message.signature)}
    for around in (words.besides, words.words.get(Intent.THANKS, ()), words.courtesies):
        left = phrases(around).sub(" ", left)
    return len([word for word in words_of(left) if word not in known]) <= _LEFT


def _states(request: Request, words: IntentWords, text: str) -> bool:
    """Whether a value of a request is told; a date in a sentence about a former letter is none."""
    if request.formats or request.deadline or request.intended_use:
        return True
    if request.time_range is None:
        return False
    told = [finding.text for finding in request.findings if finding.field is Field.TIME_RANGE]
    former = [part for part in _SENTENCE.split(text) if phrases(words.earlier).search(fold(part))]
    return not all(any(one in part for part in former) for one in told)


def new_address(message: Message, words: IntentWords) -> str:
    """Another address that the writer wants us to write to from now on, "" where none is given."""
    writers = {address.key for address in (message.from_, message.correspondent) if address}
    text = message.text[:12_000]
    for found in _ADDRESS.finditer(text):
        around = fold(text[max(0, found.start() - _ROOM) : found.end() + _ROOM])
        address = found[0].rstrip(".-")
        if address.casefold() not in writers and phrases(words.new_address).search(around):
            return address
    return ""


def calls_itself_another(message: Message, words: IntentWords) -> bool:
    """Whether a follow-up says that it asks for something else: "I have a new request"."""
    return phrases(words.another_request).search(fold(message.text[:12_000])) is not None
