"""Machines that answer us and say in no header that they are machines: every loop ends, people are answered."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from intake.digest import alert_if_stopped, digest_facts, queue_digest
from intake.message.parse import parse
from intake.office import furnish
from intake.tickets.outbox import Outbox
from intake.triage.decision import LetterState, Outcome

from .test_process import COMPLETE, OURS, VAGUE, Desk, letter, text_of

CORPUS = Path(__file__).parent / "corpus"
TREES = "oak elm ash fir yew bay fig pear plum lime cedar maple birch alder hazel rowan willow poplar".split()
ECHO = (
    "Hello,\n\nyour message about the {} collection routes was received by our team and we would like to get "
    "the leaf collection {} as well.\n"
)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def configured(desk, *, limits=(), policy=(), digest_to=("clerk@staff.example",)):
    """The desk with some of its settings changed."""
    settings = desk.office.settings
    new = settings.policy.model_copy(
        update={**dict(policy), "limits": settings.policy.limits.model_copy(update=dict(limits))}
    )
    schedule = settings.schedule.model_copy(update={"digest_to": digest_to})
    settings = settings.model_copy(update={"policy": new, "schedule": schedule})
    desk.office = furnish(settings, lambda: desk.now, desk.store)
    return desk


def newest(desk):
    """The text of the letter that was written last."""
    return desk.letters()[-1][1]


def loop(desk, write, rounds=40):
    """A machine answers each of our letters within a minute; returns how many letters it drew."""
    drawn, ours = 0, None
    for number in range(rounds):
        (sent,) = desk.take(write(number, ours)).letters
        if sent.state is not LetterState.QUEUED:
            assert sent.rule.startswith("counter:")
            return drawn
        drawn += 1
        ours = newest(desk)
        desk.now += timedelta(minutes=1)
    return drawn


def varied(number, chance):
    return ECHO.format(chance.choice(TREES), chance.choice(TREES))


@pytest.mark.parametrize(
    "address",
    [
        "Robot {0} <robot{0}@mail{0}.example>",
        "Robot {0} <robot{0}@gmail.com>",
        "Robot <robot+{0}@mail{0}.example>",
    ],
)
def test_machine_that_varies_words_subject_and_address_draws_a_bounded_number_of_letters(desk, address):
    chance = random.Random(7)

    def write(number, _):
        subject = " ".join(chance.choices(TREES, k=8))
        return letter(varied(number, chance), sender=address.format(number), subject=subject)

    assert loop(desk, write) <= 20


def test_machine_that_puts_new_words_before_its_text_draws_a_bounded_number_of_letters(desk):
    chance = random.Random(7)

    def write(number, _):
        words = " ".join(chance.choices(TREES, k=8))
        return letter(
            f"{words}.\n\n{ECHO.format('leaf', 'routes')}",
            sender=f"Robot {number} <robot{number}@gmail.com>",
            subject=words,
        )

    assert loop(desk, write) <= 20


def test_machine_that_sends_our_own_letter_back_unmarked_draws_a_bounded_number_of_letters(desk):
    chance = random.Random(7)

    def write(number, ours):
        back = f"\n\n{text_of(ours)}" if ours else ""
        return letter(
            varied(number, chance) + back,
            sender=f"Robot {number} <robot{number}@mail{number}.example>",
            subject=" ".join(chance.choices(TREES, k=8)),
        )

    assert loop(desk, write) <= 20


def test_plus_address_is_counted_as_the_address_behind_it(desk):
    chance = random.Random(7)
    limit = desk.office.book.policy.limits.per_address_day

    def write(number, _):
        text = f"May I have the {' '.join(chance.choices(TREES, k=12))} data of the {number + 2} wards?\n"
        return letter(text, sender=f"R <Robot+{number}@gmail.com>", subject=f"tree {chance.choice(TREES)}")

    assert loop(desk, write) == limit


def test_office_with_a_plus_address_is_never_written_to(desk):
    decision = desk.take(VAGUE, Reply_To=OURS.replace("@", "+web@"))
    assert all(one.state is LetterState.SUPPRESSED for one in decision.letters)


def test_fifteen_people_who_sign_nearly_the_same_letter_are_all_answered(desk):
    for number in range(15):
        street = TREES[number].title()
        decision = desk.take(
            f"Dear town,\n\nI live on {street} Street. Please send me the speed counts of my street for 2024 as CSV. "
            f"Our neighborhood wants safe crossings.\n\n{street} Neighbor\n",
            sender=f"{street} Neighbor <{street.lower()}@mail{number}.example>",
            subject="Speed counts",
        )
        assert [one.state for one in decision.letters] == [LetterState.QUEUED]
        desk.now += timedelta(minutes=10)


def test_sixty_people_on_a_busy_day_are_all_answered(desk):
    """Mail of the corpus that asks for data, one from each writer."""
    writers, rules = set(), []
    for path in sorted(CORPUS.glob("*/*.eml"))[::7]:
        raw = path.read_bytes()
        message = parse(raw)
        who = message.correspondent
        if who is None or who.key in writers or not message.text.strip():
            continue
        decision = desk.take(raw)
        if decision.outcome is not Outcome.TICKET or not decision.letters:
            continue
        writers.add(who.key)
        rules.append(decision.letters[0].rule)
        desk.now += timedelta(minutes=6)
        if len(rules) == 60:
            break
    assert len(rules) == 60
    assert [rule for rule in rules if rule.startswith(("counter", "breaker"))] == []


def test_ten_people_who_fill_in_the_same_web_form_are_all_answered(desk):
    asked = (
        "leaf routes",
        "tree inventory",
        "bus stops",
        "permits",
        "potholes",
        "hydrants",
        "crashes",
        "parks",
        "bike lanes",
        "sidewalks",
    )
    for number, data in enumerate(asked * 2):
        decision = desk.take(
            f"Your name: {TREES[number % 18].title()} {number}\nYour e-mail: {TREES[number % 18]}@mail.example\n"
            f"Which data do you need?: {data} {TREES[(number * 5) % 18]}\nWhich time period?: {2000 + number} to 2025\n"
            f"Which format?: {'CSV' if number % 2 else 'Excel'}\nWhat is it for?: {TREES[(number * 7) % 18]} {data} study\n",
            sender="Web form <no-reply@forms.example>",
            Reply_To=f"{TREES[number % 18]}{number}@mail{number}.example",
            subject="Form submission",
        )  # fmt: skip
        assert [one.state for one in decision.letters] == [LetterState.QUEUED], decision.letters[0].rule


def stranger(number):
    """A letter that is like no other."""
    chance = random.Random(number)
    words = " ".join("".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(20))
    return letter(f"Please send me the data on {words}.\n", sender=f"p{number}@mail{number}.example")


def take_strangers(desk, numbers):
    """One letter every five minutes; returns the state of the answer to each."""
    states = []
    for number in numbers:
        (answer,) = desk.take(stranger(number)).letters
        states.append(answer.state.value)
        desk.now += timedelta(minutes=5)
        alert_if_stopped(desk.office)
    return states


@pytest.mark.parametrize("limit", ["all_hour", "all_day"])
def test_breaker_stays_open_and_staff_are_told_once(desk, limit):
    configured(desk, limits={limit: 5})
    assert take_strangers(desk, range(20)) == ["queued"] * 5 + ["held"] * 15
    alerts = [row for row in desk.store.letters() if row.kind.value == "alert"]
    assert [(row.to, row.state) for row in alerts] == [("clerk@staff.example", LetterState.QUEUED)]
    assert desk.store.breaker().reason == f"breaker:{limit.removeprefix('all_')}"
    desk.now += timedelta(days=3)
    assert take_strangers(desk, [99]) == ["held"]


def test_breaker_is_closed_by_a_person_and_counts_anew(desk):
    configured(desk, limits={"all_day": 5})
    take_strangers(desk, range(8))
    assert desk.store.reset_breaker(desk.office.now(), "ann")
    assert not desk.store.reset_breaker(desk.office.now(), "ann")
    assert take_strangers(desk, range(20, 27)) == ["queued"] * 5 + ["held"] * 2
    assert len([row for row in desk.store.letters() if row.kind.value == "alert"]) == 2


def test_letters_that_a_person_lets_go_do_not_open_the_breaker_again(desk):
    configured(desk, limits={"all_day": 5})
    take_strangers(desk, range(12))
    for row in desk.store.letters(LetterState.HELD):
        Outbox(desk.store).approve(row.id, desk.office.now(), "ann")
    desk.store.reset_breaker(desk.office.now(), "ann")
    assert take_strangers(desk, [50]) == ["queued"]
    assert [row.rule for row in desk.store.letters()][5] == "approved: breaker:day"


def test_loop_while_the_breaker_is_open_holds_no_more_than_would_have_gone_out(desk):
    configured(desk, limits={"all_day": 3})
    take_strangers(desk, range(4))
    for number in range(12):
        desk.take(f"May I have the {TREES[number]} and {TREES[-number]} data of {number + 2} wards?\n")
    held = [row for row in desk.store.letters(LetterState.HELD) if row.to.startswith("ruth")]
    assert len(held) == desk.office.book.policy.limits.per_address_day


def test_open_breaker_stands_in_the_digest(desk):
    configured(desk, limits={"all_hour": 2})
    take_strangers(desk, range(3))
    assert queue_digest(desk.office) == 1
    (digest,) = [row for row in desk.store.letters() if row.kind.value == "digest"]
    assert digest.state is LetterState.QUEUED
    facts = digest_facts(desk.office)
    assert (facts.decide[0].title, facts.decide[0].todo) == ("1 held letters", "intake letters list")
    assert [line.well for line in facts.health if line.name == "automatic letters"] == [False]
    assert facts.unanswered == ()


def test_digest_is_mailed_neither_to_ourselves_nor_where_nobody_reads(desk):
    configured(desk, digest_to=(OURS, "no-reply@staff.example", "clerk@staff.example"))
    assert queue_digest(desk.office) == 1
    assert [(row.to, row.state.value, row.rule) for row in desk.store.letters()] == [
        (OURS, "suppressed", "own-address"),
        ("no-reply@staff.example", "suppressed", "never-reply"),
        ("clerk@staff.example", "queued", "passed"),
    ]


def test_digest_goes_out_though_the_staffs_domain_wrote_all_day(desk):
    configured(desk, limits={"per_domain_day": 2}, digest_to=("p@town.example",))
    for number in range(3):
        desk.take(stranger(number).replace(b"@mail%d.example" % number, b"@town.example"))
    assert queue_digest(desk.office) == 1


def test_copy_to_an_address_that_takes_no_answer_is_left_out_and_the_ledger_says_so(desk):
    desk.take(VAGUE, sender="Web form <no-reply@forms.example>", Cc="Bo Lee <bo@walkers.example>")
    desk.take(VAGUE, sender="Request form <no-reply@forms.example>", subject="leaf routes")
    reference = desk.store.tickets()[-1].ticket.reference
    decision = desk.take(
        "2021 to 2024, CSV please.\n",
        sender="Bo Lee <bo@walkers.example>",
        subject=f"[{desk.store.tickets()[0].ticket.reference}] leaf routes",
    )
    assert decision.outcome is Outcome.FOLLOW_UP, reference
    (answer,) = decision.letters
    assert (answer.state, answer.cc) == (LetterState.QUEUED, ())
    assert answer.rule == "passed; no copy to no-reply@forms.example: never-reply"
    row, mail = desk.letters()[-1] if desk.letters()[-1][1] else desk.letters()[-2]
    assert row.recipients == ("bo@walkers.example",)
    assert mail["Cc"] is None


def test_copy_of_one_message_by_another_route_is_a_duplicate(desk):
    raw = letter(COMPLETE, message_id="<same@mail.example.org>")
    desk.take(b"Received: from a.example by mx1.town.example; Mon, 2 Nov 2026 08:13:00 -0500\r\n" + raw)
    again = desk.take(
        b"Received: from b.example by mx2.town.example; Mon, 2 Nov 2026 08:14:00 -0500\r\n" + raw
    )
    assert again.outcome is Outcome.DUPLICATE
    assert (len(desk.store.tickets()), len(desk.letters())) == (1, 1)


def test_other_attachment_under_one_message_id_is_another_message(desk):
    def with_file(content):
        head = letter("", message_id="<same@mail.example.org>").partition(b"\r\n\r\n")[0]
        head = head.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=b")
        part = b"--b\r\nContent-Type: text/plain\r\n\r\n" + VAGUE.encode() + b"\r\n"
        file = b"--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n"
        return head + b"\r\n\r\n" + part + file + content + b"\r\n--b--\r\n"

    desk.take(with_file(b"a,b"))
    decision = desk.take(with_file(b"c,d"))
    assert decision.outcome is Outcome.TICKET
    assert "same_message_id" in decision.flags


def test_second_take_over_letter_waits_for_the_next_day(desk):
    configured(desk, policy={"question_rounds": 0})
    desk.take(VAGUE, subject="leaf routes")
    reference = desk.only_ticket().reference

    def change(text):
        (answer,) = desk.take(text, subject=f"[{reference}] leaf routes").letters
        return answer.variant, answer.rule

    assert change("CSV please.\n") == ("taken_over", "once-a-day:taken-over")
    desk.now += timedelta(days=1, minutes=1)
    assert change("Or rather as Excel.\n") == ("taken_over", "passed")


def test_second_report_of_misuse_on_a_ticket_gets_no_second_neutral_letter(desk):
    first = "Someone posted an API key of the town on a forum and it is being abused. Please revoke it.\n"
    desk.take(first, subject="leaked key")
    reference = desk.only_ticket().reference
    decision = desk.take("I report again: " + first, subject=f"[{reference}] leaked key")
    assert [(one.variant, one.rule) for one in decision.letters] == [("neutral", "once-a-day:neutral")]
