"""The words newly written: quotations, signatures and footers are set aside, never lost.

One pass over the lines, each looked at with patterns that cannot run away. A forward is content, not a quote:
its text stays, and who was forwarded is told apart. Answers written between quoted lines stay as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

from intake.message.marks import (
    BANNER,
    CONTACT_LINE,
    DEVICE,
    DISCLAIMER,
    ENDS_AS_ATTRIBUTION,
    FORWARDED,
    FROM_WORDS,
    HAS_DIGIT_OR_ADDRESS,
    HEADER_LINE,
    MAIL_RU,
    NAME_WROTE,
    OPENERS,
    ORIGINAL,
    POSTSCRIPT,
    RULE,
    SIGNATURE_MARK,
    STARTS_AS_ATTRIBUTION,
    VALEDICTION,
)
from intake.message.model import Address

LONGEST_BODY = 1_000_000
_LONGEST_LINE = 1_000
_ATTRIBUTION_LINES = 4
_SIGNATURE_LINES = 10


@dataclass(frozen=True, slots=True)
class Fold:
    """A body in two: `text` newly written, `folded` set aside. Together they hold every line of it.

    `signature` are the lines of the writer's signature, wherever they stand; `forwarded_from` is the person
    whose message was forwarded, None where nothing was.
    """

    text: str
    folded: str = ""
    signature: str = ""
    forwarded_from: Address | None = None


def split(body: str, *, subject: str = "") -> Fold:
    """Tell what is newly written from what is not."""
    lines = body[:LONGEST_BODY].split("\n")
    kept: list[str] = []
    aside: list[str] = []
    forwarded: Address | None = None
    is_forward = bool(re.match(r"\s*(?:fwd?|fw|wg|rv|tr|i|enc)\s*:", subject, re.IGNORECASE))
    at = 0
    while at < len(lines):
        line = lines[at][:_LONGEST_LINE]
        if _quoted(line):
            aside.append(lines[at])
            at += 1
        elif length := _attribution(lines, at):
            aside.extend(lines[at : at + length])
            at += length
        elif marked := _forward_mark(lines, at):
            forwarded, at = _take_headers(lines, at + marked, aside, forwarded)
        elif ORIGINAL.match(line) or _header_block(lines, at):
            begin = _skip_marks(lines, at)
            if is_forward or not _substance(kept):
                forwarded, at = _take_headers(lines, begin, aside, forwarded)
                is_forward = False
            else:
                aside.extend(lines[at:])
                break
        else:
            kept.append(lines[at])
            at += 1
    return _without_footers(kept, aside, forwarded)


def _quoted(line: str) -> bool:
    return (
        line.lstrip(" ")[:1] in (">", "|")
        and not line.lstrip(" ").startswith(("|-", "| -", "||"))
        and (line.lstrip(" ")[0] == ">")
    )


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from here on say "On … somebody wrote:"; 0 where they do not."""
    first = lines[at][:_LONGEST_LINE]
    if not first.strip():
        return 0
    if MAIL_RU.match(first) or NAME_WROTE.match(first):
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
    return 0


def _followed_by_quote(lines: list[str], at: int) -> bool:
    return any(_quoted(line) for line in lines[at : at + 3])


def _forward_mark(lines: list[str], at: int) -> int:
    """How many lines mark the beginning of a forwarded message, 0 where none does."""
    return 1 if FORWARDED.match(lines[at][:_LONGEST_LINE]) else 0


def _header_block(lines: list[str], at: int) -> bool:
    """A block of header lines as Outlook puts it before a quoted or forwarded message."""
    first = lines[at][:_LONGEST_LINE]
    if RULE.match(first):
        rest = _skip_marks(lines, at)
        return rest > at and rest < len(lines) and not RULE.match(lines[rest]) and _header_block(lines, rest)
    found = HEADER_LINE.match(first)
    if not found or found[1].casefold() not in OPENERS:
        return False
    names = set()
    for line in lines[at : at + 7]:
        header = HEADER_LINE.match(line[:_LONGEST_LINE])
        if header:
            names.add(header[1].casefold())
        elif not line.strip():
            break
    return len(names) >= 3 and bool(names & FROM_WORDS)


def _skip_marks(lines: list[str], at: int) -> int:
    """The first line after "Original Message", rules and blanks."""
    while at < len(lines) and (
        not lines[at].strip()
        or ORIGINAL.match(lines[at][:_LONGEST_LINE])
        or RULE.match(lines[at][:_LONGEST_LINE])
    ):
        at += 1
    return at


def _take_headers(
    lines: list[str], at: int, aside: list[str], forwarded: Address | None
) -> tuple[Address | None, int]:
    """Set the header lines of a forwarded message aside; returns who wrote it, and where its text begins."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    while at < len(lines) and (header := HEADER_LINE.match(lines[at][:_LONGEST_LINE])):
        if header[1].casefold() in FROM_WORDS and forwarded is None:
            forwarded = _address(header[2] or "")
        aside.append(lines[at])
        at += 1
        # A folded header line, as "To: a;\n b": it ends at the blank line or the next header.
        while (
            at < len(lines)
            and lines[at].startswith((" ", "\t"))
            and lines[at].strip()
            and not HEADER_LINE.match(lines[at])
        ):
            aside.append(lines[at])
            at += 1
    return forwarded, at


def _address(value: str) -> Address | None:
    plain = value.replace("[mailto:", "<").replace("]", ">").replace("*", "")[:300]
    name, spec = parseaddr(plain)
    if "@" in spec:
        return Address(spec, name.strip())
    return Address("", plain.strip()) if plain.strip() else None


def _substance(lines: list[str]) -> bool:
    """Did the person write anything above? A device's line or a greeting of one word is nothing."""
    return any(
        line.strip() and not DEVICE.match(line) and not BANNER.match(line[:_LONGEST_LINE]) for line in lines
    )


def _without_footers(kept: list[str], aside: list[str], forwarded: Address | None) -> Fold:
    """Fold banner, device line, disclaimer and signature; a postscript below stays."""
    text: list[str] = []
    signature: list[str] = []
    at = 0
    while at < len(kept):
        line = kept[at][:_LONGEST_LINE]
        if SIGNATURE_MARK.match(line) and (text or signature):
            end = _paragraph_end(kept, at + 1)
            signature.extend(kept[at + 1 : end])
            aside.extend(kept[at:end])
            at = end
        elif DEVICE.match(line) or BANNER.match(line):
            aside.append(kept[at])
            at += 1
        elif DISCLAIMER.match(line) and text:
            end = _blank_from(kept, at)
            aside.extend(kept[at:end])
            at = end
        else:
            text.append(kept[at])
            at += 1
    closing, below = _closing(text)
    if below:
        signature = [*closing, *below, *signature]
        aside.extend(below)
        text = [line for number, line in enumerate(text) if number not in _numbers(text, below)]
    else:
        signature = [*closing, *signature]
    return Fold(
        "\n".join(text).strip("\n"), "\n".join(aside).strip("\n"), "\n".join(signature).strip(), forwarded
    )


def _paragraph_end(lines: list[str], at: int) -> int:
    """Where a signature after its mark ends: at a postscript, else at the end of what is left."""
    for end in range(at, len(lines)):
        if POSTSCRIPT.match(lines[end]):
            return end
    return len(lines)


def _blank_from(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _closing(text: list[str]) -> tuple[list[str], list[str]]:
    """The name under a valediction, and the contact lines below it that are to be folded."""
    for at in range(len(text) - 1, max(-1, len(text) - 30), -1):
        if not VALEDICTION.match(text[at][:200]):
            continue
        block: list[str] = []
        for line in text[at + 1 :]:
            if POSTSCRIPT.match(line) or len(line) > 120 or len(block) > _SIGNATURE_LINES:
                break
            block.append(line)
        filled = [line for line in block if line.strip()]
        if not filled:
            return [], []
        if len(filled) > 1 and any(CONTACT_LINE.search(line) for line in filled[1:]):
            return filled[:1], filled[1:]
        return filled, []
    return [], []


def _numbers(text: list[str], below: list[str]) -> set[int]:
    """The positions of the folded signature lines: the last ones of the text that read like them."""
    wanted = list(below)
    numbers: set[int] = set()
    for number in range(len(text) - 1, -1, -1):
        if wanted and text[number] == wanted[-1]:
            wanted.pop()
            numbers.add(number)
    return numbers
