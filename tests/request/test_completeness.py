"""What must be asked: only what is required and open, and never what the law forbids to require."""

import pytest
from pydantic import ValidationError

from intake.demo_mail import first_visit
from intake.message.parse import parse
from intake.request.completeness import FieldTable, missing_and_assumed
from intake.request.model import Field, Finding, Request, RequestKind, State
from intake.request.read import read
from intake.settings import load

SHIPPED = load(None, {})


def asked(request):
    return missing_and_assumed(request, SHIPPED.fields)


def test_data_request_needs_data_period_and_format():
    found = asked(Request(kind=RequestKind.DATASET))
    assert found.missing == (Field.DATASETS, Field.TIME_RANGE, Field.FORMATS)
    assert found.assumed == (Field.FIELDS, Field.INTENDED_USE)


def test_any_format_is_an_answer():
    found = Finding(Field.FORMATS, "any", "any format", "formats", State.WILDCARD)
    request = Request(kind=RequestKind.DATASET, formats=("any",), findings=(found,))
    assert Field.FORMATS not in asked(request).missing


def test_declined_purpose_is_an_answer_even_for_a_key():
    found = Finding(Field.INTENDED_USE, "", "I'd rather not say", "intended_use", State.DECLINED)
    assert Field.INTENDED_USE not in asked(Request(kind=RequestKind.API_ACCESS, findings=(found,))).missing


@pytest.mark.parametrize(
    "kind", [RequestKind.QUESTION, RequestKind.APPEAL, RequestKind.MISUSE_REPORT, RequestKind.NONE]
)
def test_other_kinds_are_asked_nothing(kind):
    assert asked(Request(kind=kind)).missing == ()


def test_a_town_cannot_require_the_purpose_of_a_copy():
    with pytest.raises(ValidationError, match="132-6"):
        FieldTable.model_validate({"tiers": {"dataset": {"required": ["intended_use"]}}})


def test_every_value_shows_words_that_stand_in_the_message():
    for name, raw in first_visit():
        message = parse(raw)
        places = [message.subject, message.body, message.text, message.signature, message.folded]
        places += [value for values in message.headers.values() for value in values]
        places += [part.content.decode("utf-8", "replace") for part in message.attachments]
        for finding in read(message, SHIPPED.phrases).findings:
            assert any(finding.text in place for place in places), (name, finding)
