"""Does a text speak like a machine that answers by itself? For mail that no header gives away (RFC 3834 §2).

Vacation responders and help desks say little, and nearly all of it in set phrases; a person who uses such a
phrase goes on to say something of their own. So a text is automatic where a decisive phrase stands at its
beginning, nothing is wished or answered, and hardly a word is left over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from intake.message.accompanying_words import ACCOMPANYING_PHRASES
from intake.message.automatic_words import DECISIVE, DECISIVE_PHRASES, Sign
from intake.message.personal_words import CONJUNCTIONS, CONTRASTS, SUBSTANCE, WISHES

LONGEST = 1_500  # characters; automatic answers are short
_BEGINNING = 300  # characters within which a decisive phrase stands
_FEW_WORDS = 4  # of somebody's own, always allowed: a name, a place
_SCRAP = 3  # a clause of so few words is a name or a greeting
_FULL_LINE = 50  # characters; a shorter line was not wrapped but ended

_GAP = r"[^.!?\n]{0,60}?"
_CLAUSE_START = r"(?:^|[.!?,;:\n\u2013-]\s?)"
_DATE_DOT = re.compile(
    r"(?<=\d)\.(?=\d|\s?[a-zà-ÿ]|\s(?:Jan|Feb|M[äa]r|Apr|Ma[ij]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[zcs]))"
)
_PLACE = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|https?://\S{1,500}")
_WRAPPED = re.compile(rf"([^\n]{{{_FULL_LINE}}})\n(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[\u3040-\u30ff\u4e00-\u9fff]")


def decisive_signs(said: str) -> tuple[Sign, ...]:
    """The signs by which a newly written text is an automatic one; none where a person may have written it."""
    if len(said) >= LONGEST:
        return ()
    text = _plain(_WRAPPED.sub(r"\1 ", _DATE_DOT.sub(" ", _PLACE.sub("", said.strip()))))
    if not any(_SIGNS[sign].search(text, 0, _BEGINNING) for sign in DECISIVE) or speaks_for_itself(said):
        return ()
    found = [(sign, *_span(sign, one, text)) for sign, form in _SIGNS.items() for one in form.finditer(text)]
    signs = {sign for sign, _, _ in found}
    decisive = tuple(
        sign for sign, beside in DECISIVE.items() if sign in signs and (not beside or beside & signs)
    )
    explained = own = 0
    for clause in _clauses(text):
        words = len(_WORD.findall(clause[0]))
        start, end = clause.start(), clause.end()
        if any(first < end and start < last for _, first, last in found):
            explained += words
        elif clause["contrast"] or clause["mark"] == "?" or _SUBSTANCE.search(clause[0]):
            return ()
        elif words > _SCRAP:
            own += words
    # Who says when they answer and who helps instead has said all that an automatic answer says.
    allowed = explained // (2 if {Sign.PROMISE, Sign.ELSEWHERE} <= signs else 4)
    return decisive if own <= max(_FEW_WORDS, allowed) else ()


def speaks_for_itself(said: str) -> bool:
    """True of a text in which somebody wishes, asks or decides something, in any language that we know."""
    return _WISH.search(_plain(said[:LONGEST])) is not None


def _span(sign: Sign, found: re.Match[str], text: str) -> tuple[int, int]:
    """Where the words of a sign stand, without what separates them from the clause before."""
    start = found.end() - len(found[0].lstrip(_SEPARATORS))
    if sign is not Sign.ELSEWHERE:
        return start, found.end()
    stop = _STOP.search(text, found.end())
    return start, stop.start() if stop else len(text)


def _plain(text: str) -> str:
    """Without case and accents, apostrophes of one kind, one blank between words; lines stay lines."""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))
    return re.sub(r"[^\S\n]+", " ", bare.translate(_ALIKE))


_ALIKE = str.maketrans(
    {"\u2019": "'", "ł": "l", "ø": "o", "æ": "ae"} | dict(zip("，、。！？；：", ",,.!?;:", strict=True))
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # scripts that write no blanks between words
_STOP = re.compile(r"[.!?](?=\s|$)|\n")
_SEPARATORS = " .!?,;:\n\u2013-"


def _form(phrase: str) -> str:
    """A phrase of the table as a regular expression; linear, since every gap is bounded."""
    plain = (
        _plain(phrase)
        .replace("(", "(?:")
        .replace("(?:?", "(?")
        .replace(" … ", f"(?: {_GAP})? ")
        .replace("…", _GAP)
    )
    if plain.startswith("^"):
        return _CLAUSE_START + plain[1:]
    return plain if _UNSPACED.search(plain) else r"(?<!\w)" + plain


def _expression(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_form(phrase) for phrase in phrases))


def _clauses(text: str) -> Iterator[re.Match[str]]:
    return (one for one in _CLAUSE.finditer(text) if one[0].strip())


_SIGNS = {
    sign: _expression(phrase for phrases in tongues.values() for phrase in phrases)
    for sign, tongues in (*DECISIVE_PHRASES.items(), *ACCOMPANYING_PHRASES.items())
}
_WISH = re.compile(
    rf"(?<!\w)(?:{'|'.join(_form(one) for tongue in WISHES.values() for one in tongue)})(?!\w)"
)
_SUBSTANCE = re.compile(rf"(?<!\w)(?:{'|'.join(_form(one) for one in SUBSTANCE)})(?!\w)")
_BREAK = rf"[.!?;:,\n]|\s[\u2013-]\s|\s(?:{'|'.join((*CONTRASTS, *CONJUNCTIONS))})\s"
_CLAUSE = re.compile(
    rf"(?P<contrast>\s?(?:{'|'.join(CONTRASTS)})\s|)(?:(?!{_BREAK}).)+(?P<mark>[.!?;:,]?)", re.DOTALL
)
