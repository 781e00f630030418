"""Answers of machines that only their words give away, beside people who write in the same words."""

import time

import pytest

from intake.message.automatic import LONGEST, decisive_signs, speaks_for_itself
from intake.message.automatic_words import Sign
from intake.message.model import Origin
from intake.message.parse import parse
from tests.message.machines_and_people import MACHINES, PEOPLE

OURS = frozenset({"opendata@town.example"})


def origin_of(subject, text):
    head = (
        f"From: Delia Fenn <delia@example.org>\r\nTo: opendata@town.example\r\nSubject: {subject}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return parse((head + text.replace("\n", "\r\n")).encode(), own_addresses=OURS).origin


@pytest.mark.parametrize(("subject", "text"), MACHINES)
def test_automatic_answer_is_known_by_its_words_alone(subject, text):
    assert origin_of(subject, text) is Origin.AUTO_REPLY


@pytest.mark.parametrize(("subject", "text"), PEOPLE)
def test_person_who_writes_in_the_words_of_a_machine_stays_a_person(subject, text):
    assert origin_of(subject, text) is Origin.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "Actualmente me encuentro de vacaciones y regresar\u00e9 el 16 de noviembre de 2026.",
        "Me encuentro de baja por maternidad hasta el 1 de marzo de 2027.",
        "Hola, estar\u00e9 fuera del 2 al 15 de noviembre de 2026, sin acceso al correo.",
        "Estoy disfrutando de mis vacaciones. Contestar\u00e9 su mensaje a la vuelta.",
        "I'm on leave through 2027. Please contact Bob.",
    ],
)
def test_leave_with_dates_is_no_period(text):
    assert origin_of("Re: leaf routes", text) is Origin.AUTO_REPLY


def test_person_on_leave_who_asks_stays_a_person():
    text = "Estar\u00e9 fuera del 2 al 15; \u00bfpodr\u00edan mandarme antes los conteos de 2024 en Excel?"
    assert origin_of("Conteos", text) is Origin.PERSON


def test_signs_are_named():
    assert decisive_signs("Ich bin ab dem 9.11. wieder erreichbar.") == (Sign.ABSENT,)
    assert decisive_signs("This inbox is not monitored.") == (Sign.UNREAD,)


def test_accents_case_and_line_breaks_make_no_difference():
    for text in ("ESTOY DE VACACIONES HASTA EL LUNES", "Estarei de ferias ate 9 de novembro"):
        assert decisive_signs(text) == (Sign.ABSENT,)
    wrapped = (
        "Hello, thank you very much for your message, at this time I am\nout of the office until Monday."
    )
    assert decisive_signs(wrapped) == (Sign.ABSENT,)


def test_what_follows_a_but_is_a_persons_unless_machines_say_it_too():
    away = "I am out of the office until Monday but {}."
    assert decisive_signs(away.format("will reply when I return")) == (Sign.ABSENT,)
    assert decisive_signs(away.format("the elms matter most")) == ()


def test_receipt_without_any_promise_is_a_persons():
    assert decisive_signs("We have received your email.") == ()
    assert decisive_signs("We have received your email and will reply as soon as possible.") == (
        Sign.RECEIVED,
    )


def test_long_text_is_nobodys_automatic_answer():
    assert decisive_signs("I am out of the office until Monday. " + "Hello. " * LONGEST) == ()


@pytest.mark.parametrize(
    "subject", ["Out of Office: bid tabs", "Abwesenheitsnotiz", "Respuesta automática: mapas"]
)
def test_automatic_subject_with_a_wish_of_ones_own_is_a_persons(subject):
    text = "Our archivist has no mailbox of his own. He would like the street name changes, in any format.\n"
    assert origin_of(subject, text) is Origin.PERSON
    assert origin_of(subject, "I am in the swamp through Wednesday.\n") is Origin.AUTO_REPLY


def test_reply_to_an_automatic_subject_is_a_persons():
    assert (
        origin_of("Re: Out of Office: bid tabs", "It's Monday :) So again, the bid tabs.\n") is Origin.PERSON
    )


@pytest.mark.parametrize(
    "piece", ["i am ", "i am on x ", "a, ", "for ", "ich bin ", "we received but ", "¿", "(", "9.", "a@a."]
)
def test_endless_repetitions_take_no_time(piece):
    text = (piece * LONGEST)[: LONGEST - 30] + " I am out of the office"
    start = time.process_time()
    decisive_signs("I am out of the office. " + text[:-40])
    speaks_for_itself(text)
    assert time.process_time() - start < 1
