"""The labelled lines of a message.

People write forms of their own: "FORMAT: csv", "2) time period - 2019 to 2023", tables of two columns, YAML,
JSON, headings with dashes under them, answers typed under our quoted questions. All become `Labelled` lines
under one of our fields, when their label is one that we know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from intake.message.marks import ANSWER
from intake.message.model import Message
from intake.request.grid import read_grid
from intake.request.model import Field
from intake.request.passage import Labelled, Passage
from intake.request.wording import fold, phrases, squeeze, words_of

MAX_TEXT = 60_000
_LABEL_WORDS = 7

_LINE = re.compile(
    r"^[ \t|>]*(?:\(?\d{1,2}[.)][ \t]*|[-*\u2022#]+[ \t]*)?[\"'*_]{0,2}"
    r"(?P<label>[^\W\d_][^:=\t|\"\n]{0,60}?)[\"'*_]{0,2}[ \t]*(?P<note>\([^()\n]{0,60}\))?[\"'*_]{0,2}"
    r"[ \t]*(?P<mark>:(?!//)|=+>?|\t|\||[ \t][-\u2013\u2014][ \t]|\.{3,}|\.?[ \t]{2,}|"
    r"[?.][ \t]|$)[ \t*_]*(?P<value>.*)$"
)
_UNDERLINE = re.compile(r"^[ \t]*[-=~_]{3,}[ \t]*$")
_HEADING = re.compile(r"^[ \t]*(?:#{1,4}[ \t]+|\[)[^\n]+$")
_INDENT = re.compile(r"^[ \t]*")
_ITEM = re.compile(r"^[ \t]*(?:[-*\u2022\u2013]|\d{1,2}[.)])[ \t]+")
_QUOTED = re.compile(r"^[ \t]*>+[ \t]?(.*)$")


class LabelWords(BaseModel):
    """Section `[labels]`: for each field the words that people put before a colon, in any language.

    `filler` are words that may stand around a label without changing it ("data we need", "format preferred");
    `questions` are, for each field, the words by which our own letters ask for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    filler: tuple[str, ...] = ()
    range_words: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    names: dict[Field, tuple[str, ...]] = {}
    questions: dict[Field, tuple[str, ...]] = {}

    @cached_property
    def known(self) -> dict[str, Field | None]:
        """Every label in folded words, with its field; None for one that is to be passed over."""
        known: dict[str, Field | None] = {" ".join(words_of(label)): None for label in self.ignored}
        for name, labels in self.names.items():
            known.update({" ".join(words_of(label)): name for label in labels})
        return known


@dataclass(slots=True)
class _Open:
    """A labelled line that may go on in the lines below it."""

    field: Field | None
    label: str
    value: str
    indent: int
    heading: bool = False
    lines: list[int] = dataclass_field(default_factory=list)


def _label_field(label: str, words: LabelWords) -> tuple[bool, Field | None]:
    """Whether the label is one that we know, and whose it is."""
    said = words_of(label.replace("_", " "))
    if not said or len(said) > _LABEL_WORDS:
        return False, None
    known = words.known
    whole = " ".join(said)
    if whole in known:
        return True, known[whole]
    bare = [word for word in said if word not in words.filler]
    short = " ".join(bare)
    for start in range(1, len(said)):
        if said[start - 1] not in words.filler:
            break
        if " ".join(said[start:]) in known:
            return True, known[" ".join(said[start:])]
    if short in known:
        return True, known[short]
    first, comma, _ = label.partition(",")
    return _label_field(first, words) if comma else (False, None)


def _match(line: str, words: LabelWords, *, tabular: bool) -> tuple[Field | None, str, str, bool] | None:
    """(field, label, value, known) of a line that starts with a label, else None."""
    found = _LINE.match(line)
    if found is None:
        return None
    mark, value = found["mark"], found["value"].strip()
    known, name = _label_field(found["label"], words)
    if not known and found["note"]:
        known, name = _label_field(found["label"] + " " + found["note"], words)
    firm = mark[:1] in {":", "=", "|", "\t"} or mark.startswith("...")
    if mark == "" or (mark.strip() in {"?", "."}):
        firm = known and bool(value) and (mark.strip() == "?" or (mark.strip() == "." and tabular))
    elif mark.strip() in {"-", "\u2013", "\u2014"}:
        firm = known
    elif not mark.strip(". "):
        firm = tabular and known
    if not firm or (not known and not value):
        return None
    return name, found["label"].strip(), value, known


def _resolve(name: Field | None, label: str, value: str, words: LabelWords) -> Field | None:
    """The field of a label: "When" is the deadline, unless what follows is a span."""
    if name is Field.DEADLINE and words_of(label) == ["needed"] and value.count(",") > 1:
        return Field.FIELDS
    if name is Field.DEADLINE and fold(label).split()[:1] in (["when"], ["dates"], ["cuando"]):
        return Field.TIME_RANGE if phrases(words.range_words).search(fold(value)) else name
    return name


def _clean(value: str) -> str:
    return value.strip().strip("|").rstrip(",;").strip().strip("\"'*_`").strip()


def _scan(lines: list[str], words: LabelWords) -> Iterator[_Open]:
    """Every labelled line with the lines that continue it."""
    tabular = sum(1 for line in lines if (m := _match(line, words, tabular=True)) and m[3]) >= 2
    current: _Open | None = None
    blank = 0
    for number, line in enumerate(lines):
        if not line.strip():
            blank += 1
            if current and (current.value or blank > 1):
                yield current
                current = None
            continue
        indent = len(_INDENT.match(line)[0])  # type: ignore[index]
        underlined = number + 1 < len(lines) and bool(_UNDERLINE.match(lines[number + 1]))
        heading = _heading(line, words) if underlined or _HEADING.match(line) else None
        found = _match(line, words, tabular=tabular)
        if heading is not None or (found and (found[3] or not (current and indent > current.indent))):
            if current:
                yield current
            if heading is not None:
                current = _Open(heading, line.strip(" #[]"), "", indent, heading=True, lines=[number])
            else:
                assert found
                current = _Open(found[0] if found[3] else None, found[1], found[2], indent, lines=[number])
        elif current and _UNDERLINE.match(line):
            current.lines.append(number)
        elif current and _continues(current, line, indent, blank):
            current.value += ("\n" if current.value else "") + line.strip()
            current.lines.append(number)
        elif current:
            yield current
            current = None
        blank = 0
    if current:
        yield current


def _heading(line: str, words: LabelWords) -> Field | None:
    known, name = _label_field(line.strip(" #[]:"), words)
    return name if known else None


def _continues(current: _Open, line: str, indent: int, blank: int) -> bool:
    """Whether a line goes on with the value above it."""
    if blank and current.value:
        return False
    if current.heading or (
        len(current.lines) > 1 and "\n" not in current.label and _short_lines(current.value)
    ):
        return True
    if not current.value or indent > current.indent:
        return True
    if _ITEM.match(line) and _ITEM.match(current.value):
        return True
    opened = current.value.count("[") - current.value.count("]")
    return opened > 0 or (
        "\n" in current.value and len(current.lines) > 1 and indent >= current.indent and not blank
    )


def _short_lines(value: str) -> bool:
    """Whether the value so far is a list of short lines under an empty label."""
    lines = value.split("\n")
    return len(lines) > 1 and all(len(line) < 40 and not line.endswith(".") for line in lines)


def _answers(body: str, words: LabelWords) -> Iterator[tuple[Field, str, str]]:
    """(field, question, answer) of every answer that is typed under a quoted question of ours."""
    asked: tuple[Field, str] | None = None
    answer: list[str] = []
    quoted: list[str] = []
    for line in [*body.split("\n"), "> "]:
        if line.startswith(ANSWER):
            said = quoted[-1] if quoted else ""
            for name, wordings in words.questions.items():
                if phrases(wordings).search(fold(said)):
                    yield name, squeeze(said), line.removeprefix(ANSWER).strip()
                    break
            continue
        if "?" in line and not _QUOTED.match(line) and not asked:
            quoted = [line]
        if found := _QUOTED.match(line):
            if asked and any(part.strip() for part in answer):
                yield asked[0], asked[1], "\n".join(answer).strip()
                asked = None
            if answer:
                answer, quoted = [], []
            quoted.append(found[1])
            said = fold(" ".join(quoted[-3:]))
            for name, wordings in words.questions.items():
                if "?" in found[1] and phrases(wordings).search(fold(found[1])):
                    asked = (name, squeeze(said))
            continue
        if asked and (line.strip() or answer):
            answer.append(line)


def _answered(message: Message, words: LabelWords) -> Iterator[Labelled]:
    """The answers typed under our quoted questions, each its first paragraph, where it is newly written."""
    if ">" not in message.body or not (message.in_reply_to or message.references):
        return
    for name, question, answer in _answers(message.body[:MAX_TEXT], words):
        first = answer.split("\n\n")[0]
        if first and first in message.text:
            yield Labelled(name, question, first)


def cut(message: Message, words: LabelWords, language: str = "en", today: date | None = None) -> Passage:
    """The passage that all readers share: its labelled lines, and the day relative dates count from."""
    text = message.text[:MAX_TEXT]
    labelled = list(_answered(message, words))
    lines = text.split("\n")
    dropped: set[int] = set()
    for number, cells in read_grid(lines, lambda label: _label_field(label, words)[1]):
        labelled.extend(cells)
        dropped.add(number)
    opened = list(_scan(["" if number in dropped else line for number, line in enumerate(lines)], words))
    known = sum(1 for line in opened if line.field is not None)
    for line in opened:
        value = _clean(line.value)
        if not value or (line.field is None and (known < 2 or len(value) > 200)):
            continue
        labelled.append(Labelled(_resolve(line.field, line.label, value, words), line.label, value))
    return Passage(
        subject=squeeze(message.subject),
        text=text,
        today=today or (message.date.date() if message.date else date(1970, 1, 1)),
        language=language,
        labelled=tuple(labelled),
        signed=message.signature,
        sender=_names(message),
    )


def _names(message: Message) -> str:
    """The names that the header fields give to the sender."""
    addresses = (message.from_, *message.reply_to[:1])
    return "\n".join(dict.fromkeys(squeeze(each.name) for each in addresses if each and each.name))
