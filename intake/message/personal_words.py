"""What people say of their own, as a table: wishes, answers, and the words that lead to them.

Written like `intake.message.automatic_words`, and read in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

# Somebody wants or decides something: such a text is a person's, whatever else it says.
WISHES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "(i|we) (need|want|wonder|prefer|withdraw|agree|accept|approve|request)",
        "(i|we)('d| would| do| will| really| also| still) (like|need|want|prefer|pay|appreciate)",
        "(he|she|they)('d| would) (like|need|want)",
        "(i am|i'm|we are|we're) (after|looking for|asking|interested|missing|seeking|requesting)",
        "(is what|all|what) (i am|i'm|i|we|we are) … (need|want|after|missing)",
        "please (send|give|export|provide|share|mail|e-?mail) (me|us|him|her|them|my|our)",
        "please (send|give|export|provide|share|mail|e-?mail) the (lists?|files?|data|maps?|records|table)",
        "please (make it|go ahead|use|include|leave|add|answer)",
        "(could|can|would|may|might) (i|we|you)",
        "(my|our|the|your) (answers?|request|period|format|purpose|intended use) (is|are|should|would)",
        "(my|our|the|your) (second |)questions? (is|are)",
        "(enough for (me|us))",
        "(withdraw|cancel|drop|change|narrow) (my|our|the|that|this)",
        "(has|have) taken over",
    ),
    "es": (
        "(quiero|queremos|quisiera|quisieramos|necesito|necesitamos|preferimos|prefiero|solicito|solicitamos)",
        "(podria|podrian|me pueden?|mandeme|envieme|enviarme|acepto|aceptamos|estoy de acuerdo)",
    ),
    "de": (
        "(brauche|brauchen|mochten? (?!sie|ihnen)|benotige|benotigen|hatte gern|wollen wir|will ich|wunsche)",
        "einverstanden",
        "(konnten|konnen|wurden) sie",
    ),
    "fr": (
        "(je voudrais|nous voudrions|j'aimerais|je souhaite|nous souhaitons|il me faut|me convient|nous convient)",
        "(pouvez|pourriez)-vous",
        "j'ai besoin",
        "nous avons besoin",
    ),
    "it": (
        "(vorrei|vorremmo|ho bisogno|abbiamo bisogno|desidero|mi serve|mi servono|accetto|potete|potreste)",
    ),
    "pt": ("(preciso|precisamos|gostaria|gostariamos|quero|queremos|desejo|aceito|poderia|poderiam)",),
    "nl": ("(ik wil|wij willen|we willen|graag de|ik heb … nodig|zou graag|kunt u … (sturen|geven|mailen))",),
    "sv da no": ("(jag vill|vi vill|jag behover|jeg vil|vi vil|jeg trenger|jeg onsker|kan du|kan ni)",),
    "pl": ("(potrzebuje|potrzebujemy|chcialbym|chcialabym|prosze o (dane|przeslanie))",),
}

# What answers a question of ours: it may stand in what an office says of itself, never beside it.
SUBSTANCE: tuple[str, ...] = (
    "(deadline|research|thesis|purpose|frist)",
    "(csv|excel|xlsx?|spreadsheets?|shapefiles?|geojson|json|pdf|any format|any year)",
    "(columns?|fields|columnas?|campos|spalten|colonnes)",
    "(data|datos|daten|donnees|dati|dados|gegevens|period|periodo|periode|zeitraum)",
    "(since|from|seit|desde|depuis|dal) (19|20)[0-9][0-9]",
    "(19|20)[0-9][0-9] ?(-|–|to|through|bis|al?|hasta|until|and|y|und|et|e|tot) ?(19|20)[0-9][0-9]",
    "(estimate|estimacion|kosten|prezzo|invoice|[$€] ?[0-9])",
    "(not|no) longer interested",
    "(yes|no|ok|okay|agreed|go ahead|all of|both|only|works|attached|enclosed|see attached|questions?)",
    "(si|solo|solamente|ja|nein|nur|oui|seulement|adjunt[oa]|anbei|ci-joint|allegat[oa]|anexo|bijgevoegd)",
)

# "I am away, but ...": what follows such a word is said by a person, unless it is an automatic phrase too.
CONTRASTS = (
    "but",
    "though",
    "although",
    "however",
    "so",
    "pero",
    "aunque",
    "aber",
    "doch",
    "jedoch",
    "mais",
    "cependant",
    "ma",
    "pero'",
    "tuttavia",
    "mas",
    "porem",
    "maar",
    "men",
    "ale",
)
CONJUNCTIONS = ("and", "y", "und", "et", "e", "en", "och", "og", "which is why", "because")
