"""The gate: which automatic letters go out, which never do, and by which rule."""

import pytest

from intake.message.model import Address, Message, Origin, Provenance
from intake.settings import load
from intake.triage.decision import Known, Letter, LetterKind, LetterState, Sent
from intake.triage.gate import authentication_failed, judge, never_answered, one_letter

POLICY = load(None, {}).policy
RUTH = Address("ruth@example.org", "Ruth Abernathy")


def message(**values):
    return Message(
        **({"sha256": "0" * 64, "size": 100, "from_": RUTH, "text": "the tree list please"} | values)
    )


def judged(letter=None, mail=None, policy=POLICY, **known):
    letter = letter or Letter(LetterKind.ACKNOWLEDGEMENT, RUTH)
    return judge(letter, mail or message(), Known(**known), policy)


def test_letter_to_a_person_passes():
    assert (judged().state, judged().rule) == (LetterState.QUEUED, "passed")


def test_our_own_address_is_never_written_to():
    own = Letter(LetterKind.ACKNOWLEDGEMENT, Address(next(iter(POLICY.own_addresses))))
    assert judged(own).rule == "own-address"


@pytest.mark.parametrize("origin", [Origin.AUTO_REPLY, Origin.BOUNCE, Origin.BULK, Origin.OURSELVES])
def test_machine_gets_no_letter(origin):
    found = judged(mail=message(provenance=Provenance(origin)))
    assert found.state is LetterState.SUPPRESSED
    assert found.rule.startswith("machine")


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@x.example",
        "NoReply@x.example",
        "postmaster@x.example",
        "MAILER-DAEMON@x.example",
        "news-bounces@lists.example",
    ],
)
def test_addresses_that_take_no_answer_get_none(address):
    assert never_answered(address, POLICY.never_reply)
    assert judged(Letter(LetterKind.ACKNOWLEDGEMENT, Address(address))).rule == "never-reply"


@pytest.mark.parametrize(
    "address", ["noreen@x.example", "post.master@x.example", "replyall@x.example", "abner@x.example"]
)
def test_people_with_unlucky_names_are_answered(address):
    assert not never_answered(address, POLICY.never_reply)


def test_failed_address_is_left_alone():
    assert judged(failed=frozenset({"ruth@example.org"})).rule == "failed-address"


def test_mail_through_a_list_silences_the_letter():
    found = judged(mail=message(provenance=Provenance(Origin.PERSON, (), ("precedence:list",))))
    assert found.rule == "weak:precedence:list"


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (Sent(to_address_day=8), "counter:address"),
        (Sent(for_ticket_day=6), "counter:ticket"),
        (Sent(to_domain_day=60), "counter:domain"),
        (Sent(same_body_day=3), "counter:same-body"),
    ],
)
def test_counters_end_what_headers_did_not_show(sent, rule):
    found = judged(sent=sent)
    assert (found.state, found.rule) == (LetterState.SUPPRESSED, rule)


def test_free_mail_domain_has_no_counter_of_its_own():
    letter = Letter(LetterKind.ACKNOWLEDGEMENT, Address("ruth@gmail.com"))
    assert judged(letter, sent=Sent(to_domain_day=5_000)).state is LetterState.QUEUED


def test_breaker_holds_letters_for_a_person():
    assert judged(sent=Sent(all_hour=300)).state is LetterState.HELD


def test_what_a_person_wrote_passes_unjudged():
    note = Letter(LetterKind.NOTE, RUTH, automatic=False)
    assert judged(note, sent=Sent(all_hour=9_999)).state is LetterState.QUEUED


def test_breaker_that_is_open_holds_letters_whatever_the_counts_say():
    found = judged(stopped=True)
    assert (found.state, found.rule) == (LetterState.HELD, "breaker")


@pytest.mark.parametrize("kind", [LetterKind.DIGEST, LetterKind.ALERT])
def test_breaker_never_holds_what_staff_read(kind):
    known = Known(stopped=True, sent=Sent(all_hour=9_999, all_day=9_999))
    assert judge(Letter(kind, RUTH), None, known, POLICY).state is LetterState.QUEUED


def test_digest_to_an_address_that_failed_is_not_sent():
    known = Known(failed=frozenset({"ruth@example.org"}))
    assert judge(Letter(LetterKind.DIGEST, RUTH), None, known, POLICY).rule == "failed-address"


def test_plus_address_of_the_office_is_the_office():
    own = next(iter(POLICY.own_addresses)).replace("@", "+web@")
    assert judged(Letter(LetterKind.ACKNOWLEDGEMENT, Address(own))).rule == "own-address"


@pytest.mark.parametrize(
    ("copy", "known", "rule"),
    [
        ("opendata@townofexample.example", {}, "own-address"),
        ("no-reply@forms.example", {}, "never-reply"),
        ("bo@walkers.example", {"failed": frozenset({"bo@walkers.example"})}, "failed-address"),
        ("bo@walkers.example", {"sent": Sent(to_requester_day=8)}, "counter:address"),
    ],
)
def test_copy_that_may_not_go_out_is_taken_out_and_the_letter_goes(copy, known, rule):
    found = judged(Letter(LetterKind.ACKNOWLEDGEMENT, RUTH, cc=(Address(copy),)), **known)
    assert (found.state, found.cc) == (LetterState.QUEUED, ())
    assert found.rule == f"passed; no copy to {copy}: {rule}"


def test_copy_to_the_requester_goes_along():
    letter = Letter(LetterKind.ACKNOWLEDGEMENT, RUTH, cc=(Address("bo@walkers.example"),))
    assert (judged(letter).cc, judged(letter).rule) == (letter.cc, "passed")


@pytest.mark.parametrize("variant", ["taken_over", "changed", "neutral", "question"])
def test_acknowledgement_that_says_the_same_again_waits_for_the_next_day(variant):
    letter = Letter(LetterKind.ACKNOWLEDGEMENT, RUTH, variant=variant)
    assert judged(letter, sent=Sent(acknowledged_day={"received": 1})).rule == "passed"
    again = judged(letter, sent=Sent(acknowledged_day={variant: 1}))
    assert again.rule == f"once-a-day:{variant.replace('_', '-')}"


def test_one_correction_a_day_is_restated():
    letter = Letter(LetterKind.ACKNOWLEDGEMENT, RUTH)
    assert judged(letter, sent=Sent(acknowledged_day={"received": 1})).rule == "passed"
    assert judged(letter, sent=Sent(acknowledged_day={"received": 2})).rule == "once-a-day:received"


def test_of_two_automatic_letters_about_one_message_one_goes_out():
    refused = Letter(LetterKind.MORE_DETAIL, RUTH, state=LetterState.SUPPRESSED, rule="counter:ticket")
    note = Letter(LetterKind.NOTE, RUTH, automatic=False)
    first, second = Letter(LetterKind.COST_ESTIMATE, RUTH), Letter(LetterKind.ACKNOWLEDGEMENT, RUTH)
    found = one_letter((refused, first, note, second))
    assert [one.rule for one in found] == ["counter:ticket", "", "", "one-letter"]
    assert found[3].state is LetterState.SUPPRESSED


def results(*values):
    return message(headers={"authentication-results": values})


@pytest.mark.parametrize(
    "value",
    [
        "mx.town.example; dmarc=fail header.from=example.org",
        "mx.town.example; spf=fail smtp.mailfrom=x; dkim=fail header.d=x",
        "MX.Town.Example 1; spf=fail (not (at all) allowed); dkim=fail",
        "mx.town.example; spf=fail smtp.mailfrom=dmarc=pass@evil.example; dkim=fail",
        'mx.town.example; spf=fail smtp.mailfrom="a;dmarc=pass"@evil.example; dkim=fail',
        "mx.town.example; spf=fail (a comment; dmarc=pass); dkim=fail",
        r"mx.town.example; spf=fail (\); dmarc=pass); dkim=fail",
        '"mx.town.example" 1; dmarc=fail',
        "mx.town.example; dkim/1 = fail; spf = fail; dmarc=none",
        "mx.town.example (our (own) server) 1; dmarc=fail",
        "mx.town.example; spf=pass smtp.mailfrom=a(b@evil.example; dmarc=fail",
    ],
)
def test_our_own_servers_fail_is_a_fail(value):
    assert authentication_failed(results(value), ("mx.town.example",))


@pytest.mark.parametrize(
    "value",
    [
        "mx.stranger.example; dmarc=fail",
        "mx.town.example; dmarc=pass; spf=fail",
        "mx.town.example; spf=fail; dkim=pass header.d=example.org",
        "mx.town.example; spf=fail",
        "mx.town.example; spf=softfail; dkim=none",
        "mx.town.example.evil.example; dmarc=fail",
        '"mx.town.example.evil.example"; dmarc=fail',
        "mx.town.example; spf=pass smtp.mailfrom=dmarc=fail@evil.example",
        'mx.town.example; spf=pass smtp.mailfrom=";dmarc=fail"@evil.example',
        "mx.town.example; none",
        "mx.town.example; auth=pass smtp.auth=dmarc=fail@evil.example",
        "spf=fail; dkim=fail; dmarc=fail",
        "((((((",
        "",
    ],
)
def test_what_is_no_fail_of_our_own_server_is_none(value):
    assert not authentication_failed(results(value), ("mx.town.example",))


@pytest.mark.parametrize(
    "values",
    [
        ("mx.town.example; spf=pass", "mx.town.example; dkim=none", "mx.town.example; dmarc=fail"),
        ("mx.town.example; dkim=fail", "mx.town.example; spf=fail"),
        ("mx.town.example; dmarc=pass", "mx.town.example; dmarc=fail"),
        ("mx.stranger.example; dmarc=pass", "mx.town.example; dmarc=fail"),
    ],
)
def test_what_our_server_says_in_several_fields_is_joined(values):
    assert authentication_failed(results(*values), ("mx.town.example",))


def test_fields_of_others_are_not_joined():
    values = ("mx.town.example; spf=fail", "mx.stranger.example; dkim=fail; dmarc=fail")
    assert not authentication_failed(results(*values), ("mx.town.example",))


MICROSOFT = (
    "spf=fail (sender IP is 192.0.2.7) smtp.mailfrom=example.org; dkim=none (message not signed)"
    " header.d=none;dmarc=fail action=oreject header.from=example.org;compauth=none reason=405"
)


def test_field_that_names_no_server_counts_only_where_the_town_says_so():
    assert not authentication_failed(results(MICROSOFT), ("mx.town.example",))
    assert authentication_failed(results(MICROSOFT), (), topmost_unnamed=True)
    trusting = POLICY.model_copy(update={"trust_unnamed_authentication_results": True})
    assert judged(mail=results(MICROSOFT), policy=trusting).rule == "authentication"
    assert judged(mail=results(MICROSOFT)).rule == "passed"


def test_only_the_topmost_field_without_a_name_counts():
    passed = MICROSOFT.replace("=fail", "=pass")
    assert not authentication_failed(results(passed, MICROSOFT), (), topmost_unnamed=True)
    assert authentication_failed(
        results("mx.stranger.example; spf=pass", MICROSOFT), (), topmost_unnamed=True
    )


@pytest.mark.parametrize(
    "hostile", ["(" * 200_000, '"' * 199_999, "\\" * 200_000, "();" * 70_000, "a=" * 100_000]
)
def test_hostile_field_takes_no_time(hostile):
    assert not authentication_failed(results(*[f"mx.town.example; {hostile}"] * 60), ("mx.town.example",))
