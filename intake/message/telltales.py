"""Words by which machines give themselves away: senders, subjects and phrases, in several languages.

Each is a hint and no more; origin.py weighs them, for people write about bounced mail and holidays too.
"""

from __future__ import annotations

import re

MACHINE_SENDERS = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|post_master|mailerdaemon|mdaemon|majordomo)\b", re.IGNORECASE
)
BOUNCE_NAMES = re.compile(
    r"mail delivery (?:sub)?system|mail administrator|mail delivery service|internet mail delivery|"
    r"mailer-daemon|mail (?:router|gateway|system)|delivery subsystem|postmaster|microsoft outlook$",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status notification|failure|has failed|failed|report|"
    r"problem|incomplete|notification)|"
    r"mail delivery (?:failed|failure|error|problem)|(?:mail|message) (?:could )?not (?:be )?delivered|"
    r"returned (?:mail|to sender)|failure notice|failed (?:mail|delivery|message)|"
    r"non.?(?:delivery|remis|recapit)|unzustellbar|rejected mail|mail system error|"
    r"message (?:delayed|not delivered|undeliverable)|delivery delayed|warning: (?:message|could not)|"
    r"no se puede entregar|entrega fallida|error de entrega|nicht zustellbar|non remis|"
    r"could not send message|user unknown|delivery to the following recipient|bounced? (?:mail|message)|"
    r"(?:error|trouble) (?:sending|delivering) your|メール|permanent error|mail failure|"
    r"[ée]chec de (?:la )?(?:remise|distribution|livraison)|remise impossible|zustellung fehlgeschlagen|"
    r"mancato recapito|mancata consegna|falha na entrega|notifica(?:ción|"
    r"tion) (?:de|d')",
    re.IGNORECASE,
)
BOUNCE_WORDS = re.compile(
    r"(?:could not|couldn't|cannot|was not|unable to|has not been) (?:be )?deliver(?:ed)?|"
    r"permanent(?:ly)? (?:error|failure|fatal)|following (?:address|recipient|message)|"
    r"delivery (?:to the following|failed|has failed)|user (?:unknown|not found)|"
    r"did not reach|not yet been delivered|undeliverable|mailbox (?:full|unavailable|not found)|"
    r"(?:error|trouble|problem)s? (?:sending|delivering) (?:your|the)|unknown user|no such user|"
    r"invalid user|(?:mailbox|inbox)\b[^\n]{0,120} (?:is full|over (?:its )?quota)|quota exceeded|"
    r"pas pu [êe]tre (?:remis|distribu|livr)|konnte nicht zugestellt|nicht zugestellt werden|"
    r"no se (?:pudo|ha podido) entregar|no pudo ser entregado|impossibile recapitare|"
    r"n[ãa]o foi poss[íi]vel entregar|utilisateur inconnu|"
    r"\b55\d[ -](?:#?5\.\d\.\d|[a-z-])",
    re.IGNORECASE,
)
# What stands here is followed by a colon, the subject of our own letter, or nothing.
AUTO_SUBJECT = re.compile(
    r"^\W*(?:(?:re|fwd?|aw|sv)\s*:\s*)*(?:(?:auto(?:matic|mated|mat\.|matische|mática|matica)?[\s-]*"
    r"(?:re(?:ply|sponse|spuesta)|antwort|svar|answer)|auto|out of (?:the )?office(?: reply| message)?|ooo|"
    r"away from (?:my desk|the office|my (?:e-?)?mail)|(?:on )?vacation(?: reply| message| response|"
    r" notice)?|"
    r"on (?:annual |maternity |parental )?leave|abwesenheits?(?:notiz|assistent|meldung)?|abwesend|"
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|ausencia|r[ée]ponse automatique|absence du bureau|"
    r"absent(?:e)? du bureau|risposta automatica|fuori sede|automatisch antwoord|afwezig(?:heid)?|"
    r"automatische antwort|autosvar|fravær|frånvaro(?:meddelande)?|resposta autom[áa]tica|"
    r"автоответ|odpowiedź automatyczna)\b\s*(?:[:!.(\u2013-]|re\b|$)|不在|自動(?:返信|応答)|自动(?:回复|答复))",
    re.IGNORECASE,
)
# Help desks and mail guards that answer without any header to say so.
ROBOT_WORDS = re.compile(
    r"(?:confirm|verify|prove) that you are (?:a )?(?:human|person)|"
    r"confirm (?:that )?you(?:['\u2019]re| are) (?:a )?(?:human|person)|your message is being held|"
    r"to complete delivery of your message|"
    r"(?:incident|ticket|case|request) (?:was|has been) (?:created|opened|logged|registered|received) "
    r"(?:from|for|on your behalf|with (?:the )?(?:id|number))|(?:processed|generated) automatically|"
    r"we have received your (?:e-?mail|message|request) and|"
    r"thank you for contacting [^\n]{2,60}[.!] (?:your|a) (?:ticket|case|request)|"
    r"your (?:ticket|case|reference) (?:number|id) is",
    re.IGNORECASE,
)
ROBOT_SENDERS = re.compile(
    r"service.?desk|help.?desk|support|ticket|no.?reply|robot|automat|notification|system|guard|gate",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"^(?:no|do|don)[._-]?(?:not|t)?[._-]?reply|[._-]no-?reply$|^noreply|^notifications?$|"
    r"^alerts?$|^bounces?\b",
    re.IGNORECASE,
)
BULK_WORDS = re.compile(
    r"unsubscribe|view (?:this email )?in (?:your )?browser|manage (?:your )?(?:preferences|subscription)|"
    r"darse de baja|you(?:['\u2019]re| are) receiving this|reply to this e-?mail directly, or view|"
    r"reply to this e-?mail directly or view",
    re.IGNORECASE,
)
NOTIFICATION_WORDS = re.compile(
    r"(?:do|please do) not reply|not monitored|automat(?:ed|ic) (?:message|notification|e-?mail|alert)|"
    r"(?:this is|sent by) an? (?:automated|automatic|system)|verification code|one-time (?:code|password)|"
    r"your (?:password|invoice|order|receipt|statement|payment|delivery|parcel|backup|account)\b|"
    r"(?:sign-?in|security|service) (?:alert|notice)|has (?:completed|expired|failed|been updated)|"
    r"no responda (?:a )?este",
    re.IGNORECASE,
)
# A web form says whom it speaks for: "E-mail: ana@example.org".
FORM_ADDRESS = re.compile(
    r"^\W*(?:your |my |contact |reply |sender['\u2019]?s? )?(?:e-?mail|correo)"
    r"[^\n:]{0,30}:\s*\S{1,64}@\S{3,190}",
    re.IGNORECASE | re.MULTILINE,
)
ASKS = re.compile(
    r"\b(?:i|we)(?:['\u2019](?:d|m|re)| would| am| are)? (?:like|request(?:ing)?|need|want|look(?:ing)? for|"
    r"seek(?:ing)?|ask(?:ing)?)\b|\b(?:could|can|would|may|might) (?:you|i|we)\b|"
    r"\bplease (?:send|provide|give|share|export|produce)|"
    r"\b(?:quisiera|necesito|solicit[oa]|podr[íi]an?|me pueden?)\b",
    re.IGNORECASE,
)
ASKS_FOR_DATA = re.compile(
    r"\b(?:i|we)(?:['\u2019](?:d|m|re)| would| am| are| hereby)? "
    r"(?:like|request(?:ing)?|need|looking for|seeking)\b[^.?!]{0,90}"
    r"\b(?:data\w*|records?|cop(?:y|ies)|apis?|keys?|files?|lists?|spreadsheets?|reports?|permits?)\b|"
    r"\b(?:could|can|would) you (?:please )?(?:send|provide|give|share)\b",
    re.IGNORECASE,
)
