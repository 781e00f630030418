"""The letters themselves. Each of `letters/` is read and approved by a person before it is kept.

After a change of wording: INTAKE_KEEP_LETTERS=1 pytest tests/replies/test_letters.py, then read the difference.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from intake.estimate.estimate import CostEstimate, EstimateLine
from intake.message.model import Address
from intake.replies.compose import compose_digest, digest_html, digest_text
from intake.replies.digest import DigestFacts, DigestItem, HealthLine
from intake.replies.samples import rehearse
from intake.request.model import Field, Finding, RequestKind, State

LETTERS = Path(__file__).parent / "letters"
VARIANTS = (
    "received", "changed", "taken_over", "no_charge", "question", "neutral", "not_a_request", "unreadable_language",
)  # fmt: skip

ESTIMATE = CostEstimate(
    number=2,
    lines=(
        EstimateLine("extract", "analyst", 720, 1800, 21600),
        EstimateLine("free_allowance", "analyst", -240, 1800, -7200),
        EstimateLine("review_redact", "clerical", 90, 0, 0),
    ),
    total_cents=14400,
    deposit_cents=7200,
    valid_until=date(2026, 4, 14),
    card_id="town-2026",
    card_version="3",
)


def approved(name: str, mail, text: str) -> None:
    """The letter is as it was approved."""
    whole = f"Subject: {mail['Subject']}\n\n{text}"
    path = LETTERS / f"{name}.txt"
    if os.environ.get("INTAKE_KEEP_LETTERS"):
        path.write_text(whole, encoding="utf-8")
    assert whole == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("variant", VARIANTS)
def test_acknowledgements_read_as_approved(write, text_of, match, variant):
    mail = write(variant=variant, suggestions=(match,), assumed=("fields",))
    approved(f"acknowledgement_{variant}", mail, text_of(mail))


def test_the_request_for_more_detail_reads_as_approved(write, text_of, request_):
    unclear = Finding(Field.FREQUENCY, None, "biweekly", "prose", State.AMBIGUOUS)
    mail = write(
        "more_detail",
        request=replace(request_, time_range=None, formats=(), findings=(unclear,)),
        missing=("time_range", "frequency"),
        assumed=("fields",),
    )
    approved("more_detail", mail, text_of(mail))


def test_the_cost_estimate_reads_as_approved(write, text_of):
    mail = write("cost_estimate", estimate=ESTIMATE, assumed=("fields",))
    approved("cost_estimate", mail, text_of(mail))


def test_the_letter_about_the_state_of_a_request_reads_as_approved(write, text_of):
    facts = {"status": "needs_detail", "opened": date(2026, 3, 2), "updated": date(2026, 3, 12)}
    mail = write(variant="status", facts=facts, missing=("time_range", "formats"))
    approved("acknowledgement_status", mail, text_of(mail))


def test_the_letter_that_closes_a_withdrawn_request_reads_as_approved(write, text_of):
    mail = write("closing", variant="withdrawn")
    approved("closing_withdrawn", mail, text_of(mail))


def test_the_letter_about_a_message_too_large_reads_as_approved(write, text_of):
    mail = write("too_large", request=None, facts={"size": 41_000_000, "limit": 25_000_000})
    approved("too_large", mail, text_of(mail))


def test_the_alert_reads_as_approved(write, text_of):
    said = {
        "what": "mailbox main has not worked since 8:00",
        "detail": "login refused",
        "todo": "Run: intake check",
    }
    mail = write("alert", request=None, received=None, reference=None, facts=said)
    approved("alert", mail, text_of(mail))


@pytest.fixture
def digest() -> DigestFacts:
    now = datetime(2026, 3, 3, 12, 30, tzinfo=UTC)
    return DigestFacts(
        since=datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
        until=now,
        decide=(
            DigestItem(
                "crash reports with drivers' names",
                "a person reviews it before anything is released (protected:victims)",
                "OD-2026-00040",
                "Omar Haddad",
                datetime(2026, 3, 2, 15, 5, tzinfo=UTC),
                "intake show OD-2026-00040",
            ),
        ),
        waiting=(
            DigestItem("zoning map", "we asked for: time_range", "OD-2026-00038", "p.wong@mail.example"),
        ),
        arrived=(DigestItem("street trees", reference="OD-2026-00042", who="Lena Ortega"),),
        unanswered=(DigestItem("acknowledgement: suppressed", "never-reply", who="no-reply@forms.example"),),
        quarantined=(DigestItem("(no subject)", "too many parts", todo="intake quarantine retry 4"),),
        health=(
            HealthLine("mailbox main", well=True, detail="last success 3 Mar 12:29"),
            HealthLine("smtp", well=False, detail="connection refused"),
        ),
        counts={"messages": 6, "tickets": 2, "letters": 3, "open_tickets": 11},
    )


def test_the_digest_reads_as_approved(digest, letters, office, text_of):
    mail = compose_digest(
        digest,
        to=Address("clerk@town.example"),
        office=office,
        letters=letters,
        message_id="<d@x>",
        now=digest.until,
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    approved("digest", mail, text_of(mail))


def test_an_empty_digest_says_that_nothing_waits(letters):
    quiet = DigestFacts(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))
    assert "Nothing waits for a decision." in digest_text(quiet, letters)


def test_a_long_section_of_the_digest_is_cut_and_counted(digest, letters):
    many = replace(digest, decide=digest.decide * 45)
    text = digest_text(many, letters)
    assert "To decide: 45" in text
    assert "And 5 more: intake tickets --open" in text


def test_a_stranger_writes_nothing_but_words_into_the_digest(digest, letters):
    item = DigestItem("<img src=x onerror=alert(1)>\r\n# Not working", who="{{ 7*7 }}", reference="OD-1")
    page = digest_html(replace(digest, decide=(item,)), letters)
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; # Not working" in page
    assert "{{ 7*7 }}" in page


class _Words(HTMLParser):
    """The visible words of a page."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, _attrs):
        self.hidden += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def words_of_page(page: str) -> list[str]:
    parser = _Words()
    parser.feed(page)
    return parser.words


def test_text_and_html_say_the_same_in_every_letter(letters, office, fields, text_of, html_of):
    for name, mail in rehearse(letters, office=office, fields=fields, language="en"):
        # Columns are set in another order, so the letters are counted; the page repeats the office above.
        head = office.name + ("" if "digest" in name else office.town)
        text = Counter(filter(str.isalpha, text_of(mail) + head))
        assert Counter(filter(str.isalpha, "".join(words_of_page(html_of(mail))))) == text, name


def test_no_letter_fetches_anything(letters, office, fields, html_of):
    for name, mail in rehearse(letters, office=office, fields=fields, language="en"):
        page = html_of(mail)
        assert not re.search(r"<(img|script|link|iframe|object|form)\b|url\(|@import", page), name


def test_no_line_of_a_letter_is_wider_than_76_columns(letters, office, fields, text_of):
    for name, mail in rehearse(letters, office=office, fields=fields, language="en"):
        wide = [line for line in text_of(mail).splitlines() if len(line) > 76 and "://" not in line]
        assert not wide, name


BLAME = re.compile(
    r"(?i)incomplete|invalid|deficien|you failed|you forgot|do not reply|unfortunately|denied|refus"
)
PROMISE = re.compile(r"(?i)\bwithin \d|\bwe guarantee|business days?|\bsoon\b|shortly|as quickly")


def test_no_letter_blames_or_promises_a_time(letters, office, fields, text_of):
    for name, mail in rehearse(letters, office=office, fields=fields, language="en"):
        if "alert" in name or "digest" in name:
            continue
        text = text_of(mail)
        assert not BLAME.search(text), name
        assert not PROMISE.search(text), name


def test_the_law_stands_in_no_first_paragraph(letters, office, fields, text_of):
    for name, mail in rehearse(letters, office=office, fields=fields, language="en"):
        opening = "\n\n".join(text_of(mail).split("\n\n")[:2])
        assert "G.S." not in opening, name


@pytest.mark.parametrize("kind", [RequestKind.MISUSE_REPORT, RequestKind.APPEAL])
def test_misuse_and_appeals_get_neutral_words_only(write, text_of, request_, match, kind):
    mail = write(
        variant="neutral", request=replace(request_, kind=kind, protected=("minors",)), suggestions=(match,)
    )
    text = text_of(mail)
    assert "A person at our office will read it and answer you." in text
    for verdict in ("street tree", "Brightwater Trees", "check before release", "sorry", "why you want"):
        assert verdict not in text


def test_protected_data_brings_one_neutral_sentence(write, text_of, request_):
    with_flag = text_of(write(request=replace(request_, protected=("victims",))))
    assert with_flag.count("Part of this may need a check before release.") == 1
    assert "victim" not in with_flag
    assert "check before release" not in text_of(write())


def test_at_most_five_questions_and_those_that_we_must_ask_first(write, text_of):
    names = ("datasets", "time_range", "formats", "frequency", "intended_use", "fields")
    text = text_of(write("more_detail", missing=names[:2], assumed=names[2:]))
    assert re.findall(r"(?m)^(\d)\. ", text) == ["1", "2", "3", "4", "5"]
    assert text.index("1. ") < text.index("2. ")


def test_what_is_asked_or_assumed_is_not_restated_as_understood(write, text_of):
    text = text_of(write(assumed=("formats",)))
    assert "GeoJSON" not in text


def test_nobody_must_say_why(write, text_of):
    for kind, said in (("acknowledgement", {}), ("more_detail", {"missing": ("datasets",)})):
        assert "You don't have to tell us why" in " ".join(text_of(write(kind, **said)).split())


def test_more_than_three_suggestions_are_never_made(write, text_of, match):
    assert text_of(write(suggestions=(match,) * 7)).count("Brightwater Trees") == 3


def test_sentences_of_the_office_stand_in_the_letter(write, text_of, office):
    own = office.model_copy(
        update={
            "mediation": "The county's ombudsman hears complaints about fees.",
            "payment_instructions": "Pay at the counter in Town Hall,\n12 Main Street.",
            "public_records_notice": "Letters to us are public.",
            "signature": "Ada Byrd\nRecords clerk",
        }
    )
    text = text_of(write("cost_estimate", estimate=ESTIMATE, office=own))
    assert "ombudsman hears complaints" in text
    assert "State Chief Information Officer" not in text
    assert "Pay at the counter in Town Hall,\n12 Main Street.\n" in text
    assert "Ada Byrd\nRecords clerk\n\n-- \nThis letter" in text
    assert "Letters to us are public." in text


HOSTILE = (
    "{{ 7*7 }}", "{% for x in y %}", "<script>alert(1)</script>", "# Heading", "- item", "| a | b |", "**bold**", "---",
    "1. one", "<https://evil.example>", "\\",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_they_wrote_is_text_and_nothing_else(write, text_of, html_of, request_, hostile):
    said = replace(request_, datasets=(f"{hostile}",), intended_use=f"use\r\n\r\n{hostile}\x00")
    mail = write(request=said)
    text, page = text_of(mail), html_of(mail)
    shown = hostile.replace("<https://evil.example>", "<[link]>")
    assert re.search(rf"(?m)^  Data +{re.escape(shown)}$", text)
    assert f"use {shown}" in text
    assert "<script>" not in page
    assert "evil.example" not in page
    assert page.count("<h2") == html_of(write()).count("<h2")
    assert page.count("<ul") == html_of(write()).count("<ul")
    assert shown.split()[0] in " ".join(words_of_page(page))


@pytest.mark.parametrize(
    "invisible", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\ufdd0", "\ufdd2", "\ue000"]
)
def test_invisible_characters_vanish(write, text_of, request_, invisible):
    text = text_of(write(request=replace(request_, datasets=(f"street{invisible} trees",))))
    assert "street trees" in text


def test_a_link_to_our_own_portal_stays_and_others_go(write, text_of, request_):
    said = (
        "https://data.brightwater.example/explore/dataset/trees/",
        "https://data.brightwater.example@evil.example/x",
        "www.evil.example/y",
    )
    text = " ".join(text_of(write(request=replace(request_, datasets=said))).split())
    assert said[0] in text
    assert "evil.example" not in text


@pytest.mark.parametrize(
    "name",
    [
        "Win $500 at www.casino.example",
        "Call 919 555 0199",
        "<b>Bob</b>",
        "lena@x.example",
        "x" * 200,
        "{{ x }}",
    ],
)
def test_a_name_that_is_none_is_not_greeted(write, text_of, request_, name):
    said = replace(request_, contact=replace(request_.contact, name=name))
    assert text_of(write(request=said)).startswith("Hello,\n")


def test_names_of_all_scripts_are_greeted(write, text_of, request_):
    for name in ("Zoë O'Connor-Núñez", "李小龍", "Дарья Ким", "محمد علي"):
        said = replace(request_, contact=replace(request_.contact, name=name))
        assert text_of(write(request=said)).startswith(f"Hello {name},\n")


def test_an_endless_value_is_cut(write, text_of, request_):
    text = text_of(
        write(request=replace(request_, datasets=("tree " * 10_000,) * 500, fields=("a" * 9_000,) * 900))
    )
    assert len(text) < 6_000
    assert "…" in text
