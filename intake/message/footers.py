"""What stands around a letter: signatures, lines of the device, disclaimers, list footers, banners.

Folding must never take a request away: a paragraph is boilerplate only where it speaks twice in the words of
disclaimers, asks for nothing and stands at the edge of the letter; a signature only where it is short lines
under a valediction or a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LONGEST_LINE = 1_000
_MOST_SIGNATURE_LINES = 12
_SHORT_LINE = 120
_TAIL_LINES = 40

_SIGNATURE_MARK = re.compile(r"^\s*(?:--|—)\s*$")
_RULE = re.compile(r"^\s*[_=*~-]{3,}\s*$")
_DEVICE = re.compile(
    r"^\W*(?:sent from (?:my|a (?:mobile|phone|tiny)|outlook|yahoo|mail for|gmail|samsung|proton|windows)|"
    r"sent via (?:the )?(?:samsung|blackberry|proton|mobile|iphone|android|carrier)|"
    r"sent (?:on|from) the (?:go|move|new aol|all new aol)|"
    r"sent with (?:proton|sparrow|spark|airmail|mailtrack)|"
    r"get outlook for|enviado (?:desde|por|con)|envoy[ée] de(?:puis)? mon|von meinem \S{2,20} gesendet|"
    r"gesendet (?:von|mit) (?:meinem|der)|verstuurd vanaf|inviato da|typed with my thumbs|sendt fra|"
    r"skickat från|wysłane z)\b.{0,100}$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^\W*(?:\[\s*(?:external|caution|ext)\b[^\]\n]{0,80}\].{0,160}|"
    r"(?:external|caution|warning)\s*(?:e-?mail|sender|message|:|!|-)[^\n]{0,30}"
    r"(?:e-?mail|sender|message|organi[sz]ation|links|attachments|notice|external)[^\n]{0,200}|"
    r"external (?:e-?mail|sender|message)\W{0,4}|"
    r"classification\s*:[^\n]{0,200}|"
    r"this (?:message|e-?mail) (?:came from|originated)[^\n]{0,40}outside[^\n]{0,160}|"
    r"you don['\u2019]t often get e-?mail from[^\n]{0,200})$",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"confidential\w*|privileged|intended (?:only |solely )?for|addressee|intended recipients?|"
    r"(?:be |further |re)?disclos\w+|unauthori[sz]ed|in error|(?:delete|destroy) (?:it|this|the|and|all)|"
    r"public records? law|public records?\b|third part(?:y|ies)|subject to|"
    r"may be (?:considered|monitored|subject)|"
    r"to (?:and|or) from (?:this|my|our)|monitor(?:ed|ing)|virus(?:es)?|not a secure|"
    r"registered (?:in|office|no)|"
    r"circular 230|un?subscrib\w+|opt[ -]?out|gramm-leach\S*|hipaa|attorney-client|waiver|liab(?:le|ility)|"
    r"this (?:electronic )?(?:message|transmission|communication|e-?mail)|any attachments?\b|"
    r"consider the environment|printing this|wire fraud|wiring instructions|never ask you|"
    r"property of|not a substitute|tax advice|penalties|disclaimer|"
    r"you(?:['\u2019]re| are)? (?:are )?receiv(?:ed|ing) this|because (?:you|your)|"
    r"manage your|preferences|view (?:it|this) on|reply to this e-?mail directly|"
    r"confidencial\w*|destinatari[oa]|este (?:mensaje|correo)|aviso legal|registros p[úu]blicos|"
    r"vertraulich\w*|"
    r"confidentiel\w*|not filed by|returned as undeliverable|in order to better track",
    re.IGNORECASE,
)
_UNMISTAKABLE = re.compile(
    r"^\W*(?:confidentiality (?:notice|note|statement)|privileged and confidential|notice: this e-?mail|"
    r"disclaimer\s*[:.-]|please consider the environment|aviso (?:de confidencialidad|legal)|"
    r"to unsubscribe\b|virus-free|"
    r"you(?:['\u2019]re| are)? receiv(?:ed|ing) this (?:e-?mail|message) because)",
    re.IGNORECASE,
)
_ASKS_PLAINLY = re.compile(
    r"\b(?:i|we)(?:['\u2019](?:d|m|re|ve)| would| am| are| have)?\s(?:hereby\s)?"
    r"(?:like|need|want|request|ask|seek|write|writing)|\bplease (?:send|provide|give|produce)|"
    r"\b(?:solicit|necesit|quisier)\w",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\?|{_ASKS_PLAINLY.pattern}", re.IGNORECASE)
_VALEDICTION = re.compile(
    r"^\s*(?:(?:with )?(?:many |kind |best |warm |kindest |warmest |my |very )*(?:thanks|thank you|thankyou|"
    r"regards|wishes|best|cheers|sincerely|respectfully|yours|cordially|appreciatively|gratefully|thx|ty|tia|"
    r"warmly|truly|take care|all the best|looking forward|prost|peace|salud|"
    r"every good wish|friendly greetings|mit freundlichen gr[üu][ßs]en|viele gr[üu][ßs]e|cordialement)"
    r"(?: again| much| so much| very much| in advance| truly| sincerely| a (?:lot|bunch|million)|"
    r" for (?:your|the) [^\n]{1,30}| from [^\n]{1,20}| submitted| yours| everyone| all| y['\u2019]all)*|"
    r"(?:muchas |mil )?gracias(?: de antemano| por [^\n]{0,30})?|que dios (?:la|lo|les) bendiga|"
    r"(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|cordialmente|un abrazo|from)"
    r"\s*[,.!:)-]*\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\d{3}[\s.)/-]{1,3}\d{3,4}|\+\d[\d\s().-]{7,}|\d{10}|\S@\S|www\.|https?://|\s[|•·]\s|"
    r"\b(?:tel|cell|mobile|phone|fax|ext|p\.?o\.? box)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^\W*[^\W\d_][^:\n]{1,40}\s?[:=]\s")
_CONTACT_FIELD = re.compile(
    r"^\W*(?:t|p|c|o|m|d|f|e|w|h|tel\w*|phone|cell\w*|mobile|m[óo]vil|office|oficina|direct|desk|fax|e-?mail|"
    r"correo|web|url|address|lab|studio|newsroom|clinic|admin|work|home|main|toll free|secure drop|"
    r"supervising attorney|redacci[óo]n|facsimile)\b[^:=\n]{0,20}[:=]",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:\d{1,3}[.)]|[*•+]|\([a-z\d]\)|[a-z][.)])\s")
_POSTSCRIPT = re.compile(
    r"^\W*p\.?\s?(?:p\.?\s?)?s\b|^\s*(?:edit|update|oh,? and|one more thing)\b", re.IGNORECASE
)
_PERSON = re.compile(
    r"^[-\u2013\u2014~\s]{0,3}(?:(?:mrs?|ms|dr|prof|sra?|lt|coach|rev)\.?\s)?[^\W\d_][\w.'\u2019-]{0,20}"
    r"(?:\s[^\W\d_][\w.'\u2019\"()-]{0,20}){1,3}(?:,\s[^\n]{2,40})?$"
)


@dataclass(slots=True)
class Letter:
    """A letter taken apart: what is said, the signature under it, and all that was set aside."""

    text: list[str]
    signature: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def take_apart(lines: list[str], writer: str = "") -> Letter:
    """Tell a letter from what stands around it; `writer` is the display name in From, empty where unknown."""
    letter = Letter([])
    at = 0
    while at < len(lines):
        line = lines[at][:_LONGEST_LINE]
        end = _marked_end(lines, at + 1) if _SIGNATURE_MARK.match(line) else 0
        if end and not is_empty(letter.text) and not _asks(lines[at + 1 : end]):
            letter.signature += [one for one in lines[at + 1 : end] if not _SIGNATURE_MARK.match(one)]
            letter.aside += lines[at:end]
            at = end
        elif _DEVICE.match(line) or _BANNER.match(line):
            letter.aside.append(lines[at])
            at += 1
        else:
            letter.text.append(lines[at])
            at += 1
    _fold_boilerplate(letter)
    _fold_closing(letter, writer)
    return letter


def is_empty(lines: list[str]) -> bool:
    """True where a person wrote nothing: only blanks, a device's line or a banner."""
    return all(
        not line.strip() or _DEVICE.match(line[:_LONGEST_LINE]) or _BANNER.match(line[:_LONGEST_LINE])
        for line in lines
    )


def _marked_end(lines: list[str], at: int) -> int:
    """Where a signature after its mark ends: at a postscript, else at the end of what is left."""
    return next((end for end in range(at, len(lines)) if _POSTSCRIPT.match(lines[end][:80])), len(lines))


def _asks(lines: list[str]) -> bool:
    """Two dashes can be a mere divider: what asks for something below them is no signature."""
    return any(_ASKS_PLAINLY.search(line[:_LONGEST_LINE]) and len(line.split()) > 5 for line in lines)


def _fold_boilerplate(letter: Letter) -> None:
    """Fold disclaimers and list footers, from the end upwards, as far as nothing else is said below them."""
    end = len(letter.text)
    passed = 0
    while end > 0 and passed < _TAIL_LINES:
        begin = _paragraph_begin(letter.text, end)
        paragraph = letter.text[begin:end]
        if not any(one.strip() for one in paragraph):
            end = begin
            continue
        if begin > 0 and _is_boilerplate(paragraph):
            while begin > 0 and _RULE.match(letter.text[begin - 1][:_LONGEST_LINE]):
                begin -= 1
            letter.aside += letter.text[begin:end]
            del letter.text[begin:end]
        elif any(_is_sentence(one) for one in paragraph):
            return
        passed += len(paragraph)
        end = begin


def _paragraph_begin(lines: list[str], end: int) -> int:
    begin = end - 1
    while begin > 0 and lines[begin - 1].strip() and not _RULE.match(lines[begin - 1][:_LONGEST_LINE]):
        if not lines[begin].strip():
            break
        begin -= 1
    return begin


def _is_boilerplate(paragraph: list[str]) -> bool:
    said = " ".join(line.strip() for line in paragraph)[:4_000]
    terms = {found.casefold() for found in _BOILERPLATE.findall(said)}
    if _UNMISTAKABLE.match(said):
        return len(terms) >= 1
    return len(terms) >= 2 and len(said) > 40 and _ASKS.search(said) is None


def _is_sentence(line: str) -> bool:
    """True of what is said in a sentence, as no line of a signature is."""
    words = len(line.split())
    if _CONTACT.search(line[:_LONGEST_LINE]):
        return words > 14 or line.rstrip().endswith("?")
    return words > 12 or (words > 6 and line.rstrip().endswith((".", "?", "!", ":")))


def _fold_closing(letter: Letter, writer: str) -> None:
    """Fold the lines under the writer's name; the name itself stays, it belongs to the letter."""
    text = letter.text
    found = _under_valediction(text) or _under_name(text, writer) or _last_paragraph(text)
    if found is None:
        return
    begin, end = found
    filled = [line for line in text[begin:end] if line.strip()]
    if not filled:
        return
    letter.signature[:0] = filled
    named = _CONTACT.search(filled[0][:_LONGEST_LINE]) is None
    keep = next(at for at in range(begin, end) if text[at].strip()) + 1 if named else begin
    letter.aside += text[keep:end]
    del text[keep:end]


def _under_valediction(text: list[str]) -> tuple[int, int] | None:
    for at in range(len(text) - 1, max(-1, len(text) - _TAIL_LINES), -1):
        if _VALEDICTION.match(text[at][:200]):
            end = _block_end(text, at + 1)
            return (at + 1, end) if any(line.strip() for line in text[at + 1 : end]) else None
    return None


def _under_name(text: list[str], writer: str) -> tuple[int, int] | None:
    """The block that begins with the writer's own name, where only short lines follow."""
    names = set(re.findall(r"[^\W\d_]{3,}", writer.casefold()))
    for at in range(len(text) - 1, max(-1, len(text) - _MOST_SIGNATURE_LINES - 4), -1):
        line = text[at][:_LONGEST_LINE]
        if not line.strip():
            continue
        if (
            _is_sentence(line)
            or _LISTED.match(line)
            or (_FIELD.match(line) and not _CONTACT_FIELD.match(line))
        ):
            return None
        if _is_name(re.split(r"[|,•·/]|\s-\s", line)[0], names) and _ends(text, at):
            return at, len(text)
    return None


def _is_name(said: str, names: set[str]) -> bool:
    """At most five words, one of the writer's names among them, all of them names by their capitals."""
    words = re.findall(r"[^\W\d_][\w'\u2019-]*", said)
    ours = [word for word in words if names & set(re.findall(r"[^\W\d_]{3,}", word.casefold()))]
    proper = all(
        word[0].isupper() or word in ours or word in ("de", "del", "la", "van", "von") for word in words
    )
    return bool(ours) and proper and len(words) <= 5 and "@" not in said


def _last_paragraph(text: list[str]) -> tuple[int, int] | None:
    """A last paragraph that begins with what looks like a name and holds a telephone number or the like."""
    end = len(text)
    while end > 0 and not text[end - 1].strip():
        end -= 1
    begin = end
    while begin > 0 and text[begin - 1].strip():
        begin -= 1
    block = text[begin:end]
    if not 2 <= len(block) <= _MOST_SIGNATURE_LINES or begin == 0 or not _PERSON.match(block[0][:80]):
        return None
    return (begin, len(text)) if any(_CONTACT.search(one) for one in block) and _ends(text, begin) else None


def _ends(text: list[str], at: int) -> bool:
    return _block_end(text, at) == len(text)


def _block_end(text: list[str], at: int) -> int:
    """Where the short lines of a signature end: at a postscript, a sentence, a list, a labelled line."""
    filled = 0
    for end in range(at, len(text)):
        line = text[end]
        if not line.strip():
            continue
        filled += 1
        field_ = _FIELD.match(line) and not _CONTACT_FIELD.match(line)
        if (
            filled > _MOST_SIGNATURE_LINES
            or len(line) > _SHORT_LINE
            or _POSTSCRIPT.match(line)
            or _LISTED.match(line)
            or (filled > 1 and (field_ or _is_sentence(line)))
        ):
            return end
    return len(text)
