"""Names and organizations as people sign: display names, signature blocks, "I am with ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.message.model import Address, Message
from intake.request.wording import fold

_ADDRESS = re.compile(r"\S@\S")
_NAME = re.compile(
    r"^[^\W\d_][\w.'’-]*(?:\s(?:[^\W\d_][\w.'’-]*|de|la|van|von|der|del|\"[^\"]{1,20}\"|"
    r"\([^)]{1,20}\))){0,4}$"
)
_TITLE = re.compile(
    r"\b(?:director|manager|editor|reporter|analyst|professor|student|candidate|coordinator|"
    r"president|chair|chairman|"
    r"chairwoman|secretary|owner|engineer|planner|attorney|paralegal|counsel|associate|"
    r"consultant|researcher|developer|"
    r"specialist|officer|fellow|treasurer|volunteer|teacher|principal|founder|ceo|cto|cfo|vp|"
    r"esq|phd|ph\.d|gis|"
    r"supervisor|administrator|technician|agent|broker|realtor|journalist|correspondent|"
    r"producer|intern|pastor|member|writer|scientist|executive|lead|head of|librarian|"
    r"surveyor|pls|mai|aicp|"
    r"reportera?|corredora?|coordinadora?|directora?|gerente|periodista|abogad[oa]|estudiante|profesora?|"
    r"assistant|estimator|inspector|clerk|graduate|undergraduate|major|class of|grade|mayor|"
    r"partner|designer|"
    r"operator|organizer|advisor|adviser)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r",?\s(?:ph\.?\s?d|md|jd|esq|gisp|pe|p\.e|aicp|mpa|mba|cpa|pla|leed ap|jr|sr|iii|ii)\b\.?", re.IGNORECASE
)
_ORGANIZATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|corp|company|co|group|partners|associates|association|society|"
    r"university|college|school|"
    r"institute|center|centre|foundation|club|council|department|dept|lab|laboratory|news|"
    r"times|tribune|herald|gazette|"
    r"post|radio|tv|coalition|alliance|church|league|committee|board|commission|agency|bureau|"
    r"authority|town of|city of|"
    r"county|realty|properties|homes|builders|construction|consulting|solutions|systems|"
    r"technologies|software|labs|"
    r"neighbors|neighbours|hoa|conservancy|trust|library|museum|hospital|clinic|studio|works|"
    r"services|network|project|"
    r"cooperative|co-op|pta|troop|engineering|architects|law|media|press|data|maps|analytics|"
    r"watch|friends of|elementary|legal|catering|electric|plumbing|cafe|cafeteria|restaurante|"
    r"panaderia|panadería|logistics|insurance|bank|nonprofit|outreach|ministries|brewing|"
    r"bakery|farm|farms|garden|gardens|hockey|soccer|academy|surveying|appraisal|valuation|hospice|guild|"
    r"collective|broadband|petroleum|environmental|consultants|paving|title|schools|union|acoustics|"
    r"geomatics|pediatrics|recovery|grading|abstract|surety|freight|kitchen|advisors|integrators|pharmacy|"
    r"ministry|temple|parish|theater|theatre|orchestra|choir|utilities|energy|solar|roofing|hydraulics|"
    r"structures|auto|motors|storage|properties|estate|escrow|department|district|cooperativa|escuela|"
    r"iglesia|asociación|asociacion|fundación|fundacion|universidad|liga)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:\b(?:on behalf of|representing|i am with|i'm with|we are|i work (?:for|at)|"
    r"i write for|reporter (?:with|at|for)|"
    r"student at|teacher at|i teach at|professor at|here at|writing from|calling from|with the|for the))\s"
    r"(?P<name>(?:the\s)?[A-Z][\w&'.-]*(?:\s(?:of|and|the|for|&|at|de|del|[A-Z0-9][\w&'.-]*)){0,6})"
)
_OF_MINE = re.compile(
    r"\b(?:I|I'm|We|we|we're|My|my|Our|our)\b[^.?!\n]{0,90}?\s(?:at|with|from)\s(?:the\s)?"
    r"(?P<name>[A-Z][\w&'.-]*(?:\s(?:of|and|the|for|&|at|de|del|[A-Z0-9][\w&'-]*)){1,6})"
)
_ROLE_NAMES = re.compile(
    r"no-?reply|web ?form|website|notification|portal|scanner|copier|front desk|office$|info$|"
    r"admin|request form|online form",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|sr|sra|capt|cpt|sgt|lt|hon|emer)\.?\s)+", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"\b(?:my name is|i am|i'm|this is|me llamo|mi nombre es|My name is|I am|I'm|This is|"
    r"Me llamo|Mi nombre es|Soy)\s"
    r"((?:[A-Z][\w'\u2019-]+)(?:\s[A-Z][\w'\u2019.-]+){1,2})"
)
_CAPITALS = re.compile(
    r"^(?:[A-Z0-9&][\w&'\u2019.-]*)(?:\s(?:[A-Z0-9&][\w&'\u2019.-]*|of|and|the|for|de|del|la|"
    r"y|in|at|on|to)){0,7}$"
)
_LONE_LETTERS = re.compile(
    r"(?:pe|p\.e|pls|aicp|gisp|mai|jd|esq|pla|cpa|mba|mpa|ph\.?\s?d|rn|md|ms|ma)\.?", re.IGNORECASE
)
_LONE_LEGAL = re.compile(r"(?:inc|llc|llp|ltd|corp|co|pllc|p\.?a|gmbh|aps|ab|s\.?a)\.?", re.IGNORECASE)
_NO_ORGANIZATION = re.compile(
    r"@|\d{3}.{0,3}\d{4}|https?:|www\.|^\d|\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|"
    r"court|ct|blvd|suite|"
    r"p\.?o\.? box|nc \d{5}|thanks|thank you|regards|sincerely|best|cheers|sent from|pursuant|"
    r"confidential|she/her|"
    r"he/him|they/them|gracias|saludos|atentamente|ext|tel|cell|phone|mobile|fax|room|unit|floor)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?\d{3}\)?[ ./-]{0,2}\d{3}[ .-]?\d{4}(?:\s?(?:x|ext)\.?\s?\d{1,6})?")
_CREDENTIALS = re.compile(r"(?:[A-Z][A-Z.&-]{0,9}\s?){1,3}(?:\bL?-?\d{2,6})?|[A-Z]{2,6} Bd\. Cert")
_NO_NAME = re.compile(r"[\"{}<>=]|:$|\bwrote\b|\b(?:19|20)\d\d\b|^(?:call|retired)$", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"^\s*p\.?\s?s\b", re.IGNORECASE)
_OURSELVES = re.compile(r"(?:the\s)?(?:Town|City) of Example|(?:Open Data|Custodian|Town)\b")
_SIGNATURE_LINES = 14
_HEAD_LINES = 4  # of a signature: below them stand addresses and mottoes
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
    if _ORGANIZATION.search(name) and len(name.split()) > 1:
        return None
    return name


def header_organization(address: Address | None) -> str | None:
    """An organization in the display name: in brackets, behind a mark, or the whole of it."""
    if address is None:
        return None
    for pattern in (r"[(\[]([^)\]]{3,60})[)\]]", r"\s(?:\||-|\u2013|/|at|from)\s(.{3,60})$"):
        found = re.search(pattern, address.name)
        if (
            found
            and re.search(r"[A-Z]", found[1])
            and not _ADDRESS.search(found[1])
            and not _TITLE.fullmatch(found[1])
        ):
            return found[1].strip()
    name = address.name.strip(" \"'")
    return name if _ORGANIZATION.search(name) and len(name.split()) > 1 and "@" not in name else None


def signed_name(signature: list[str], text: str) -> str | None:
    """The name under the letter, where the header gives none."""
    for line in signature[:2]:
        bare = _SUFFIX.sub("", re.split(r"\s[|\u2022\u00b7]\s|,\s", line)[0]).strip(" ,.")
        if _NAME.match(bare) and not _ORGANIZATION.search(bare) and bare[:1].isupper() and len(bare) <= 40:
            return bare
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    last = lines[-1].strip(" -~,.") if lines else ""
    capitals = all(part[0].isupper() for part in last.split())
    if len(lines) > 1 and _NAME.match(last) and len(last.split()) in (2, 3) and capitals:
        return last
    said = _INTRODUCED.search(text)
    return said[1] if said else None


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


def signed_organization(block: list[str], text: str, name: str | None) -> str | None:
    """The organization of the signature, else the one that the text says they write for."""
    weaker: str | None = None
    for at, line in enumerate(block[:_SIGNATURE_LINES]):
        if len(line) > _LONGEST_SIGNATURE_LINE or _POSTSCRIPT.match(line):
            continue
        beside_name = not _words(line).isdisjoint(_words(name or ""))
        for piece in _candidates(line, name):
            if beside_name and _CREDENTIALS.fullmatch(piece):
                continue
            if _ORGANIZATION.search(piece) and not _LONE_LEGAL.fullmatch(piece):
                return piece
            apart = at > 0 or _words(piece).isdisjoint(_words(name or ""))
            better = weaker is None or (at < _HEAD_LINES and len(piece.split()) > 1)
            if apart and better and _CAPITALS.match(piece):
                weaker = piece
    said = _MEMBER.search(text) or _OF_MINE.search(text)
    if said and not _OURSELVES.match(said["name"]):
        given = said["name"].removeprefix("the ").strip(" .,'")
        if _ORGANIZATION.search(given) or (weaker is None and len(given.split()) > 1):
            return given
    return weaker


def _candidates(line: str, name: str | None) -> Iterator[str]:
    """What of a signature line may name an organization: no title, no address, not the name again."""
    known = _words(name or "")
    for piece in _pieces(_PHONE.sub(" | ", re.sub(r"^(?:for|on behalf of) the ", "", line))):
        if _NO_NAME.search(piece):
            continue
        words = _words(piece)
        if not words or words <= known or not piece[:1].isupper() or _NO_ORGANIZATION.search(piece):
            continue
        if _LONE_LETTERS.fullmatch(piece):
            continue
        if bare := _without_title(piece) if _TITLE.search(piece) else piece:
            yield bare


def _pieces(line: str) -> list[str]:
    """A signature line at its marks; a comma divides only what stands around a title or a name."""
    parts = [
        part.strip(" ,.;")
        for part in re.split(r"\s*[|\u2022\u00b7]\s*|\s/\s|\s{3,}|\t|\s[\u2013\u2014-]\s", line)
    ]
    pieces: list[str] = []
    for part in parts:
        comma = [one.strip() for one in part.split(",")]
        divided = len(comma) > 1 and (_TITLE.search(comma[0]) or not _ORGANIZATION.search(comma[0]))
        joined = ", ".join(comma[1:]) if len(comma) > 2 and _LONE_LEGAL.fullmatch(comma[-1]) else None
        pieces += [comma[0], joined] if divided and joined else comma if divided else [part]
    return [piece.strip(" .") for piece in pieces if piece.strip(" .")]


def _without_title(piece: str) -> str:
    """What "Director of Research at Acme Group" names: Acme Group; nothing where it is a title alone."""
    place = re.search(r"\b(?:at|for|with)\s(?:the\s)?([A-Z].{2,60})$", piece)
    return place[1] if place else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", fold(text)))
