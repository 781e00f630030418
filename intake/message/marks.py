"""How mail marks what is not newly written: attributions, header blocks, forwards, answers between the lines.

Each pattern looks at one line of bounded length and has no nested repetition, so none can run away.
"""

from __future__ import annotations

import re

_WROTE = (
    r"wrote|writes|said|escribi[óo]|escribe|schrieb|schreef|a écrit|ecrit|ha scritto|escreveu|skrev|"
    r"pisze|napisał\(a\)|napisał|написал|写道|のメール|kirjoitti|yazdı|написа"
)
ENDS_AS_ATTRIBUTION = re.compile(
    rf"(?:\b(?:{_WROTE})|写道|написал(?:а)?)[^\n]{{0,40}}[:：]\s*$", re.IGNORECASE
)
STARTS_AS_ATTRIBUTION = re.compile(
    r"^\s*(?:On|El|Am|Le|Il|Op|Em|Den|W dniu|Dnia|Date|At|Il giorno|在|\d{1,4}[-./年]|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[ée]|jue|vie|s[áa]b|dom)[a-z]{0,6}[,.]?)\s?",
    re.IGNORECASE,
)
HAS_DIGIT_OR_ADDRESS = re.compile(r"\d|@")
# Only a clock time or an address tells a mail program's line from "On May 5 the manager wrote:".
HAS_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[:.h]\d\d\b|@")
MAIL_RU = re.compile(r"^\s*\w{2,12},\s.{4,60}\sот\s.{1,120}:\s*$")
NAME_WROTE = re.compile(
    rf"^\s*\S[^\n]{{0,120}}(?:<[^<>\s]{{3,100}}@[^<>\s]{{3,100}}>|\(\S{{3,80}}@\S{{3,80}}\))"
    rf"\s*(?P<wrote>{_WROTE})?\s*:\s*$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[\s>*_-]*-{2,}\s*(?:original message|original appointment|mensaje original|"
    r"urspr[üu]ngliche nachricht|message d'origine|messaggio originale|oorspronkelijk bericht|"
    r"mensagem original|original-nachricht|reply message|ursprungligt meddelande|"
    r"oryginalna wiadomo\S{1,3}|исходное сообщение|原始邮件|元のメッセージ)\s*-{2,}\s*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[\s*_-]*(?:-{2,}\s*)?(?:begin forwarded message|forwarded message|forwarded by[^\n]{0,80}|"
    r"mensaje reenviado|inicio del mensaje reenviado|weitergeleitete nachricht|message transf[ée]r[ée]|"
    r"messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada|пересылаемое сообщение|"
    r"wiadomość przekazana|転送メッセージ|转发的邮件)\s*:?\s*(?:-{2,})?\s*$",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(r"^\s*(?:re|aw|sv|antw|odp|r|rif|res)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE)

FROM_WORDS = frozenset({"from", "de", "von", "da", "van", "от", "od", "från", "fra", "发件人", "差出人"})
DATE_WORDS = frozenset(
    {"sent", "date", "enviado", "enviada", "fecha", "data", "gesendet", "datum", "envoyé", "envoye"}
    | {"inviato", "verzonden", "отправлено", "дата", "wysłano", "skickat", "sendt"}
    | {"发送时间", "日期", "送信日時", "日時"}
)
SUBJECT_WORDS = frozenset(
    {"subject", "asunto", "betreff", "objet", "oggetto", "onderwerp", "assunto"}
    | {"тема", "temat", "ämne", "emne", "主题", "件名"}
)
_OTHER_WORDS = frozenset(
    {"to", "cc", "reply-to", "importance", "attachments", "organization", "para", "an", "à", "a", "aan"}
    | {"кому", "копия", "do", "till", "til", "收件人", "宛先"}
)
OPENERS = FROM_WORDS | DATE_WORDS | SUBJECT_WORDS | {"to"}
_HEADER_NAMES = "|".join(sorted(OPENERS | _OTHER_WORDS, key=len, reverse=True))
HEADER_LINE = re.compile(
    rf"^[\s>*]{{0,8}}({_HEADER_NAMES})(?:\s(?:el|em|le))?\*{{0,2}}\s?[:：]\*{{0,2}}(?:\s*(\S.*))?$",
    re.IGNORECASE,
)
SENT_WORDS = DATE_WORDS - {"date", "fecha", "data", "datum", "дата", "日期", "日時"}
RULE = re.compile(r"^\s*[_=*-]{8,}\s*$")

# "See my answers below, in blue": then what stands between the quoted lines is the writer's own.
ANSWERS_INSIDE = re.compile(
    r"\b(?:answers?|replies|responses|comments|respuestas|contesto|answered|replied|typed|wrote|see|it)\b"
    r"[^.?!]{0,50}\b(?:below|in-?line|in between|between|under(?:neath)? each|after each|"
    r"in (?:blue|red|green|bold|caps)|abajo|debajo|entre)\b|\b(?:in-?line|in between)\b",
    re.IGNORECASE,
)
ANSWER_MARK = re.compile(r"^\s*(\[[^\W\d_]{2,12}\]|[A-Z]{2,3}:|-{1,2}>|={1,2}>|>{2,3}|\*{2,3}|#{1,3})\s?\S")
ANSWER = "=> "
"""Stands before an answer that HTML told by its colour."""
