"""The gate: which automatic letters go out, which never do, and by which rule."""

import pytest

from intake.message.model import Address, Message, Origin, Provenance
from intake.settings import load
from intake.triage.decision import Known, Letter, LetterKind, LetterState, Sent
from intake.triage.gate import authentication_failed, judge, never_answered

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


def results(value):
    return message(headers={"authentication-results": (value,)})


@pytest.mark.parametrize(
    "value",
    [
        "mx.town.example; dmarc=fail header.from=example.org",
        "mx.town.example; spf=fail smtp.mailfrom=x; dkim=fail header.d=x",
        "MX.Town.Example 1; spf=fail (not (at all) allowed); dkim=fail",
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
        "((((((",
        "",
    ],
)
def test_what_is_no_fail_of_our_own_server_is_none(value):
    assert not authentication_failed(results(value), ("mx.town.example",))
