"""Names as the header fields give them, and the lines that a writer signs with."""

from __future__ import annotations

import re

from intake.message.model import Address, Message
from intake.request.wording import fold

_SUFFIX = re.compile(
    r",?\s(?:ph\.?\s?d|md|jd|esq|gisp|pe|p\.e|aicp|mpa|mba|cpa|pla|leed ap|jr|sr|iii|ii)\b\.?", re.IGNORECASE
)
_ROLE_NAMES = re.compile(
    r"no-?reply|web ?form|website|notification|portal|scanner|copier|front desk|office$|info$|"
    r"admin|request form|online form",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|sr|sra|capt|cpt|sgt|lt|hon|emer)\.?\s)+", re.IGNORECASE
)
_SIGNATURE_LINES = 14
_MOST_FOOTER_LINES = 60
_QUOTATION = re.compile(
    r"^\s*(?:from|de|von|sent|date|on\b.{5,80}(?:wrote|escribi)|el\b.{5,80}escribi|-{3,}|_{5,})",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE_LINE = 90


def header_name(address: Address | None) -> str | None:
    """The display name as a person's: "Last, First (Dept)" turned round, roles and bare addresses dropped."""
    if address is None:
        return None
    name = re.sub(r"\s*[(\[][^)\]]{0,60}[)\]]", "", address.name).strip(" \"'")
    name = _HONORIFIC.sub("", _SUFFIX.sub("", name))
    name = re.sub(
        r"(?:\s(?:via|at|from|\||-|\u2013|/)\s|\s?[|,]\s(?=\S+\s\S+\s?\S*$)(?![^,]{1,20}$)).{1,80}$", "", name
    )
    if re.match(r"^[^,]{2,40},\s[^,]{1,40}$", name):
        last, _, first = name.partition(", ")
        name = f"{first} {last}"
    if not name or "@" in name or _ROLE_NAMES.search(name) or not re.search(r"[^\W\d_]", name):
        return None
    return name


def signature_block(message: Message, text: str, name: str | None) -> list[str]:
    """The lines of the signature: those that the mail room set apart, else those from the writer's name on."""
    marked = [line.strip(" *_|\t") for line in message.signature.split("\n") if line.strip(" *_|-\t")]
    tail = [*text.split("\n")[-_SIGNATURE_LINES:], *_own_footer(message.folded)]
    lines = [line.strip(" *_|\t") for line in tail]
    words = _words(name or "")
    for needed in sorted({len(words), 1}, reverse=True):
        for at in range(len(lines) - 1, -1, -1):
            short = len(lines[at]) <= _LONGEST_SIGNATURE_LINE and not lines[at].endswith("?")
            if not words or len(words & _words(lines[at])) < needed or not short:
                continue
            block = [line for line in lines[at : at + _SIGNATURE_LINES] if line.strip(" -")]
            return [*block, *(line for line in marked if line not in block)]
    return marked


def _own_footer(folded: str) -> list[str]:
    """What the mail room folded of the writer's own: everything before the first quotation."""
    own: list[str] = []
    for line in folded.split("\n")[:_MOST_FOOTER_LINES]:
        if line.lstrip().startswith(">") or _QUOTATION.match(line):
            break
        own.append(line)
    return own


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", fold(text)))
