"""What automatic answers say, as a table: a sign, and the phrases that give it, language by language.

A phrase is read without case and accents. In it `(a|b)` is a choice, `…` some words of the same sentence,
and `^` the start of a clause. No phrase decides anything: `intake.message.automatic` weighs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Sign(StrEnum):
    """What a clause of an automatic answer tells."""

    MACHINE = "machine"  # that a machine wrote it
    ABSENT = "absent"  # that the writer is away now
    RECEIVED = "received"  # that our message arrived
    GONE = "gone"  # that the person, or the address, is no more
    UNREAD = "unread"  # that nobody reads the mailbox
    ELSEWHERE = "elsewhere"  # who helps instead: all of such a sentence is for anybody who writes
    PROMISE = "promise"  # "as soon as possible", "when I return", and that nothing is read until then
    COURTESY = "courtesy"  # a greeting, thanks


# Signs that can make a text an automatic one, with those of which one must stand beside it, if any: people
# too write that they have received a letter. The rest of the text is only measured against the signs.
DECISIVE: Mapping[Sign, frozenset[Sign]] = {
    Sign.MACHINE: frozenset(),
    Sign.ABSENT: frozenset(),
    Sign.RECEIVED: frozenset({Sign.PROMISE, Sign.ELSEWHERE, Sign.MACHINE, Sign.UNREAD}),
    Sign.GONE: frozenset(),
    Sign.UNREAD: frozenset(),
}

_I_AM = "(i am|i'm|i will be|i'll be|we are|we're|we will be)"
_ESTOY = "(estoy|estare|estaremos|estamos|me encuentro|me encontrare|nos encontramos)"
_ICH_BIN = "(ich bin|wir sind|bin ich|ich befinde mich|ich werde)"
_MESSAGE = "(e-?mail|message|request|inquiry|enquiry|note|submission)"
_DAY_NAMES = "(monday|tuesday|wednesday|thursday|friday|january|july|august|december)"

DECISIVE_PHRASES: Mapping[Sign, Mapping[str, tuple[str, ...]]] = {
    Sign.MACHINE: {
        "en": (
            "^(auto-?reply|auto-?responder|automatic (reply|response)|out of office (reply|message|notice))",
            "this is an (auto|automatic)(-| |)(generated|) (reply|response|message|answer|e-?mail)",
            "this is an (automated|automatically)(-| |)(generated|) (reply|response|message|answer|e-?mail)",
            "(do not|don't) reply to this (automated|automatic)",
            "(message|reply|response|e-?mail) (was|has been|is) (sent|generated|created) automatically",
            "automatically generated (reply|response|message|e-?mail)",
        ),
        "es": ("es una? (mensaje|respuesta|correo) automatic[oa]", "respuesta generada automaticamente"),
        "de": (
            "(dies|das) ist eine automatische",
            "automatisch (erzeugte|generierte|erstellte|versendete)",
            "wurde automatisch (erzeugt|generiert|erstellt|versendet)",
        ),
        "fr": (
            "(ceci|il s'agit) (est|d'un) … (message|reponse) automatique",
            "message genere automatiquement",
        ),
        "it": ("(questo|questa) e una? (messaggio|risposta) automatic[oa]", "generat[oa] automaticamente"),
        "pt": ("esta? e uma? (mensagem|resposta) automatica", "gerad[oa] automaticamente"),
        "nl": ("dit is een automatisch(e|) (antwoord|bericht)", "automatisch gegenereerd"),
        "sv da no": ("detta ar ett automatiskt", "dette er et automatisk"),
        "ja": ("自動送信", "自動返信", "自動応答", "自動的に送信"),
        "zh": ("自动(回复|答复|发送)",),
    },
    Sign.ABSENT: {
        "en": (
            f"{_I_AM} … (out of (the |my |)office|out on … leave)",
            f"{_I_AM} … away (from (my desk|the office|work)|until|on leave|at a|at the|through|from)",
            f"{_I_AM} … on (vacation|holidays?|paid time off|pto|… leave)",
            f"{_I_AM} … (travell?ing|enjoying|taking) (time|some|a few|until|through|this|for|with)",
            f"{_I_AM} … on leave (until|through|from|for)",
            f"{_I_AM} … on (jury duty|a business trip|sabbatical|bereavement|parental|sick)",
            f"{_I_AM} closed (for|until|through|from)",
            "(i|we) (only |)work part[- ]time",
            f"(i|we)( will|'ll) (be |)(back|return) … ({_DAY_NAMES}|(on|in|from) …)",
            "^(currently |)(out of (the |)office|on vacation|on leave|on pto) (until|till|through|from)",
            "(office|offices) … (is|are|will be) closed (for|until|through|from)",
            "(i am|i'm|i will|i'll) … (not be|not) (reading|checking) … (e-?mails?|mail|messages)",
        ),
        "es": (
            f"{_ESTOY} … fuera de (la |mi |)oficina",
            f"{_ESTOY} … (de|en) (vacaciones|licencia|permiso|baja)",
            f"{_ESTOY} fuera (del|desde|hasta) …",
            f"{_ESTOY} … disfrutando de (mis|unas) vacaciones",
            "(estoy|estare|me encuentro) … ausente",
            "no (me encuentro|estoy|estare|estaremos) … (en la oficina|disponible)",
            "^de vacaciones hasta",
        ),
        "de": (
            f"{_ICH_BIN} … (nicht (im (buro|haus|dienst)|erreichbar)|abwesend)",
            f"{_ICH_BIN} … (im|in) … (urlaub|elternzeit|mutterschutz)",
            "(bin|sind) … (ab|erst) … wieder … (erreichbar|im buro|im haus|fur sie da|da)",
            "wieder (erreichbar|im buro) (ab|am)",
            "^(derzeit |zurzeit |)im urlaub bis",
        ),
        "fr": (
            "(je suis|je serai|nous sommes) … (absente?s?|en (conges?|vacances|deplacement)|hors du bureau)",
            "^(actuellement|en) … (conges?|vacances|absente?)",
            "(nos|notre) bureaux? … (sera|seront|est|sont) fermes?",
        ),
        "it": (
            "(sono|saro|siamo|saremo) … (in ferie|fuori (ufficio|sede)|assent[ei]|in vacanza|in congedo)",
        ),
        "pt": (
            "(estou|estarei|estamos|encontro-me) … (de ferias|fora do escritorio|ausente|de licenca|em ferias)",
        ),
        "nl": ("(ik ben|wij zijn|ben ik) … (op vakantie|afwezig|met (vakantie|verlof)|niet (op|aanwezig))",),
        "sv da no": (
            "(jag ar|jag har|vi ar) … (pa semester|ledig|fran(v|)aro|inte pa kontoret|semester)",
            "jag ar … (foraldraledig|tjanstledig)",
            "(jeg er|jeg har|vi er) … (pa ferie|bortreist|ikke pa kontoret|fraværende|ferie|bortrejst)",
        ),
        "pl": ("(jestem|bede|przebywam) … (na urlopie|nieobecn[ya]|poza biurem)",),
        "zh": ("(正在|目前在?|我在)休假", "休假(中|至|期间)", "不在办公室", "外出(至|期间)"),
        "ja": ("不在(に|と|にして)", "休暇(中|を)", "休業"),
    },
    Sign.RECEIVED: {
        "en": (
            f"(we|i) (have |'ve |)(received|got|gotten) your {_MESSAGE}",
            f"(team|office|staff|department) (has |have |)(received|got) your {_MESSAGE}",
            f"your {_MESSAGE} … (has been|was|is) (received|logged|forwarded)",
            "this (is|message is|e-?mail is) (just |)to (confirm|acknowledge|let you know) that (we|i|your)",
            "(thank you|thanks) for (contacting|reaching out|e-?mailing|writing to|getting in touch)",
            "(thank you|thanks) for your (e-?mail|message|inquiry)",
        ),
        "es": (
            "(hemos|he) recibido su (mensaje|correo|solicitud|consulta|peticion)",
            "recibimos su (mensaje|correo|solicitud|consulta)",
            "su (mensaje|correo|solicitud|consulta) (ha sido|fue) recibid[oa]",
            "gracias por (contactar|comunicarse|escribir|su (mensaje|correo))",
        ),
        "de": (
            "(wir haben|ich habe) ihre (e-?mail|nachricht|anfrage|mail) erhalten",
            "ihre (e-?mail|nachricht|anfrage) ist (bei uns |)eingegangen",
        ),
        "fr": (
            "(nous avons|j'ai) bien recu votre (message|courriel|demande|mail|e-?mail)",
            "accus(e|ons) (bonne |)reception",
            "votre (message|courriel|demande) … (a bien ete|a ete) (recue?|enregistree?|prise? en compte)",
        ),
        "it": (
            "grazie per (il|la|averci|avermi)",
            "(abbiamo|ho) ricevuto (il|la) (suo|sua|vostr[ao]|tu[ao]) (messaggio|richiesta|e-?mail|mail)",
        ),
        "pt": ("(recebemos|recebi) (a |o |)(sua|seu) (mensagem|e-?mail|pedido|solicitacao)",),
        "nl": (
            "(wij hebben|we hebben|ik heb) (uw|je) (bericht|e-?mail|mail|aanvraag) (ontvangen|goed ontvangen)",
        ),
        "sv da no": (
            "(vi har|jag har) (tagit emot|mottagit|fatt) (ditt|din)",
            "(vi har|jeg har) (mottatt|modtaget) (din|ditt)",
        ),
        "pl": ("(otrzymalismy|otrzymalem|otrzymalam) (panstwa|twoja|pana|pani) (wiadomosc|mail)",),
        "zh": ("已(经|)收到您的", "您的(邮件|来信)已"),
        "ja": ("受け付け(ました|いたしました)", "メールを受信"),
    },
    Sign.GONE: {
        "en": (
            "no longer (work|works|working|employed) (here|at|for|with)",
            "(is|am|are|i'm) no longer (with|at|employed|part of|working)",
            "(i|he|she|they) (have |has |'ve |)left (the|our) (company|organi[sz]ation|office)",
            "(i|he|she|they) (have |has |'ve |)left (the|our) (team|town|city|county)",
            "i have left …",
            "(he|she|i|they) (have |has |'ve |)retired from",
            "(address|account|mailbox) … is no longer (in use|active|used|valid|monitored|available)",
        ),
        "es": (
            "ya no (trabaja|trabajo|labora|laboro) (aqui|en|con)",
            "(correo|direccion|cuenta) ya no (esta|se)",
        ),
        "de": (
            "(ist|bin|arbeitet|arbeite) nicht mehr (bei|fur|im unternehmen|in)",
            "(adresse|postfach) … nicht mehr (aktiv|gultig|in gebrauch|verwendet)",
        ),
        "fr": (
            "(ne travaille|ne fait|n'est) plus (chez|parti|dans|a|au|en|partie)",
            "(adresse|boite) n'est plus",
        ),
        "it": ("non (lavora|lavoro) piu (qui|per|in|presso)", "indirizzo … non e piu"),
        "pt": ("(nao trabalha|nao trabalho|ja nao) mais? (aqui|na|no|em)",),
        "nl": ("(werkt|werk|is) niet (meer|langer) (bij|hier|werkzaam|in gebruik)",),
        "sv da no": (
            "(arbetar|jobbar) inte langre",
            "(arbeider|arbejder|jobber) ikke (lenger|lengre|længere)",
        ),
    },
    Sign.UNREAD: {
        "en": (
            "(mailbox|inbox|address|account|e-?mail) (is|are) (not|un) ?(monitored|attended|read|checked)",
            "(unattended|unmonitored) (mailbox|inbox|address|account|e-?mail)",
            "(sent|replies) to this (address) (are|is|will) not (be |)(read|answered|monitored)",
            "(sent|replies) to this (mailbox|account) (are|is|will) not (be |)(read|answered|monitored)",
        ),
        "es": (
            "(buzon|correo|direccion|cuenta) no (es|esta) (atendid[oa]|monitoread[oa])",
            "(buzon|correo|direccion|cuenta) no (es|esta) (supervisad[oa]|revisad[oa])",
            "no respond[ae] (a |)este (correo|mensaje)",
        ),
        "de": (
            "(postfach|adresse) wird nicht (gelesen|uberwacht|bearbeitet)",
            "antworten sie (bitte |)nicht auf diese",
        ),
        "fr": ("(boite|adresse) … n'est pas (consultee|surveillee|relevee)", "ne pas repondre a ce"),
        "it": ("(casella|indirizzo) non e (presidiat[oa]|monitorat[oa])", "non rispond(ere|a|ete) a quest"),
        "pt": ("nao respond[ae] (a |)est[ea] (mensagem|e-?mail)", "caixa … nao e monitorada"),
        "nl": ("(postvak|mailbox|adres) wordt niet (gelezen|bekeken)", "niet (te |)antwoorden op dit"),
        "sv da no": ("(svara|svar) (inte|ikke) pa (detta|denne|dette)",),
        "ja": ("返信(は|し|いただ|でき)",),
        "zh": ("请勿(直接|)回复", "不要(直接|)回复"),
    },
}
