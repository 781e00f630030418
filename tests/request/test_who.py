"""Who asks and where they want to be answered."""

from intake.message.parse import parse
from intake.request.model import Contact
from intake.request.read import read
from intake.settings import load

WORDS = load(None, {}).phrases


def contact(text, sender="Ines Wolfe <ines@example.org>", **headers):
    head = {
        "From": sender,
        "To": "opendata@town.example",
        "Subject": "bench list",
        "Date": "Mon, 2 Nov 2026 09:30:00 -0500",
    }
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return read(parse((lines + "Content-Type: text/plain; charset=utf-8\n\n" + text).encode()), WORDS).contact


def test_signature_gives_organization_and_telephone():
    found = contact(
        "Could you send me the bench list?\n\nRegards,\nInes Wolfe\nDirector of Research\nLakeside Parks Alliance\n"
        "Office: (919) 555-0142\nFax: (919) 555-0143\n"
    )
    assert found == Contact("Ines Wolfe", "ines@example.org", "+19195550142", "Lakeside Parks Alliance")


def test_display_name_with_surname_first_is_turned_round():
    assert (
        contact("Please send the bench list.", sender='"Wolfe, Ines (Planning)" <ines@example.org>').name
        == "Ines Wolfe"
    )


def test_reply_to_is_where_they_want_to_be_answered():
    found = contact("Please send the bench list.", Reply_To="Ines Wolfe <ines.wolfe@example.net>")
    assert found.email == "ines.wolfe@example.net"


def test_address_in_the_text_wins_where_it_is_given_as_the_one_to_use():
    assert contact(
        "Please send the bench list. Reply to wolfe.home@example.com, I leave this job today."
    ).email == ("wolfe.home@example.com")


def test_somebody_elses_address_in_the_text_is_not_the_requesters():
    assert (
        contact("Tom (tom@example.com) told me that you keep a bench list. May I have it?").email
        == "ines@example.org"
    )


def test_private_person_has_no_organization():
    assert contact("Could I have the list of benches, please?\n\nThanks,\nInes\n").organization is None


def test_forwarded_person_is_the_one_who_asks():
    found = contact(
        "Can you help her?\n\n---------- Forwarded message ---------\nFrom: Rosa Lind <rosa@example.com>\n"
        "Date: Sun, Nov 1, 2026 at 8:00 PM\nSubject: benches\nTo: Ines Wolfe <ines@example.org>\n\n"
        "Hi Ines, where can I get a list of all public benches as a spreadsheet?\n\nRosa Lind\n",
        Subject="Fwd: benches",
    )
    assert (found.name, found.email) == ("Rosa Lind", "rosa@example.com")


def test_machine_has_only_the_address_of_its_header():
    found = contact("I am out of the office.", Auto_Submitted="auto-replied")
    assert found == Contact("Ines Wolfe", "ines@example.org")
