"""What the grammar proposes: ways of putting a period or a day, read on Wednesday 4 March 2026."""

import time
from datetime import date

import pytest

from intake.request.days import days
from intake.request.spans import periods
from intake.request.wording import fold

TODAY = date(2026, 3, 4)

PERIODS = {
    # spans of points
    "crashes [2019 to 2023]": "2019-01-01..2023-12-31",
    "crashes [2019 thru '23]": "2019-01-01..2023-12-31",
    "crashes [2019 through the end of last month]": "2019-01-01..2026-02-28",
    "from [the start of fiscal 2024 through Valentine's Day 2025]": "2023-07-01..2025-02-14",
    "from [January 2015 up to the day the new code took over (it was in force from July 1, 2021)]": "2015-01-01..2021-06-30",
    "beginning in [2019 and ending in 2024]": "2019-01-01..2024-12-31",
    "Start date: [01/01/2023 End date: 12/31/2023]": "2023-01-01..2023-12-31",
    "From: [January 2022 To: March 2023]": "2022-01-01..2023-03-31",
    "[Christmas 2025 through New Year's]": "2025-12-25..2026-01-01",
    "[from Nov. 2024 until now]": "2024-11-01..",
    "between [March and June of last year], every trip": "2025-03-01..2025-06-30",
    "[January through June of this year]": "2026-01-01..2026-06-30",
    "we count [Jan-Mar 2024] only": "2024-01-01..2024-03-31",
    "from [6/1/23 to 5/31/24], please": "2023-06-01..2024-05-31",
    "for [1/1/24-12/31/24]": "2024-01-01..2024-12-31",
    "[July 1st through the 5th]": "2025-07-01..2025-07-05",
    "[from Saturday the 24th through yesterday]": "2026-01-24..2026-03-03",
    "from [August 2024 through this May]": "2024-08-01..2026-05-31",
    "[March 3-9, 2024]": "2024-03-03..2024-03-09",
    "[July 4th, 2023 until Labor Day 2023]": "2023-07-04..2023-09-04",
    "[September through December]": "2025-09-01..2025-12-31",
    "from [October through February]": "2025-10-01..2026-02-28",
    "from [Labor Day through Thanksgiving last year]": "2025-09-01..2025-11-27",
    "[Aug 26, 2024 - June 10, 2025]": "2024-08-26..2025-06-10",
    "begin with [2020 and go through the end of 2024]": "2020-01-01..2024-12-31",
    "you cut it on [9/2/25. So from that day to the end of January]": "2025-09-02..2026-01-31",
    "All of [2024 plus January through March 2025]": "2024-01-01..2025-03-31",
    "the [june july august 2025] rolls": "2025-06-01..2025-08-31",
    '{[2022-07", "to": "2025-06]"}': "2022-07-01..2025-06-30",
    "from [June 2023, when it opened, until January 2024]": "2023-06-01..2024-01-31",
    "the parade ([November 21) up to and including yesterday]": "2025-11-21..2026-03-03",
    "[from March of last year to today]": "2025-03-01..2026-03-04",
    "[Febuary through Septemeber 2024]": "2024-02-01..2024-09-30",
    "[November 2022 to\n   February 2023]": "2022-11-01..2023-02-28",
    "from [2023-01-01 to 2023-06-30]": "2023-01-01..2023-06-30",
    "[15-Jan-2024 to 20-Feb-2024]": "2024-01-15..2024-02-20",
    "from the years [2021 until and with 2024]": "2021-01-01..2024-12-31",
    "[January of 2023 through, and including, March of 2024]": "2023-01-01..2024-03-31",
    "[last year (August 26, 2024) through September 30, 2025]": "2024-08-26..2025-09-30",
    "[the eighth of September, 2024 through the first of October 2024]": "2024-09-08..2024-10-01",
    "from [May first to August thirty-first]": "2025-05-01..2025-08-31",
    "all of [2024 and all of 2025]": "2024-01-01..2025-12-31",
    "[the second half of 2023 plus all of 2024]": "2023-07-01..2024-12-31",
    "[Sept.-Dec. 2024]": "2024-09-01..2024-12-31",
    "[01/2024-06/2024]": "2024-01-01..2024-06-30",
    "starting [2020 and finishing 2024]": "2020-01-01..2024-12-31",
    "from [2005 until roughly 2015]": "2005-01-01..2015-12-31",
    "[from August 18, 2025 through last Friday, the 27th]": "2025-08-18..2026-02-27",
    "from [twenty nineteen through twenty twenty-four]": "2019-01-01..2024-12-31",
    "[two thousand and eight\n to two thousand twelve]": "2008-01-01..2012-12-31",
    # parts of a year
    "[Q2 of last year]": "2025-04-01..2025-06-30",
    "the [third and fourth quarters of 2025]": "2025-07-01..2025-12-31",
    "[1H 2025]": "2025-01-01..2025-06-30",
    "[the back half of last year]": "2025-07-01..2025-12-31",
    "[the opening quarter of 2025]": "2025-01-01..2025-03-31",
    "[1Q25]": "2025-01-01..2025-03-31",
    "[4th qtr 2024]": "2024-10-01..2024-12-31",
    "[the previous two summers]": "2024-06-01..2025-08-31",
    "the [winters of 2022-23 and 2023-24]": "2022-12-01..2024-02-29",
    "[the nineties]": "1990-01-01..1999-12-31",
    "the [last calendar month]": "2026-02-01..2026-02-28",
    "the [last complete fiscal year]": "2024-07-01..2025-06-30",
    "the [February just past]": "2026-02-01..2026-02-28",
    "leaks reported [this month]": "2026-03-01..2026-03-31",
    "the permits for [April]": "2026-04-01..2026-04-30",
    "the camp of [April 6 to 10]": "2026-04-06..2026-04-10",
    "[H1 2025]": "2025-01-01..2025-06-30",
    "[the week of June 8, 2025]": "2025-06-08..2025-06-14",
    "[Q4 of fiscal 2025]": "2025-04-01..2025-06-30",
    "for the months of [June, July and August 2024]": "2024-06-01..2024-08-31",
    "[the year before last]": "2024-01-01..2024-12-31",
    "[Q1 through Q3 2025]": "2025-01-01..2025-09-30",
    "[the first half of this year]": "2026-01-01..2026-06-30",
    "[the last three months of 2024]": "2024-10-01..2024-12-31",
    "[the second half of fiscal 2024]": "2024-01-01..2024-06-30",
    "[the second quarter of FY2026]": "2025-10-01..2025-12-31",
    "[the first two weeks of June 2025]": "2025-06-01..2025-06-14",
    "[winter of 2023-24]": "2023-12-01..2024-02-29",
    "the [summers of 2023 and 2024]": "2023-06-01..2024-08-31",
    "the [summers of 23, 24]": "2023-06-01..2024-08-31",
    "[summer '23]": "2023-06-01..2023-08-31",
    "I saw it in [April]": "2025-04-01..2025-04-30",
    "the leaves of [last fall]": "2025-09-01..2025-11-30",
    "the [1990s]": "1990-01-01..1999-12-31",
    # fiscal and school years
    "[FY23-24 and FY24-25]": "2023-07-01..2025-06-30",
    "[FY22-24]": "2021-07-01..2024-06-30",
    "[FY22, 23 and 24]": "2021-07-01..2024-06-30",
    "[the coming school year]": "2026-08-01..2027-06-30",
    "[next year's] paving list": "2027-01-01..2027-12-31",
    "[fiscal years 2022 through 2024]": "2021-07-01..2024-06-30",
    "[FY22-FY24]": "2021-07-01..2024-06-30",
    "[fiscal year ending June 30, 2024]": "2023-07-01..2024-06-30",
    "[last fiscal year]": "2024-07-01..2025-06-30",
    "[this fiscal year]": "2025-07-01..",
    "the [fiscal year to date]": "2025-07-01..",
    "[school year 2024-25 through now]": "2024-08-01..",
    "[school years 2022-23 and 2023-24]": "2022-08-01..2024-06-30",
    "[last school year]": "2024-08-01..2025-06-30",
    # open ends
    "complaints [since the poured rubber went down in September 2024]": "2024-09-01..",
    "reaching [from 2012, when the scans become text, to now]": "2012-01-01..",
    "votes, [from the swearing-in on December 8 onward]": "2025-12-08..",
    "everything [since Easter]": "2025-04-20..",
    "[since Saturday the 24th]": "2026-01-24..",
    "[since last July]": "2025-07-01..",
    "[since the beginning of last year]": "2025-01-01..",
    "[since early 2020]": "2020-01-01..",
    "[2021 on]": "2021-01-01..",
    "do you have it, [2019 on]?": "2019-01-01..",
    "taken [since September 15]: all of them": "2025-09-15..",
    "going [back to when the program began in 2018]": "2018-01-01..",
    "this season, that is [from January 1]": "2026-01-01..",
    "the counts for [yesterday]": "2026-03-03..2026-03-03",
    "[2017 and later]": "2017-01-01..",
    "[2020-present]": "2020-01-01..",
    "[2020 up to now]": "2020-01-01..",
    "every month, [starting with the month that ended last week]": "2026-02-01..",
    "[starting in May]": "2026-05-01..",
    "burials [up to and including 1950]": "..1950-12-31",
    "all citations [prior to 2010]": "..2009-12-31",
    "[pre-2015] permits": "..2014-12-31",
    "[year to date]": "2026-01-01..",
    "[last year and this year so far]": "2025-01-01..",
    "[since they opened April 2025]": "2025-04-01..",
    "opened [in or after 2010]": "2010-01-01..",
    "period: [from 2020 on] by street": "2020-01-01..",
    "[2018 ff.]": "2018-01-01..",
    "[beginning: January 2025]": "2025-01-01..",
    "a backfill from [July 2025], please": "2025-07-01..",
    "nothing [after 1970]": "..1970-12-31",
    "nothing [older than 2015]": "2015-01-01..",
    "the wells after it was capped in [1995]": "1995-01-01..",
    "[up to the date of this message]": "..2026-03-04",
    '{"from": "[2022-07-01", "to": null]}': "2022-07-01..",
    "[since this time last year]": "2025-03-04..",
    # lengths
    "[two years back] is plenty": "2024-03-04..2026-03-04",
    "[the year past]": "2025-03-04..2026-03-04",
    "[a year's worth]": "2025-03-04..2026-03-04",
    "within the [last year]": "2025-03-04..2026-03-04",
    "[the past dozen years]": "2014-03-04..2026-03-04",
    "[the past two or three years]": "2023-03-04..2026-03-04",
    "[the three most recent years]": "2023-03-04..2026-03-04",
    "[the past twenty-seven months]": "2023-12-04..2026-03-04",
    "[the decade up to 2020]": "2011-01-01..2020-12-31",
    "[the two years on either side of 2020]": "2018-01-01..2022-12-31",
    "[the year up to today]": "2025-03-04..2026-03-04",
    "[the four years preceding this letter]": "2022-03-04..2026-03-04",
    "[three years back from today]": "2023-03-04..2026-03-04",
    "[the last five years]": "2021-03-04..2026-03-04",
    "[the past year and a half]": "2024-09-04..2026-03-04",
    "[the last two full years]": "2024-01-01..2025-12-31",
    "[the three years before 2020]": "2017-01-01..2019-12-31",
    "[the twelve months that ended on June 30]": "2024-07-01..2025-06-30",
    "[the 12 months ending December 2024]": "2024-01-01..2024-12-31",
    "[the six months after June 2024]": "2024-07-01..2024-12-31",
    "[the quarter that ended last December]": "2025-10-01..2025-12-31",
    "[the last couple of years]": "2024-03-04..2026-03-04",
    # French
    "du [1er avril 2022 au 31 mars 2025]": "2022-04-01..2025-03-31",
    "[depuis janvier 2023]": "2023-01-01..",
    "de [janvier à juin 2024]": "2024-01-01..2024-06-30",
    # Spanish
    "entre el [1.º de junio y el 30 de junio de 2025]": "2025-06-01..2025-06-30",
    "del [primero de julio de 2024 al treinta de junio de 2025]": "2024-07-01..2025-06-30",
    "los [años fiscales 2022 y 2023]": "2021-07-01..2023-06-30",
    "del [1 de julio de 2021 al 30 de junio de 2024]": "2021-07-01..2024-06-30",
    "del [segundo semestre de 2023 a diciembre de 2025]": "2023-07-01..2025-12-31",
    "[desde enero de 2023 hasta el presente]": "2023-01-01..",
    "[desde 2016 hasta hoy]": "2016-01-01..",
    "de [marzo a mayo]": "2025-03-01..2025-05-31",
    "del [último año]": "2025-03-04..2026-03-04",
    "[los dos últimos años]": "2024-03-04..2026-03-04",
    "las de [2023 y las de 2024]": "2023-01-01..2024-12-31",
    "de todo [febrero]": "2026-02-01..2026-02-28",
    "de [mayo para acá]": "2025-05-01..",
    "[septiembre y octubre del 2024], la fecha y el barrio": "2024-09-01..2024-10-31",
    "[desde 2024]\n - con tipo de comida\n - en Excel, el 6 de mayo": "2024-01-01..",
    "[el año en curso]": "2026-01-01..",
    "[los últimos dieciocho meses]": "2024-09-04..2026-03-04",
    "[el año pasado]": "2025-01-01..2025-12-31",
    "el [ciclo escolar 2023-24]": "2023-08-01..2024-06-30",
    "el [verano pasado]": "2025-06-01..2025-08-31",
    "[desde el 2019 a la fecha]": "2019-01-01..",
    "[desde hace tres años]": "2023-03-04..",
    "del [3 al 9 de marzo de 2025]": "2025-03-03..2025-03-09",
    "los años [2021, 2022 y 2023]": "2021-01-01..2023-12-31",
    "entre [marzo y junio de 2025]": "2025-03-01..2025-06-30",
    "de [2021 en adelante]": "2021-01-01..",
    "[la primera mitad de 2024]": "2024-01-01..2024-06-30",
}

DAYS = {
    # weekdays
    "by [Friday]": "2026-03-06",
    "by [next Friday]": "2026-03-13",
    "[Friday of next week]": "2026-03-13",
    "[next week Thursday]": "2026-03-12",
    "before [Friday the 13th]": "2026-03-13",
    "by [Tuesday, the 17th]": "2026-03-17",
    "by [Friday, March 20]": "2026-03-20",
    "by [3/20 (a Friday)]": "2026-03-20",
    "[the first Monday in August]": "2026-08-03",
    "[the last Friday of this month]": "2026-03-27",
    "[the third Sunday of the month]": "2026-03-15",
    "[the second Tuesday of next month]": "2026-04-14",
    "[a week from Friday]": "2026-03-13",
    "[two weeks from Monday]": "2026-03-23",
    "by [the Monday after next]": "2026-03-16",
    "COB [Wensday]": "2026-03-11",
    "[Tuesday of the week after next]": "2026-03-17",
    "[a week from this Sunday]": "2026-03-15",
    "[two Fridays from now]": "2026-03-13",
    # terms
    "[a week from today]": "2026-03-11",
    "[two weeks from now]": "2026-03-18",
    "[five weeks from tomorrow]": "2026-04-09",
    "[a month from today]": "2026-04-04",
    "[within ten business days]": "2026-03-18",
    "[in two weeks' time]": "2026-03-18",
    "[within the next three weeks]": "2026-03-25",
    "[within 48 hours]": "2026-03-06",
    "When: [2 weeks] pretty please": "2026-03-18",
    "[in two or three weeks]": "2026-03-25",
    "[the day after tomorrow]": "2026-03-06",
    "[After two weeks] it is too late": "2026-03-18",
    "[two weeks out]": "2026-03-18",
    "[in exactly two weeks]": "2026-03-18",
    "[four weeks from this morning]": "2026-04-01",
    "[three weeks from the date above]": "2026-03-25",
    "[within twenty-one days] of this letter": "2026-03-25",
    "[by this time next week]": "2026-03-11",
    "I can give you [two weeks]": "2026-03-18",
    # ends, middles, beginnings
    "[the last of this month]": "2026-03-31",
    "[the last working day of May]": "2026-05-29",
    "[before November]": "2026-10-31",
    "[by the time May comes]": "2026-05-01",
    "[by the new year]": "2026-12-31",
    "before [Memorial Day] weekend": "2026-05-22",
    "by [8-1-26]": "2026-08-01",
    "by [month's end]": "2026-03-31",
    "by [the end of the month]": "2026-03-31",
    "by [the end of next month]": "2026-04-30",
    "by [the end of next week]": "2026-03-13",
    "[end of the week]": "2026-03-06",
    "by [the end of the week after next]": "2026-03-20",
    "[by the week after next]": "2026-03-20",
    "[late next week]": "2026-03-13",
    "by [late April]": "2026-04-30",
    "by [EOM]": "2026-03-31",
    "before [the year is out]": "2026-12-31",
    "before [May is out]": "2026-05-31",
    "[mid-May]": "2026-05-15",
    "[the middle of next month]": "2026-04-15",
    "[early next week]": "2026-03-09",
    "[the first of April]": "2026-04-01",
    "[by June], if you can": "2026-06-01",
    # numbers and names
    "by [the 19th]": "2026-03-19",
    "[the 1st of next month]": "2026-04-01",
    "by [April 20]": "2026-04-20",
    "no later than [4/30]": "2026-04-30",
    "due [15-May-2026]": "2026-05-15",
    "the [7th of July]": "2026-07-07",
    "by [the fifteenth].": "2026-03-15",
    "by [Memorial Day]": "2026-05-25",
    "by [Presidents' Day]": "2027-02-15",
    "by [the Fourth of July]": "2026-07-04",
    "before [Easter]": "2026-04-05",
    "[the eighth of September]": "2026-09-08",
    "[May 7]: not a day later": "2026-05-07",
    # told from another day
    "[the Monday of Thanksgiving week]": "2026-11-23",
    "[the Tuesday of the week of May 4]": "2026-05-05",
    "I start on the eighth of September, so for [the Thursday before] I start": "2026-09-03",
    "[the day after Thanksgiving]": "2026-11-27",
    "[two days before Thanksgiving]": "2026-11-24",
    "[a week ahead of the hearing (May 7)]": "2026-04-30",
    "[the day before church conference, which is Sunday, March 8]": "2026-03-07",
    "the hearing is on the 19th; I need it [two days before]": "2026-03-17",
    "We vote on April 24. The packet goes out [two weeks ahead of that], so": "2026-04-10",
    "They meet on the 25th. [The Monday before] would do": "2026-03-23",
    "the homecoming is on March 27, files no later than [the Wednesday of that week]": "2026-03-25",
    "the vote is May 7. Five business days, I mean [five business days before that]": "2026-04-30",
    "My workday is May 16 and I turn 18 on July 2. Print [two weeks before] the workday.": "2026-05-02",
    "The portal shuts November 13. He needs [two full weeks] to sign.": "2026-10-30",
    "The talk is May 8 but I leave on April 20, so [the 19th] please": "2026-04-19",
    "our board meets March 30; [the Thursday before that] at the latest": "2026-03-26",
    "at least [48 hours before our March 12] hearing": "2026-03-10",
    "[three weeks prior to the April 24] meeting": "2026-04-03",
    "[the Friday after Easter]": "2026-04-10",
    "we print on March 27, so [the day before]": "2026-03-26",
    # French
    "avant le [11 juillet]": "2026-07-11",
    "d'ici [vendredi]": "2026-03-06",
    "[d'ici deux semaines]": "2026-03-18",
    # Spanish
    "[antes de dos semanas]": "2026-03-18",
    "[dos semanas desde mañana]": "2026-03-19",
    "el otro [viernes, 13]": "2026-03-13",
    "antes [del 15]": "2026-03-15",
    "[de hoy en ocho]": "2026-03-11",
    "al [cierre de octubre]": "2026-10-31",
    "antes de que [termine mayo]": "2026-05-31",
    "a más tardar el [1.º de junio]": "2026-06-01",
    "antes [el quince de marzo]": "2026-03-15",
    "para el [viernes]": "2026-03-06",
    "para el [jueves 19]": "2026-03-19",
    "[el viernes 10 de abril]": "2026-04-10",
    "lo quiere [el 10] para leerlo": "2026-03-10",
    "[en un plazo de diez días]": "2026-03-14",
    "[dentro de los 14 días siguientes]": "2026-03-18",
    "[de aquí a dos semanas]": "2026-03-18",
    "antes de que [acabe el mes]": "2026-03-31",
    "a [fines de mes]": "2026-03-31",
    "[mediados de mayo]": "2026-05-15",
    "[el lunes de la próxima semana]": "2026-03-09",
    "el [1º de abril]": "2026-04-01",
    "[el día antes de la junta del 20 de marzo]": "2026-03-19",
    "la audiencia es el 20 de marzo; con [una semana de anticipación]": "2026-03-13",
    "[el viernes antes del 20 de marzo]": "2026-03-13",
    "[el próximo martes]": "2026-03-10",
    "[pasado mañana]": "2026-03-06",
    "el plazo es el 27 de marzo y los necesito [una semana antes]": "2026-03-20",
    "La reunión es el jueves 26, y me gustaría tenerlo [tres días antes]": "2026-03-23",
    "[diez días hábiles antes del 27 de marzo]": "2026-03-13",
}


def marked(text):
    """The text without its brackets, and the words between them: the outermost pair."""
    start, end = text.index("["), text.rindex("]")
    return text[:start] + text[start + 1 : end] + text[end + 1 :], text[start + 1 : end]


@pytest.mark.parametrize(("text", "span"), PERIODS.items())
def test_the_period_is_proposed_with_its_words(text, span):
    plain, words = marked(text)
    proposed = [
        (plain[one.start : one.end], f"{one.period.start or ''}..{one.period.end or ''}")
        for one in periods(fold(plain), TODAY, 7)
    ]
    assert (words, span) in proposed


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_the_day_is_proposed_with_its_words(text, day):
    plain, words = marked(text)
    proposed = [(plain[one.start : one.end], str(one.day)) for one in days(fold(plain), TODAY)]
    assert (words, day) in proposed


@pytest.mark.parametrize(
    "text",
    [
        "Twenty twenty-pound bags and twenty nineteen people.",
        "You may ask Mr. March; we marched two years ago and sat in the sun.",
        "Ordinance 22-2024 and case 25-00418 are on file.",
        "Call 919-555-0143 between the hours.",
        "It happened once, may once more; a third-party vendor may second that.",
        "As I wrote in yesterday's letter.",
    ],
)
def test_words_that_only_look_like_the_calendar_are_no_period(text):
    assert periods(fold(text), TODAY, 7) == []


@pytest.mark.parametrize(
    "text",
    [
        "We met last Friday.",
        "I asked again after two weeks of waiting.",
        "I wrote on March 2, 2026.",
        "The sun sat on the wall.",
        "It was two weeks ago.",
    ],
)
def test_days_that_have_passed_are_not_proposed(text):
    assert [one for one in days(fold(text), TODAY) if one.day < TODAY or "friday" in text.lower()] == []


@pytest.mark.parametrize(
    "text", ["the 399 decades before 1800", "the 399 years before 1800", "999 years back", "in 999 months"]
)
def test_a_length_beyond_the_calendar_stops_nothing(text):
    for one in periods(fold(text), TODAY, 7):
        assert one.period.start is None or one.period.start.year > 1300
    assert all(one.day > TODAY for one in days(fold(text), TODAY))


def test_a_stretch_is_proposed_whole_and_not_in_its_parts():
    found = periods(
        fold("from January 2015 through March 2018; Q2 of this year. Also since May 2019"), TODAY, 7
    )
    assert len(found) == 3


def test_the_fiscal_year_begins_when_the_town_says():
    assert periods("fy2024", TODAY, 10)[0].period.start == date(2023, 10, 1)
    assert periods("this fiscal year", TODAY, 1)[0].period.start == date(2026, 1, 1)


def test_the_named_day_stays_beside_the_one_that_is_counted_from_it():
    found = days("the hearing is on april 9; i need it a week before that", TODAY)
    assert [(one.day, one.computed) for one in found] == [(date(2026, 4, 9), False), (date(2026, 4, 2), True)]


@pytest.mark.parametrize(
    "unit",
    [
        "march ",
        "may 5 and ",
        "two weeks before that, ",
        "the first half of ",
        "[<(:",
        "since x (",
        "2020-",
        "january, ",
        "2019 ",
        "summers of 23, ",
        "the eighth of ",
        "twenty ",
        "two thousand and ",
        "from 2020 on ",
        "nothing after ",
        "the monday of the week of ",
        "the last two or three ",
    ],
)
def test_hostile_text_is_read_in_linear_time(unit):
    def cost(size):
        text = unit * (size // len(unit))
        began = time.process_time()
        periods(text, TODAY, 7), days(text, TODAY)
        return time.process_time() - began

    small, large = min(cost(10_000) for _ in range(3)), cost(80_000)
    assert large < 30 * small + 0.5, (small, large)
