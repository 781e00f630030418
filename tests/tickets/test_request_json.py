"""Requests and estimates come back from the store as they went in."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.request.model import (
    Contact,
    Field,
    Finding,
    Frequency,
    Period,
    Request,
    RequestKind,
    State,
)
from intake.tickets.request_json import (
    estimate_from_json,
    estimate_to_json,
    request_from_json,
    request_to_json,
)

from .mail import TREES
from .test_work import COST

texts = st.text(max_size=20)
words = st.tuples(texts) | st.tuples(texts, texts) | st.just(())
days = st.none() | st.dates()
periods = st.builds(Period, days, days, st.sampled_from(["", "all", "current"]))
contacts = st.builds(Contact, *[st.none() | texts] * 4)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | texts
    | st.dates()
    | periods
    | contacts
    | st.sampled_from([*Frequency, *RequestKind, *State, *Field])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3).map(tuple) | st.lists(inner, max_size=3)
)
findings = st.builds(Finding, st.sampled_from(Field), values, texts, texts, st.sampled_from(State))
requests = st.builds(
    Request,
    kind=st.sampled_from(RequestKind),
    datasets=words,
    fields=words,
    time_range=st.none() | periods,
    formats=words,
    intended_use=st.none() | texts,
    frequency=st.none() | st.sampled_from(Frequency),
    deadline=days,
    contact=contacts,
    protected=words,
    language=texts,
    findings=st.lists(findings, max_size=4).map(tuple),
)


@given(requests)
def test_any_request_survives_the_way_through_json(request):
    assert request_from_json(json.loads(json.dumps(request_to_json(request)))) == request


def test_types_of_values_survive_and_not_only_their_text():
    back = request_from_json(json.loads(json.dumps(request_to_json(TREES))))
    assert [type(finding.value) for finding in back.findings] == [
        type(finding.value) for finding in TREES.findings
    ]
    assert back.findings[0].value is RequestKind.DATASET


def test_estimate_survives_in_whole_cents_and_minutes():
    back = estimate_from_json(json.loads(json.dumps(estimate_to_json(COST))))
    assert back == COST
    assert all(type(line.cents) is int for line in back.lines)


def test_set_of_words_survives():
    found = Finding(Field.PROTECTED, frozenset({"minors", "addresses"}), "pupils", "privacy")
    request = Request(findings=(found,))
    assert request_from_json(json.loads(json.dumps(request_to_json(request)))) == request


def test_value_that_has_no_stored_form_is_refused_rather_than_bent():
    request = Request(findings=(Finding(Field.DEADLINE, object(), "soon", "period"),))
    with pytest.raises(TypeError, match="no stored form"):
        request_to_json(request)


def test_request_of_the_shortest_kind_survives():
    assert request_from_json(request_to_json(Request())) == Request()
    assert request_from_json(request_to_json(Request(deadline=date.max))) == Request(deadline=date.max)
