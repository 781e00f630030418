"""What is ruled out by a cheap look at a text is only what a pattern could not match."""

import re
from datetime import date

import pytest

from intake.request import days, distance, relative, terms, undated, weekdays
from intake.request.alternatives import either
from intake.request.calendar import MONTHS, NUMBERS, ORDINALS
from intake.request.rule import Rule
from intake.request.scan import scan
from intake.request.wording import fold
from tests.request.test_periods_and_days import DAYS, PERIODS

SAID = [fold(text.replace("[", "").replace("]", "")) for text in (*PERIODS, *DAYS)]
HOLIDAYS = """\
accion de gracias, ano nuevo, ash wednesday, black friday, christmas, christmas eve, columbus day,
dia de los muertos, dia de reyes, domingo de ramos, earth day, easter, easter monday, election day, father's day,
flag day, good friday, groundhog day, halloween, holy week, independence day, indigenous peoples' day,
juneteenth, labor day, martin luther king jr. day, memorial day, miercoles de ceniza, mlk day,
mother's day, navidad, new year's day, new year's eve, nochebuena, nochevieja, palm sunday, pascua, president's day,
semana santa, st patrick's day, tax day, thanksgiving, valentine's day, veterans' day,
viernes santo, xmas""".replace("\n", " ").split(", ")
RULES = [
    (f"{module.__name__}.{name}", value)
    for module in (days, distance, relative, terms, undated, weekdays)
    for name, value in vars(module).items()
    if isinstance(value, Rule)
]


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_is_tried_wherever_its_pattern_matches(name, rule):
    for text in SAID:
        seen = scan(text, 7)
        assert len(list(rule.finditer(seen))) == len(list(rule.pattern.finditer(seen.text))), (name, text)


@pytest.mark.parametrize("words", [MONTHS, NUMBERS, ORDINALS])
def test_shared_beginnings_leave_every_word_whole(words):
    pattern = re.compile(either(words))
    assert [word for word in words if pattern.match(word)[0] != word] == []


@pytest.mark.parametrize("name", HOLIDAYS)
def test_every_holiday_is_seen(name):
    assert [found["holiday"] for found in scan(f"by {name}", 7).bare] == [name]
    assert [point.span.first.year for point in scan(f"{name} 2024", 7).dated] == [2024]


def test_a_text_is_looked_through_once_for_both_readers():
    seen = scan("from march 2024\nto may 7", 7)
    assert seen.text == "from march 2024 to may 7"
    assert [point.span.first for point in seen.dated] == [date(2024, 3, 1)]
    assert [found["day"] for found in seen.bare] == [None, "may 7"]
