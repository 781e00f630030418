"""How mail marks what is not newly written: attributions, header blocks, signatures, footers.

Each pattern looks at one line of bounded length and has no nested repetition, so none can run away.
"""

from __future__ import annotations

import re

WROTE = (
    r"wrote|writes|said|escribi[óo]|escribe|schrieb|schreef|a écrit|ecrit|ha scritto|escreveu|"
    r"skrev|pisze|napisał\(a\)"
    r"|napisał|написал|写道|のメール|kirjoitti|yazdı|написа|:n kirjoitti|het volgende"
)
ENDS_AS_ATTRIBUTION = re.compile(
    rf"(?:\b(?:{WROTE})|写道|написал(?:а)?)[^\n]{{0,40}}[:：]\s*$", re.IGNORECASE
)
STARTS_AS_ATTRIBUTION = re.compile(
    r"^\s*(?:On|El|Am|Le|Il|Op|Em|Den|Em|W dniu|Dnia|Date|At|Il giorno|在|\d{1,4}[-./年]|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[ée]|jue|vie|s[áa]b|dom)[a-z]{0,6}[,.]?)\s?",
    re.IGNORECASE,
)
HAS_DIGIT_OR_ADDRESS = re.compile(r"\d|@")
MAIL_RU = re.compile(r"^\s*\w{2,12},\s.{4,60}\sот\s.{1,120}:\s*$")
NAME_WROTE = re.compile(
    rf"^\s*\S[^\n]{{0,120}}(?:<[^<>\s]{{3,100}}@[^<>\s]{{3,100}}>|"
    rf"\(\S{{3,80}}@\S{{3,80}}\))\s*(?:{WROTE})?\s*:\s*$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[\s>*_-]*-{2,}\s*(?:original message|original appointment|mensaje original|"
    r"urspr[üu]ngliche nachricht|"
    r"message d'origine|messaggio originale|oorspronkelijk bericht|mensagem original|original-nachricht|"
    r"reply message|ursprungligt meddelande|原始邮件)\s*-{2,}\s*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[\s*_-]*(?:-{2,}\s*)?(?:begin forwarded message|forwarded message|"
    r"forwarded by[^\n]{0,80}|mensaje reenviado|"
    r"inicio del mensaje reenviado|weitergeleitete nachricht|message transf[ée]r[ée]|messaggio inoltrato|"
    r"doorgestuurd bericht|mensagem encaminhada)\s*:?\s*(?:-{2,})?\s*$",
    re.IGNORECASE,
)
HEADER_LINE = re.compile(
    r"^[\s>*]{0,8}(from|sent|date|to|cc|subject|reply-to|importance|attachments|organization|"
    r"de|enviado(?: el)?|fecha|para|asunto|"
    r"von|gesendet|datum|an|betreff|envoy[ée]|objet|[àa]|da|inviato|data|a|oggetto|van|"
    r"verzonden|aan|onderwerp)"
    r"\*{0,2}\s?:\*{0,2}(?:\s+(.*))?$",
    re.IGNORECASE,
)
FROM_WORDS = frozenset({"from", "de", "von", "da", "van"})
OPENERS = FROM_WORDS | {"date", "sent", "to", "subject", "fecha", "datum"}
RULE = re.compile(r"^\s*[_=*-]{8,}\s*$")
SIGNATURE_MARK = re.compile(r"^\s*--\s?$|^\s*—\s?$|^-- \s*$")
DEVICE = re.compile(
    r"^\s*(?:sent from (?:my|a|outlook|yahoo|mail|gmail|samsung|proton|windows)|sent via|"
    r"sent on the|get outlook for|"
    r"enviado desde|envoy[ée] de mon|von meinem|gesendet von|verstuurd vanaf|inviato da|"
    r"sent with|typed with my thumbs|sendt fra|skickat från)\b.{0,120}$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^\W*(?:confidentiality notice|notice: this e-?mail|this (?:e-?mail|message|communication)[^\n]{0,60}"
    r"(?:confidential|intended|privileged|may contain|is for the)|"
    r"the information (?:contained )?in this (?:e-?mail|message)|"
    r"disclaimer\b|if you (?:are not|have received)[^\n]{0,40}(?:intended|this (?:e-?mail|"
    r"message) in error)|"
    r"(?:pursuant to|under) (?:n\.?\s?c\.?|north carolina)[^\n]{0,80}(?:correspondence|e-?mail)|"
    r"e-?mail (?:correspondence|sent) to and from|all e-?mail (?:correspondence|sent)|"
    r"please consider the environment|"
    r"este (?:mensaje|correo)[^\n]{0,60}(?:confidencial|destinatario)|aviso de confidencialidad|"
    r"you (?:are receiving|received) this (?:e-?mail|message) because|to unsubscribe|"
    r"caution: this (?:e-?mail|message)|"
    r"\[?external(?: e-?mail| sender)?\]?:?|virus-free|scanned by)",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"^\W*(?:\[?(?:external|caution)\b[^\n]{0,200}|this (?:message|email) (?:came from|"
    r"originated) (?:from )?outside[^\n]{0,160}|"
    r"you don't often get email from[^\n]{0,200})$",
    re.IGNORECASE,
)
VALEDICTION = re.compile(
    r"^\s*(?:(?:many |kind |best |warm |with |kindest |warmest )*(?:thanks|thank you|"
    r"thank you so much|regards|wishes|"
    r"best|cheers|sincerely|respectfully|yours|cordially|appreciatively|gratefully|thx|ty|tia)"
    r"(?: again| much| so much| very much| in advance| truly| sincerely| for your (?:help|"
    r"time)| submitted| yours| everyone)*|"
    r"(?:muchas )?gracias(?: de antemano| por [^\n]{0,30})?|"
    r"(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|cordialmente|un abrazo|from)"
    r"\s*[,.!-]*\s*$",
    re.IGNORECASE,
)
CONTACT_LINE = re.compile(
    r"\d{3}[\s.)/-]{1,3}\d{3,4}|@|www\.|https?://| \| |\b(?:tel|cell|mobile|phone|fax|ext)\b", re.IGNORECASE
)
POSTSCRIPT = re.compile(
    r"^\s*p\.?\s?(?:p\.?\s?)?s\b|^\s*(?:edit|update|oh,? and|one more thing)\b", re.IGNORECASE
)
