"""The parts of a message: which text a person reads, what is attached, what a report says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Part
from typing import TypeAlias

from intake.message.charset import clean_body, clean_header, decode, decode_value
from intake.message.html import to_text
from intake.message.model import Attachment

Raw: TypeAlias = "Part[str, str]"

_LONGEST_BODY = 2_000_000
_MOST_BLOCKS = 200
_STUB = re.compile(r"html|browser|mail (?:client|program|reader)|visualizar|view (?:this|it)", re.IGNORECASE)
_PATH = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")
_PARAGRAPHS = re.compile(r"\n{3,}")


@dataclass(slots=True)
class Content:
    """What `content_of` gathers. `report` are the blocks of message/delivery-status, by lower-case names."""

    body: str = ""
    html: bool = False
    attachments: tuple[Attachment, ...] = ()
    embedded: tuple[bytes, ...] = ()
    report: tuple[Mapping[str, str], ...] = ()
    report_type: str = ""
    types: frozenset[str] = frozenset()
    defects: tuple[str, ...] = ()
    returned: str = ""


@dataclass(slots=True)
class _Gathered:
    """The same while it is being gathered."""

    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[bytes] = field(default_factory=list)
    report: list[Mapping[str, str]] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    returned: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The text of one part or branch."""

    text: str = ""
    html: bool = False


def content_of(tree: Raw) -> Content:
    """The readable text and everything else of a tree that is known to be shallow and of few parts."""
    gathered = _Gathered()
    words = _read(tree, gathered)
    report_type = str(tree.get_param("report-type") or "").casefold()
    return Content(
        body=words.text[:_LONGEST_BODY],
        html=words.html,
        attachments=tuple(gathered.attachments),
        embedded=tuple(gathered.embedded),
        report=tuple(gathered.report),
        report_type=report_type if tree.get_content_type() == "multipart/report" else "",
        types=frozenset(gathered.types),
        defects=tuple(type(defect).__name__ for defect in tree.defects),
        returned=gathered.returned,
    )


def returned_headers(content: Content) -> str:
    """The header section of the message that a bounce returns, empty where it returns none."""
    if content.returned:
        return content.returned
    if content.embedded:
        return content.embedded[0][:100_000].decode("utf-8", "replace").partition("\n\n")[0]
    return ""


def children_of(part: Raw) -> list[Raw]:
    """The parts inside a multipart or an attached message; none where it is a leaf."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def _read(part: Raw, gathered: _Gathered) -> _Words:
    kind = part.get_content_type()
    gathered.types.add(kind)
    children = children_of(part)
    if kind in ("message/delivery-status", "message/global-delivery-status"):
        gathered.report += _blocks(part)
        return _Words()
    if part.get_content_maintype() == "message" and children:
        gathered.embedded.append(_octets(children[0]))
        return _Words()
    if part.is_multipart():
        read = [(child, _read(child, gathered)) for child in children]
        return (
            _alternative(read) if kind == "multipart/alternative" else _joined([words for _, words in read])
        )
    if kind == "text/rfc822-headers":
        gathered.returned = _text(part)
        return _Words()
    if part.get_content_maintype() == "multipart":
        return _Words(_plain(part))  # its boundary never comes: what there is, is text
    if kind in ("text/plain", "text/html") and not _attached(part):
        return _Words(to_text(_text(part)), html=True) if kind == "text/html" else _Words(_plain(part))
    gathered.attachments.append(_attachment(part, len(gathered.attachments) + 1))
    return _Words()


def _alternative(read: list[tuple[Raw, _Words]]) -> _Words:
    """Plain text where it says something, else HTML: some programs send a stub that asks for a browser."""
    plain = next((words for _, words in read if words.text.strip() and not words.html), None)
    html = next((words for _, words in reversed(read) if words.text.strip() and words.html), None)
    if plain is None or html is None:
        return plain or html or _Words()
    few, many = len(plain.text.split()), len(html.text.split())
    stub = (few < 60 and _STUB.search(plain.text) is not None and many > few + 10) or many > 4 * few + 20
    return html if stub else plain


def _joined(read: list[_Words]) -> _Words:
    filled = [words for words in read if words.text.strip()]
    text = "\n\n".join(words.text.strip("\n") for words in filled)
    return _Words(text, html=bool(filled) and all(words.html for words in filled))


def _attached(part: Raw) -> bool:
    return part.get_content_disposition() == "attachment" or bool(
        part.get_filename() and part.get_content_disposition()
    )


def _decoded(part: Raw) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Raw) -> str:
    charset = part.get_content_charset() if isinstance(part.get_param("charset"), str | tuple) else None
    return clean_body(decode(_decoded(part)[: 4 * _LONGEST_BODY], charset))


def _plain(part: Raw) -> str:
    text = _text(part)
    if str(part.get_param("format") or "").casefold() == "flowed":
        text = unflow(text, delsp=str(part.get_param("delsp") or "").casefold() == "yes")
    return text


def unflow(text: str, *, delsp: bool = False) -> str:
    """Join the lines that format=flowed broke (RFC 3676 §4.2); quoted lines only with their own depth."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if open_depth == depth and lines and content != "-- ":
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth}{' ' if depth and content else ''}{content}")
        flows = content.endswith(" ") and content != "-- "
        if flows and delsp:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _attachment(part: Raw, number: int) -> Attachment:
    content = _decoded(part)
    name = _safe_name(part.get_filename() or part.get_param("name") or "", number, part.get_content_type())
    return Attachment(name, part.get_content_type(), content, hashlib.sha256(content).hexdigest())


def _safe_name(name: object, number: int, kind: str) -> str:
    """A name that is no path: the last component, without what a file system or a shell would read."""
    text = name[2] if isinstance(name, tuple) else str(name)
    bare = decode_value(text).replace("\\", "/").rpartition("/")[2]
    bare = _PATH.sub("_", bare).strip(". ")[:200]
    return bare or f"part-{number}.{clean_header(kind).partition('/')[2] or 'bin'}"


def _blocks(part: Raw) -> list[Mapping[str, str]]:
    children = children_of(part)
    if children and part.get_content_type() == "message/delivery-status":
        return [
            {name.casefold(): decode_value(str(value)) for name, value in child.items()}
            for child in children[:_MOST_BLOCKS]
        ]
    text = _whole(part, children[0]) if children else _text(part)
    blocks = re.split(r"\n[^\S\n]*\n", text)[:_MOST_BLOCKS]
    fields = (
        {
            key.strip().casefold(): value.strip()
            for key, _, value in (line.partition(":") for line in block.split("\n"))
        }
        for block in blocks
    )
    return [block for block in fields if block]


def _whole(part: Raw, child: Raw) -> str:
    """The text of a part that the standard library takes for a message; RFC 6533 §3 lets it be encoded."""
    octets = _octets(child)
    encoding = str(part.get("content-transfer-encoding", "")).strip().casefold()
    if encoding in ("base64", "quoted-printable"):
        bare: Raw = Part()
        bare["Content-Transfer-Encoding"] = encoding
        bare.set_payload(octets.strip().decode("ascii", "replace"))
        octets = _decoded(bare)
    return clean_body(decode(octets[: 4 * _LONGEST_BODY], "utf-8"))


def _octets(message: Raw) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, TypeError, ValueError, AttributeError):
        return b""
