"""The columns of a sample, attached or pasted: CSV, TSV, JSON, GeoJSON, XLSX; read with bounds, never executed.

A workbook is a zip of XML: only the first sheet and the shared strings are read, each to a limit, by a pattern
and not by an XML parser, so that no entity is ever expanded.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from intake.message.model import Attachment, Message
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

MAX_OCTETS = 2_000_000
MAX_MEMBER = 4_000_000
MAX_COLUMNS = 200
MAX_NAME = 80

_TABULAR = (".csv", ".tsv", ".tab", ".txt")
_JSON = (".json", ".geojson", ".ndjson", ".jsonl")
_DELIMITERS = "\t;|,"
_CELL = re.compile(r"<c\b([^>]{0,200}?)(?:/>|>(.{0,4000}?)</c>)", re.DOTALL)
_ROW = re.compile(r"<row\b[^>]{0,400}?(?:/>|>(.*?)</row>)", re.DOTALL)
_STRING = re.compile(r"<si\b[^>]{0,100}?(?:/>|>(.{0,4000}?)</si>)", re.DOTALL)
_TEXT = re.compile(r"<t\b[^>]{0,100}?>([^<]{0,400})</t>")
_VALUE = re.compile(r"<v>([^<]{0,400})</v>")
_NAME = r"[A-Za-z\u00c0-\u00ff][\w .#/()-]{0,40}"
_PASTED = re.compile(rf"^[ \t>|]*({_NAME}(?:[ ]?[,;\t|][ ]?{_NAME}){{2,60}})[ \t|]*$", re.MULTILINE)
_TAGS = re.compile(r"<([A-Za-z][\w.-]{0,40})\s*/>")
_KEY = re.compile(r"^[ \t]{0,8}\"([^\"\n]{1,60})\"[ \t]*:", re.MULTILINE)


class SampleWords(BaseModel):
    """Section `[samples]`: `cues` say that a sample's columns are wanted; `filenames` hint that one is there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...] = ()
    pasted: tuple[str, ...] = ()


def columns_of(attachment: Attachment) -> tuple[str, ...]:
    """The column names of an attached sample, empty where it has none that we can read within our limits."""
    name = attachment.filename.casefold()
    content = attachment.content
    if not content or len(content) > MAX_OCTETS:
        return ()
    kind = attachment.content_type.casefold()
    if name.endswith((".xlsx", ".xlsm")) or "spreadsheetml" in kind:
        return _of_workbook(content)
    if name.endswith(_JSON) or "json" in kind:
        return _of_json(_decoded(content))
    if name.endswith(_TABULAR) or kind in {"text/csv", "text/tab-separated-values"}:
        return _of_table(_decoded(content))
    return ()


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _tidy(names: list[str]) -> tuple[str, ...]:
    kept = [" ".join(str(name).split())[:MAX_NAME] for name in names[:MAX_COLUMNS]]
    return tuple(dict.fromkeys(name for name in kept if name))


def _of_table(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines()[:50] if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    header = lines[0][:8_000]
    delimiter = max(_DELIMITERS, key=header.count)
    if not header.count(delimiter):
        return ()
    try:
        row = next(csv.reader(io.StringIO(header), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return ()
    names = [name.strip() for name in row]
    if not any(re.search(r"[^\W\d_]", name) for name in names):
        return ()
    return _tidy(names)


def _of_json(text: str) -> tuple[str, ...]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        first = next((line for line in text.splitlines() if line.strip()), "")
        try:
            value = json.loads(first)
        except (ValueError, RecursionError):
            return ()
    return _tidy(_keys(value))


def _keys(value: object) -> list[str]:
    """The keys of the first record: a feature's properties, an object in an array, or the object itself."""
    for _ in range(6):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict) and isinstance(value.get("features"), list):
            value = value["features"]
        elif isinstance(value, dict) and isinstance(value.get("properties"), dict):
            value = value["properties"]
        elif (
            isinstance(value, dict)
            and len(value) <= 2
            and any(isinstance(v, list | dict) for v in value.values())
        ):
            value = next(v for v in value.values() if isinstance(v, list | dict))
        else:
            break
    return [str(key) for key in value] if isinstance(value, dict) else []


def _of_workbook(content: bytes) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = sorted(name for name in book.namelist()[:500] if name.startswith("xl/worksheets/sheet"))
            if not sheets:
                return ()
            sheet = _member(book, sheets[0])
            shared = (
                _member(book, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in book.namelist() else ""
            )
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return ()
    strings = ["".join(_TEXT.findall(part)) for part in _STRING.findall(shared)[:20_000]]
    for row in _ROW.findall(sheet)[:20]:
        names = [html.unescape(cell) for cell in _cells(row, strings)]
        if sum(1 for name in names if re.search(r"[^\W\d_]", name)) >= 2:
            return _tidy(names)
    return ()


def _member(book: zipfile.ZipFile, name: str) -> str:
    """At most MAX_MEMBER octets of one member, whatever its header says of its size."""
    with book.open(name) as part:
        return part.read(MAX_MEMBER).decode("utf-8", "replace")


def _cells(row: str, strings: list[str]) -> Iterator[str]:
    for attributes, inner in _CELL.findall(row)[:MAX_COLUMNS]:
        if 't="s"' in attributes:
            index = _VALUE.search(inner)
            number = int(index[1]) if index and index[1].isdecimal() else -1
            yield strings[number] if 0 <= number < len(strings) else ""
        elif "inlineStr" in attributes:
            yield "".join(_TEXT.findall(inner))
        else:
            value = _VALUE.search(inner)
            yield value[1] if value else ""


def read_sample(message: Message, passage: Passage, words: SampleWords) -> tuple[tuple[str, ...], str]:
    """(columns, the words that say "like the sample"): attached first, else pasted; empty where none is meant."""
    folded = fold(passage.text)
    said = phrases(words.cues).search(folded)
    if said:
        for attachment in message.attachments[:20]:
            if columns := columns_of(attachment):
                return columns, passage.text[said.start() : said.end()]
    pasted = said or phrases(words.pasted).search(folded)
    if pasted and (columns := _pasted(passage.text)):
        return columns, passage.text[pasted.start() : pasted.end()]
    return (), ""


def _pasted(text: str) -> tuple[str, ...]:
    """The columns of a header line, an object or empty tags pasted in the text."""
    for line in _PASTED.findall(text):
        names = [name.strip() for name in re.split(r"[,;\t|]", line)]
        snake = sum(1 for name in names if "_" in name or " " not in name)
        if "\t" in line or "|" in line or snake == len(names):
            return _tidy(names)
    if len(tags := _TAGS.findall(text)) >= 3:
        return _tidy(tags)
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        keys = _of_json(text[start : end + 1]) or _tidy(_KEY.findall(text[start:end]))
        if len(keys) >= 2:
            return keys
    return ()
