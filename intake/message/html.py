"""HTML to the text that a reader would see: hidden parts dropped, tables as lines, quotations marked.

Parsing is selectolax (lexbor) on at most 128 KB: every HTML parser that was measured has inputs on which it
is quadratic, so the input is bounded, and the walk is ours, without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.message.marks import ANSWER

LONGEST_HTML = 131_072
_DEEPEST_QUOTE = 8
_OPENING = 20_000  # characters in which a writer says that answers are told by their colour
_LONGEST_CELL = 300
_SILENT = frozenset(
    {"head", "style", "script", "title", "noscript", "template", "svg", "object", "iframe", "math"}
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "td",
        "th",
    ]
)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|font-size:0(?:px|pt|em|%)?(?:;|$)|"
    r"max-height:0(?:px)?(?:;|$)|mso-hide:all"
    r"|opacity:0(?:;|$)"
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
# "My answers are in green": then a coloured run inside other text is an answer, and is marked as one.
_COLOURED_ANSWERS = re.compile(
    r"\b(?:in|en)\s(?:\w{1,10}\s){0,2}(?:blue|red|green|purple|orange|colou?r|azul|rojo|verde|morado)\b",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)color:([^;]{1,40})")
_INK = re.compile(
    r"black|windowtext|inherit|initial|auto|gr[ae]y|#([0-9a-f])\1{2}(?:\1{3})?$|rgb\((\d+),\2,\2\)",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\n{3,}")


class _Page:
    """The lines written so far, and the buffers of open quotations and table cells."""

    def __init__(self) -> None:
        self.buffers: list[list[str]] = [[]]
        self.lists: list[int] = []  # 0 for bullets, else the next number
        self.rows: list[list[str]] = []
        self.answers = False  # whether coloured runs are answers
        self.coloured = 0  # coloured elements that are open

    def write(self, text: str) -> None:
        buffer = self.buffers[-1]
        if text.startswith(" ") and (not buffer or buffer[-1].endswith((" ", "\n", "\t"))):
            text = text[1:]
        if text:
            buffer.append(text)

    def break_line(self, *, blank: bool = False) -> None:
        buffer = self.buffers[-1]
        if not buffer:
            return
        if not buffer[-1].endswith("\n"):
            buffer.append("\n")
        if blank and len(buffer) > 1 and buffer[-1] != "\n\n":
            buffer.append("\n\n")

    def open_buffer(self) -> None:
        self.buffers.append([])

    def close_buffer(self) -> str:
        return _tidy("".join(self.buffers.pop())) if len(self.buffers) > 1 else ""


def to_text(html: str) -> str:
    """The visible text of an HTML body; `> ` before quoted lines, a tab between the cells of a row."""
    body = LexborHTMLParser(html[:LONGEST_HTML]).body
    if body is None:
        return ""
    page = _Page()
    page.answers = _COLOURED_ANSWERS.search(html[:_OPENING]) is not None
    for node, entering in _events(body):
        if entering:
            _enter(node, page)
        else:
            _leave(node, page)
    while len(page.buffers) > 1:
        page.write(page.close_buffer())
    return _tidy("".join(page.buffers[0]))


def _events(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every visible node on entering, elements again on leaving; an explicit stack, so depth is no matter."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if not entering or node.tag in ("-text", "-comment"):
            continue
        stack.append((node, False))
        children = []
        child = node.child
        while child is not None:
            if not _hidden(child):
                children.append(child)
            child = child.next
        stack.extend((child, True) for child in reversed(children))


def _hidden(node: LexborNode) -> bool:
    if node.tag in _SILENT or node.tag == "-comment":
        return True
    if node.tag == "-text":
        return False
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN.search(_SPACES.sub("", style[:2_000]).casefold()) is not None


def _enter(node: LexborNode, page: _Page) -> None:
    tag = node.tag
    if tag == "-text":
        text = node.text_content or ""
        page.write(text if _preformatted(node) else _SPACES.sub(" ", text))
        return
    if tag == "br":
        page.buffers[-1].append("\n" + ANSWER if page.coloured else "\n")
        return
    if page.answers and _coloured(node):
        page.coloured += 1
        if page.coloured == 1:
            page.break_line()
            page.write(ANSWER)
    if tag in ("td", "th"):
        page.open_buffer()
        return
    if tag in _BLOCKS:
        page.break_line(blank=tag in _SPACED and not page.lists)
    if tag == "blockquote":
        if len(page.buffers) <= _DEEPEST_QUOTE:
            page.open_buffer()
    elif tag == "tr":
        page.rows.append([])
    elif tag in ("ul", "ol"):
        page.lists.append(1 if tag == "ol" else 0)
    elif tag == "li":
        page.write(_bullet(page))
    elif tag == "hr":
        page.write("________________________________\n")
    elif "gmail_signature" in (node.attributes.get("class") or ""):
        page.write("-- \n")


def _leave(node: LexborNode, page: _Page) -> None:
    tag = node.tag
    if page.coloured and _coloured(node):
        page.coloured -= 1
        if not page.coloured:
            page.break_line()
    if tag == "a":
        _link(node, page)
    elif tag in ("td", "th"):
        cell = page.close_buffer()
        if page.rows:
            page.rows[-1].append(cell)
        else:
            page.write(cell + "\n")
    elif tag == "tr":
        page.write(_row(page.rows.pop() if page.rows else []))
        page.break_line()
    elif tag == "blockquote" and len(page.buffers) > 1:
        quoted = page.close_buffer()
        page.write("".join(f"> {line}\n" for line in quoted.split("\n")) if quoted else "")
        page.break_line(blank=True)
    elif tag in ("ul", "ol"):
        if page.lists:
            page.lists.pop()
        page.break_line(blank=not page.lists)
    elif tag in _BLOCKS:
        page.break_line(blank=tag in _SPACED and not page.lists)


def _coloured(node: LexborNode) -> bool:
    """Whether an inline element has a colour of its own that is no ink."""
    if node.tag not in ("span", "font"):
        return False
    style = _SPACES.sub("", (node.attributes.get("style") or "")[:2_000]).casefold()
    found = _COLOUR.search(style)
    colour = found[1] if found else (node.attributes.get("color") or "").strip()
    return bool(colour) and _INK.match(colour) is None


def _preformatted(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "pre"


def _bullet(page: _Page) -> str:
    if not page.lists or not page.lists[-1]:
        return "- "
    number = page.lists[-1]
    page.lists[-1] += 1
    return f"{number}. "


def _link(node: LexborNode, page: _Page) -> None:
    """A link keeps its target where the text does not show it."""
    target = (node.attributes.get("href") or "").strip()
    if target.casefold().startswith(("http://", "https://")) and len(target) < 500:
        shown = (node.text(deep=True) or "").strip()[:500]
        if shown and target.rstrip("/") not in (shown, shown.rstrip("/")) and "://" not in shown:
            page.write(f" <{target}>")


def _row(cells: list[str]) -> str:
    """Short cells stand on one line, divided by tabs; a layout table's cells are blocks of their own."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all("\n" not in cell and len(cell) <= _LONGEST_CELL for cell in filled):
        return "\t".join(cells).rstrip("\t")
    return "\n".join(filled)


def _tidy(text: str) -> str:
    lines = [line.rstrip() if line.strip() != "--" else "-- " for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
