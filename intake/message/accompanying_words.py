"""What automatic answers say beside their news: who helps instead, when somebody will answer, a greeting.

Written like `intake.message.automatic_words`; people say all of this too, so it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from intake.message.automatic_words import Sign

ACCOMPANYING_PHRASES: Mapping[Sign, Mapping[str, tuple[str, ...]]] = {
    Sign.ELSEWHERE: {
        "en": (
            "^(for|in case of|regarding|to) … (contact|call|write|text|e-?mail|turn|dial|ask|reach|visit)",
            "^(for|in) … (emergenc|urgent|the meantime|assistance|immediate)",
            "^(if|should) (you|it|this|it's|your|the matter)",
            "^(anything|everything|all|other|urgent|messages) … (please|call|contact|wait|waits|read)",
            "(please|kindly) (contact|call|write to|e-?mail) (?!me|us)",
            "^please (resend|direct|contact|call|e-?mail|text|reach)",
            "^please (forward|write to|turn to|use|visit|note|be advised|do not)",
        ),
        "es": (
            "^(para|si|en caso de) … (urgen|llame|escriba|contacte|dirija|comuniquese|trata|necesita)",
            "^por favor (llame|escriba|contacte|dirija|comuniquese|no responda)",
        ),
        "de": (
            "^in … (fallen|angelegenheiten)",
            "^(bei|fur) … (wenden|kontaktieren|rufen|fragen)",
            "^bitte wenden",
        ),
        "fr": (
            "^(en cas|pour toute?|pour … urgence|pour … question|si … urgent)",
            "^merci de (contacter|vous|ne pas)",
        ),
        "it": ("^(per|in caso) … (urgen|contatt|rivolg|scriv)",),
        "pt": ("^(para|em caso) … (urgen|contact|contat|ligue|escreva)",),
        "nl": ("^(voor|bij|in) … (dringend|spoed|contact|mailen|bellen)",),
        "sv da no": ("^(for|vid|ved) … (kontakt|akut|bradsk|haste)",),
        "pl": ("^w (pilnych|sprawach|razie)",),
    },
    Sign.PROMISE: {
        "en": (
            "(we|i|someone|somebody)( will|'ll) … (respond|reply|answer|get back|be in touch)",
            "(team|agent|staff|representative)( will|'ll) … (respond|reply|answer|get back|be in touch)",
            "(we|i|someone|somebody)( will|'ll) … (contact you|return your|read|review|get to)",
            "(team|agent|staff|representative)( will|'ll) … (contact you|return your|read|review|get to)",
            "(we|i) (try|aim|do our best) to (answer|reply|respond)",
            "(is|are) (covering for me|looking after|in charge)",
            "(will|shall) (respond|reply|answer|get back|be in touch)",
            "(will|shall) (be read|be back|return)",
            "(will|shall) (reopen|not be (read|forwarded|checking)|be (answered|returning))",
            "(won't|will not|not) (be |)(check|read|return|monitor|access|forward|see)",
            "(read|see|look at|check|answer) … (mail|e-?mail|mailbox|messages)",
            "(limited|intermittent|little|no|without|sporadic|patchy) (access|connectivity|e-?mail)",
            "as soon as (possible|i|we)",
            "(within|in|up to) … (hours?|days?|business days?|working days?)",
            "(when|after|once|until) (i|we) (return|get back|am back|are back)",
            "(returning|back|return) (to the office |in the office |)(on|from|by|monday)",
            "(returning|back|return) (to the office |in the office |)(tuesday|wednesday|thursday|friday)",
            "(in|for) (urgent|the meantime|immediate|emergenc|assistance|case of)",
            "(urgent|urgently|emergency|immediate|sooner|meantime|meanwhile)",
            "^(please |kindly |or |then |)(direct|contact|call|text|e-?mail|write to|reach|forward)",
            "^(please |kindly |or |then |)(turn to|use|visit|see|dial|ring|ask|update)",
            "(office|business|opening) hours",
            "please (be advised|note)",
            "(do not|don't) reply",
        ),
        "es": (
            "(respondere|responderemos|contestare|contestaremos)",
            "(atendere|atenderemos|leere|revisare|revisaremos)",
            "(nos pondremos en contacto|se pondra en contacto|me pondre en contacto)",
            "(a mi regreso|a mi vuelta|mayor brevedad|lo antes posible)",
            "(en breve|cuanto antes|sin acceso|acceso limitado)",
            "(urgente|urgentes|urgencia)",
            "^(por favor |)(llame|escriba|contacte|dirijase|comuniquese|no responda)",
            "regres(o|are|aremos) (el|a)",
            "sera (atendid|respondid|contestad|leid)[oa]",
        ),
        "de": (
            "(wird|werden) nicht … (weitergeleitet|gelesen)",
            "(wende|wenden|wendet) (sie |dich |)(sich |)(bitte |)an",
            "(so bald wie moglich|schnellstmoglich|baldmoglichst|umgehend|in kurze|nach meiner ruckkehr)",
            "(melden|beantworte|beantworten|antworte|antworten) … (bei ihnen|ihre|ihnen|uns)",
            "(werden|werde) … (melden|beantworten|antworten|bearbeiten)",
            "keinen zugriff",
            "lese … (e-?mails?|mails?|nachrichten)",
            "vertretung",
        ),
        "fr": (
            "(repondrai|repondrons|prendrai connaissance|reviendrons vers)",
            "(reviendrai vers|traiterai|traiterons|lirai)",
            "(a mon retour|meilleurs delais|des que possible|dans les plus brefs)",
            "(message|courriel|demande) sera (traitee?|lue?)",
            "(ne lis pas|n'aurai pas acces|ne pourrai pas|n'ai pas acces)",
        ),
        "it": (
            "(rispondero|risponderemo|ricontattero|ricontatteremo|rispondera)",
            "(al mio (rientro|ritorno)|prima possibile|al piu presto|quanto prima)",
            "(per|in caso di) (urgenze|urgenza|comunicazioni urgenti)",
            "contattare",
        ),
        "pt": (
            "(responderei|responderemos|entraremos em contato|retornarei|retornaremos)",
            "(assim que|mais breve possivel|o quanto antes|brevemente|no meu regresso)",
            "(urgente|urgentes|urgencia)",
            "(contacte|contate|contatar)",
        ),
        "nl": (
            "(zo (snel|spoedig) mogelijk|bij terugkomst|na mijn terugkeer)",
            "(dringende|spoed|urgent)",
            "(lees|beantwoord|reageer|antwoord) … (mail|niet|bericht|op|u|uw)",
            "contact op",
        ),
        "sv da no": (
            "(laser|leser|læser) (inte|ikke)",
            "(svarar|aterkommer|svarer|vender tilbage|kommer tilbake)",
            "(sa snart|sa fort|nar jag|nar jeg|snarest)",
            "(bradskande|akut|haster|hastesaker)",
            "kontakta?",
        ),
        "pl": ("(odpowiem|odpowiemy)", "(pilnych|pilne)", "kontakt z", "po powrocie"),
        "zh": ("(返回|回复您|回来)", "(紧急|如有急)", "尽快"),
        "ja": ("(ご連絡|返信|回答)(いた|させ|し)", "(緊急|お急ぎ)"),
    },
    Sign.COURTESY: {
        "en": (
            "^(dear|hello|hi|hi there)",
            "^(good (morning|afternoon)|kind regards|best regards|best wishes|sincerely)",
            "(thank you|thanks|many thanks)",
            "^(happy|merry) (holidays|new year|christmas)",
            "(apologi[sz]e|sorry) for any",
        ),
        "es": (
            "^(hola|estimad[oa]s?|buen[oa]s (dias|tardes)|saludos|atentamente|un saludo|felices)",
            "le informamos",
        ),
        "de": (
            "^(sehr geehrte|guten tag|hallo|mit freundlichen|viele grusse|frohe)",
            "(vielen|herzlichen) dank",
        ),
        "fr": ("^(bonjour|madame|monsieur|cordialement|bien cordialement)", "merci (de|pour)"),
        "it": ("^(buongiorno|gentile|cordiali saluti)", "(ringrazio|ringraziamo|grazie)"),
        "pt": ("^(ola|bom dia|boa tarde|prezad[oa]|atenciosamente)", "obrigad[oa]"),
        "nl": ("^(beste|geachte|hallo|met vriendelijke)", "(bedankt|hartelijk dank)"),
        "sv da no": ("^(hej|hei|med vanlig|med venlig|med vennlig|tack|takk|tak) ",),
        "pl": ("^(dzien dobry|szanown|pozdrawiam|dziekuj)",),
        "zh": ("(您好|你好|感谢|谢谢)",),
        "ja": ("(お世話|ありがとうございます|よろしく)",),
    },
}
