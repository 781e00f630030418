"""The words newly written: quotations, signatures and footers are set aside, never lost.

One pass over the lines, each looked at with patterns that cannot run away. A forward is content, not a quote:
its text stays and whose it was is told apart, unless it is our own letter, or the writer asks for something
else and shows the forward by the way. Answers written between quoted lines stay as well.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from email.utils import parseaddr

from intake.message import forward
from intake.message.footers import Letter, is_empty, take_apart
from intake.message.forward import asks_itself
from intake.message.interleaved import pairs
from intake.message.marks import (
    ANSWER,
    ANSWER_MARK,
    ANSWERS_INSIDE,
    DATE_WORDS,
    ENDS_AS_ATTRIBUTION,
    FORWARDED,
    FROM_WORDS,
    HAS_DIGIT_OR_ADDRESS,
    HAS_TIME_OR_ADDRESS,
    HEADER_LINE,
    MAIL_RU,
    NAME_WROTE,
    OPENERS,
    ORIGINAL,
    REPLY_SUBJECT,
    RULE,
    SENT_WORDS,
    STARTS_AS_ATTRIBUTION,
    SUBJECT_WORDS,
)
from intake.message.model import Address, Interleaved

LONGEST_BODY = 1_000_000
_LONGEST_LINE = 1_000
_ATTRIBUTION_LINES = 4
_HEADER_LINES = 8
_MOST_FORWARDS = 20


@dataclass(frozen=True, slots=True)
class ForwardedHeader:
    """Whose message was forwarded, as its header lines say: `date` and `subject` stand as they were written.

    The address of `from_` is empty where the lines give a name alone.
    """

    from_: Address | None = None
    date: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """A body in two: `text` newly written, `folded` set aside. Together they hold every line of it.

    `signature` are the signature lines of whoever asks, a forwarded person's first; `forwarded` tells whose
    message is part of `text`, None where none is. `interleaved` are the answers between quoted lines.
    """

    text: str
    folded: str = ""
    signature: str = ""
    forwarded: ForwardedHeader | None = None
    interleaved: tuple[Interleaved, ...] = ()


_Letter = tuple[ForwardedHeader | None, Letter]


@dataclass(slots=True)
class _Section:
    """The writer's own words, or those of one forwarded message."""

    header: ForwardedHeader | None = None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cut:
    """What the scan of the lines leaves: sections of text, and what was set aside."""

    sections: list[_Section] = field(default_factory=lambda: [_Section()])
    aside: list[str] = field(default_factory=list)

    @property
    def kept(self) -> list[str]:
        return self.sections[-1].lines


def split(
    body: str, *, subject: str = "", writer: str = "", own_addresses: frozenset[str] = frozenset()
) -> Fold:
    """Tell what is newly written from what is not.

    `writer` is the display name of From, by which an unmarked signature is known; a forwarded letter of
    `own_addresses` is folded.
    """
    lines = body[:LONGEST_BODY].split("\n")
    cut = _scan(lines, subject)
    cut.aside += body[LONGEST_BODY:].split("\n") if len(body) > LONGEST_BODY else []
    own, *forwards = cut.sections
    asks = bool(forwards) and asks_itself("\n".join(own.lines))
    letters: list[_Letter] = [(None, take_apart(own.lines, writer))]
    for section in forwards:
        sender = section.header.from_ if section.header else None
        if asks or (sender is not None and sender.is_among(own_addresses)):
            cut.aside += section.lines
        else:
            letters.append((section.header, take_apart(section.lines, sender.name if sender else "")))
    return replace(_folded(letters, cut.aside), interleaved=pairs(lines, _quoted))


def _folded(letters: list[_Letter], aside: list[str]) -> Fold:
    texts = ["\n".join(letter.text).strip("\n") for _, letter in letters]
    outward = [*letters[1:], letters[0]]
    return Fold(
        text="\n\n".join(text for text in texts if text.strip()),
        folded="\n".join([*aside, *(line for _, letter in letters for line in letter.aside)]).strip("\n"),
        signature="\n".join(line for _, letter in outward for line in letter.signature).strip("\n"),
        forwarded=next((header for header, _ in letters if header is not None), None),
    )


def _scan(lines: list[str], subject: str) -> _Cut:
    cut = _Cut()
    forwarding = forward.SUBJECT.match(subject[:40]) is not None
    replying = REPLY_SUBJECT.match(subject[:40]) is not None
    at = 0
    while at < len(lines):
        line = lines[at][:_LONGEST_LINE]
        if _quoted(line):
            cut.aside.append(lines[at])
            at += 1
        elif length := _attribution(lines, at):
            cut.aside += lines[at : at + length]
            at += length
            if _unmarked_quote(lines, at - length, at) and not is_empty(cut.kept):
                _take_quoted(lines[at:], cut)
                return cut
        elif FORWARDED.match(line):
            at = _begin_forward(lines, at, cut)
        elif ORIGINAL.match(line) or _header_block(lines, at):
            if forwarding or (is_empty(cut.kept) and not replying):
                at = _begin_forward(lines, at, cut)
            else:
                at = _take_headers(lines, at, cut)[1]
                _take_quoted(lines[at:], cut)
                return cut
        else:
            cut.kept.append(lines[at].removeprefix(ANSWER))
            at += 1
    return cut


def _quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|>", "&gt;"))


def _attribution(lines: list[str], at: int) -> int:
    """How many lines say "On such a day somebody wrote:", 0 where none does."""
    first = lines[at][:_LONGEST_LINE]
    if not first.strip():
        return 0
    named = NAME_WROTE.match(first)
    if MAIL_RU.match(first) or (named and (named["wrote"] or _followed_by_quote(lines, at + 1))):
        return 1
    opens = STARTS_AS_ATTRIBUTION.match(first) is not None
    joined = ""
    for length in range(1, _ATTRIBUTION_LINES + 1):
        if at + length > len(lines) or not lines[at + length - 1].strip():
            return 0
        joined = f"{joined} {lines[at + length - 1][:_LONGEST_LINE]}"
        if len(joined) > 400:
            return 0
        if ENDS_AS_ATTRIBUTION.search(joined[-120:]) and HAS_DIGIT_OR_ADDRESS.search(joined):
            alone = length == 1 and ("@" in joined or _followed_by_quote(lines, at + 1))
            return length if opens or alone else 0
        if not opens:
            return 0
    return 0


def _followed_by_quote(lines: list[str], at: int) -> bool:
    return any(_quoted(line) for line in lines[at : at + 3])


def _unmarked_quote(lines: list[str], begin: int, at: int) -> bool:
    """True of a mail program's attribution over lines without marks, as Yahoo and Outlook leave them."""
    said = " ".join(lines[begin:at])[:_LONGEST_LINE]
    return HAS_TIME_OR_ADDRESS.search(said) is not None and not _followed_by_quote(lines, at)


def _header_block(lines: list[str], at: int) -> bool:
    """A block of header lines as Outlook puts it before a quoted or forwarded message.

    A memorandum opens alike ("TO:", "FROM:"): only an address or the time of sending tells them apart.
    """
    first = lines[at][:_LONGEST_LINE]
    if RULE.match(first):
        rest = _skip_marks(lines, at)
        return rest < len(lines) and _header_block(lines, rest)
    found = HEADER_LINE.match(first)
    if not found or found[1].casefold() not in OPENERS:
        return False
    names: set[str] = set()
    sent = False
    for line in lines[at : at + _HEADER_LINES]:
        if header := HEADER_LINE.match(line[:_LONGEST_LINE]):
            names.add(header[1].casefold())
            sent = sent or HAS_TIME_OR_ADDRESS.search(header[2] or "") is not None
        elif not line.strip():
            break
    return len(names) >= 3 and bool(names & FROM_WORDS) and (sent or bool(names & SENT_WORDS))


def _skip_marks(lines: list[str], at: int) -> int:
    """The first line after "Original Message", rules and blanks."""
    while at < len(lines) and (
        not lines[at].strip()
        or ORIGINAL.match(lines[at][:_LONGEST_LINE])
        or FORWARDED.match(lines[at][:_LONGEST_LINE])
        or RULE.match(lines[at][:_LONGEST_LINE])
    ):
        at += 1
    return at


def _begin_forward(lines: list[str], at: int, cut: _Cut) -> int:
    """Open a section for the forwarded message at this line; returns where its text begins."""
    header, at = _take_headers(lines, at, cut)
    if len(cut.sections) <= _MOST_FORWARDS:
        cut.sections.append(_Section(header))
    return at


def _take_headers(lines: list[str], at: int, cut: _Cut) -> tuple[ForwardedHeader, int]:
    """Set marks and header lines aside; returns what they say, and where the text begins."""
    begin = _skip_marks(lines, at)
    cut.aside += [line for line in lines[at:begin] if line.strip()]
    at, name = begin, ""
    values: dict[str, str] = {}
    while at < len(lines) and lines[at].strip():
        if header := HEADER_LINE.match(lines[at][:_LONGEST_LINE]):
            name = header[1].casefold()
            values.setdefault(name, header[2] or "")
        elif not name or not lines[at].startswith((" ", "\t")):
            break
        cut.aside.append(lines[at])
        at += 1
    sender = next((value for name, value in values.items() if name in FROM_WORDS), "")
    date = next((value for name, value in values.items() if name in DATE_WORDS), "")
    said = next((value for name, value in values.items() if name in SUBJECT_WORDS), "")
    return ForwardedHeader(_address(sender), date[:100].strip(" *"), said[:300].strip(" *")), at


def _take_quoted(rest: list[str], cut: _Cut) -> None:
    """Set a quoted message without marks aside, save for the answers that the writer says stand in it."""
    cue = ANSWERS_INSIDE.search("\n".join(cut.kept)[:2_000]) is not None
    marks = Counter(found[1] for line in rest if (found := ANSWER_MARK.match(line[:200])))
    mark = next(
        (mark for mark, count in marks.most_common(1) if count >= 2 and not mark.startswith(">>")), ""
    )
    between = any(_quoted(line) for line in rest)
    for line in rest:
        answers = cue and line.strip() and (not _quoted(line) if between else _marked(line, mark))
        (cut.kept if answers else cut.aside).append(line.removeprefix(ANSWER) if answers else line)


def _marked(line: str, mark: str) -> bool:
    return bool(mark) and line.lstrip().startswith(mark)


def _address(value: str) -> Address | None:
    name, address = parseaddr(
        re.sub(r"\[?mailto:([^\]\s>]{1,200})\]?", r"<\1>", value[:500]).replace("*", "")
    )
    if "@" not in address:
        bare = re.sub(r"[\[<(].*", "", value[:200]).strip(" *\"'")
        return Address("", bare) if bare else None
    return Address(address, name.strip("'\" "))


def with_attached(fold: Fold, attached: Fold, header: ForwardedHeader | None = None) -> Fold:
    """The covering words, and below them those of the attached message that `header` describes, or letter."""
    return Fold(
        text="\n\n".join(part for part in (fold.text, attached.text) if part.strip()),
        folded="\n".join(part for part in (fold.folded, attached.folded) if part.strip()),
        signature="\n".join(part for part in (attached.signature, fold.signature) if part),
        forwarded=attached.forwarded or header,
        interleaved=fold.interleaved,
    )
