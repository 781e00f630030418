"""Public holidays and feasts of the United States by the names that people call them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intake.request.calendar import nth_weekday


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


_FIXED = {
    r"new year'?s(?: day)?(?! eve)|ano nuevo": (1, 1),
    r"dia de (?:los )?reyes": (1, 6),
    r"groundhog day": (2, 2),
    r"(?:st\.? )?valentine'?s(?: day)?": (2, 14),
    r"st\.? patrick'?s(?: day)?": (3, 17),
    r"tax day": (4, 15),
    r"earth day": (4, 22),
    r"cinco de mayo": (5, 5),
    r"flag day": (6, 14),
    r"juneteenth": (6, 19),
    r"independence day|(?:the )?fourth of july|july fourth": (7, 4),
    r"halloween": (10, 31),
    r"dia de (?:los )?muertos": (11, 2),
    r"veterans'? day|veteran's day": (11, 11),
    r"christmas eve|nochebuena": (12, 24),
    r"christmas(?: day)?|xmas|navidad": (12, 25),
    r"new year'?s eve|nochevieja": (12, 31),
}
_FLOATING = {
    r"(?:mlk|martin luther king)(?:,? jr\.?)?(?:'s)?(?: birthday| day)?": (1, 0, 3),
    r"president'?s'? day|presidents day": (2, 0, 3),
    r"mother'?s'? day|mothers day": (5, 6, 2),
    r"memorial day": (5, 0, -1),
    r"father'?s'? day|fathers day": (6, 6, 3),
    r"labor day": (9, 0, 1),
    r"columbus day|indigenous peoples'? day": (10, 0, 2),
    r"thanksgiving(?: day)?|(?:dia de )?accion de gracias": (11, 3, 4),
}
_AFTER_EASTER = {
    r"ash wednesday|miercoles de ceniza": -46,
    r"palm sunday|domingo de ramos": -7,
    r"semana santa|holy week": -6,
    r"good friday|viernes santo": -2,
    r"easter monday": 1,
    r"easter(?: sunday)?|(?:domingo de )?pascua": 0,
}
_AFTER_THANKSGIVING = {r"black friday": 1}
_NAMES = (*_AFTER_EASTER, *_AFTER_THANKSGIVING, "election day", *_FLOATING, *_FIXED)
HOLIDAY = "(?:" + "|".join(_NAMES) + ")"
# The words that the names begin with: a scan leaves every other word alone.
HOLIDAY_OPENS = (
    *("accion", "ano", "ash", "black", "christmas", "cinco", "columbus", "dia", "domingo", "earth", "easter"),
    *("election", "father", "flag", "fourth", "good", "groundhog", "halloween", "holy", "independence"),
    *(
        "indigenous",
        "july",
        "juneteenth",
        "labor",
        "martin",
        "memorial",
        "miercoles",
        "mlk",
        "mother",
        "navidad",
    ),
    *(
        "new",
        "nochebuena",
        "nochevieja",
        "palm",
        "pascua",
        "president",
        "semana",
        "st",
        "tax",
        "thanksgiving",
    ),
    *("the", "valentine", "veteran", "viernes", "xmas"),
)


def holiday(name: str, year: int) -> date | None:
    """The day on which a holiday falls in a year."""
    for pattern, shift in _AFTER_EASTER.items():
        if re.fullmatch(pattern, name):
            return easter(year) + timedelta(days=shift)
    for pattern, shift in _AFTER_THANKSGIVING.items():
        if re.fullmatch(pattern, name):
            return nth_weekday(year, 11, 3, 4) + timedelta(days=shift)
    if name == "election day":
        return nth_weekday(year, 11, 0, 1) + timedelta(days=1)
    for pattern, (month, weekday, number) in _FLOATING.items():
        if re.fullmatch(pattern, name):
            return nth_weekday(year, month, weekday, number)
    for pattern, (month, day) in _FIXED.items():
        if re.fullmatch(pattern, name):
            return date(year, month, day)
    return None
