"""Labelled lines that disagree, and data with periods of their own."""

from intake.request import read
from intake.request.completeness import missing_and_assumed
from intake.request.model import Field, State
from intake.request.several import holds_several
from intake.settings import load
from tests.request.mail import message, shipped

FORM = "Data: leaf collection routes\n{}\nPurpose: a flyer\n\nRuth\n"


def test_labelled_lines_that_disagree_are_asked_about():
    lines = "Period: 2022\nYears wanted: 2019 to 2020\nFormat: CSV\nFile format: Excel"
    request = read(message(FORM.format(lines)), shipped())
    assert request.states()[Field.TIME_RANGE] is State.AMBIGUOUS
    assert request.states()[Field.FORMATS] is State.AMBIGUOUS
    assert (request.time_range, request.formats) == (None, ())
    assert set(missing_and_assumed(request, load(None, {}).fields).missing) == {
        Field.TIME_RANGE,
        Field.FORMATS,
    }


def test_labelled_lines_that_say_the_same_are_no_dispute():
    lines = "Period: 2019 to 2020\nYears wanted: 2019-2020\nFormat: CSV or Excel\nFile format: Excel"
    request = read(message(FORM.format(lines)), shipped())
    assert request.states()[Field.TIME_RANGE] is State.STATED
    assert request.time_range.start.year == 2019
    assert State.AMBIGUOUS not in request.states().values()


def test_two_data_with_periods_of_their_own_are_several_requests():
    text = (
        "1. Please send me the tree inventory for 2023 as CSV.\n"
        "2. Separately, I would like the building permits for 2019 to 2022 as Excel.\n\nRuth\n"
    )
    assert holds_several(read(message(text), shipped()))


def test_two_data_of_one_period_are_one_request():
    text = "Please send me the tree inventory and the building permits for 2019 to 2022 as Excel.\n"
    assert not holds_several(read(message(text), shipped()))
