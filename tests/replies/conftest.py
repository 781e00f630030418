"""The office, its shipped letters and one requester's message, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from intake.catalogue.dataset import Dataset, Gap, Match
from intake.message.model import Address, Message
from intake.replies.compose import compose
from intake.replies.context import OfficeFacts
from intake.replies.templates import Letters
from intake.request.completeness import FieldTable
from intake.request.model import Contact, Period, Request, RequestKind
from intake.triage.decision import Letter, LetterKind

SHIPPED = Path(__file__).parents[2] / "templates"
NOW = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)
MESSAGE_ID = "<OD-2026-00042.1.kq7x@brightwater.example>"


@pytest.fixture(scope="session")
def letters() -> Letters:
    return Letters.load([SHIPPED])


@pytest.fixture
def office() -> OfficeFacts:
    return OfficeFacts(
        name="Brightwater Open Data",
        town="Town of Brightwater",
        address="opendata@brightwater.example",
        phone="(919) 555-0100",
        website="https://brightwater.example/open-data",
        portal="https://data.brightwater.example",
    )


@pytest.fixture
def fields():
    wording = {
        "datasets": {
            "label": "Data",
            "question": "Which records do you need?",
            "example": "building permits.",
        },
        "time_range": {
            "label": "Period",
            "question": "Which years or dates?",
            "example": "2021 to 2024.",
            "default": "we send all years.",
        },
        "formats": {
            "label": "Format",
            "question": "Which file format suits you?",
            "example": "Excel or CSV.",
            "default": "we send CSV.",
        },
        "fields": {
            "label": "Columns",
            "question": "Which columns do you need?",
            "example": "address, date.",
            "default": "all public columns",
        },
        "intended_use": {
            "label": "Use",
            "question": "May we ask what it is for?",
            "example": "a school project.",
        },
        "frequency": {
            "label": "How often",
            "question": "How often will you fetch it?",
            "example": "once a week.",
        },
        "deadline": {"label": "Needed by"},
    }
    return FieldTable.model_validate({"wording": {"en": wording}})


@pytest.fixture
def requester() -> Address:
    return Address("lena.ortega@mailbox.example", "Lena Ortega")


@pytest.fixture
def received(requester: Address) -> Message:
    return Message(
        sha256="",
        size=2_000,
        message_id="<CAF+8x0=Tq@mail.mailbox.example>",
        date=datetime(2026, 3, 3, 8, 12, tzinfo=UTC),
        from_=requester,
        subject="Tree inventory for a shade study",
    )


@pytest.fixture
def request_() -> Request:
    return Request(
        kind=RequestKind.DATASET,
        datasets=("street tree inventory",),
        time_range=Period(date(2019, 1, 1), date(2023, 12, 31)),
        formats=("CSV", "GeoJSON"),
        deadline=date(2026, 3, 27),
        contact=Contact(name="Lena Ortega", email="lena.ortega@mailbox.example"),
    )


@pytest.fixture
def match() -> Match:
    return Match(
        Dataset(
            "trees",
            "Brightwater Trees",
            "https://data.brightwater.example/explore/dataset/trees/",
            formats=("CSV", "GeoJSON", "Shapefile"),
            modified=date(2026, 2, 14),
        ),
        score=0.83,
        certain=False,
        gaps=(
            Gap("time_range", ("2019",), periods=(Period(date(2019, 1, 1), date(2019, 12, 31)),)),
            Gap("fields", ("crown width",), known=False),
        ),
    )


@pytest.fixture
def write(
    letters: Letters,
    office: OfficeFacts,
    fields: Any,
    received: Message,
    requester: Address,
    request_: Request,
) -> Callable[..., EmailMessage]:
    """Compose a letter; what a test does not say is that of the requester above."""

    def composed(kind: str = "acknowledgement", variant: str = "received", **said: Any) -> EmailMessage:
        outside = {
            "reference": said.pop("reference", "OD-2026-00042"),
            "received": said.pop("received", received),
            "office": said.pop("office", office),
            "letters": said.pop("letters", letters),
            "message_id": said.pop("message_id", MESSAGE_ID),
            "now": said.pop("now", NOW),
        }
        letter = Letter(
            LetterKind(kind),
            said.pop("to", requester),
            variant=variant,
            request=said.pop("request", request_),
            **said,
        )
        return compose(letter, fields=fields, **outside)

    return composed


@pytest.fixture
def text_of() -> Callable[[EmailMessage], str]:
    def text(mail: EmailMessage) -> str:
        part = mail.get_body(("plain",))
        assert part is not None
        return part.get_content()

    return text


@pytest.fixture
def html_of() -> Callable[[EmailMessage], str]:
    def html(mail: EmailMessage) -> str:
        part = mail.get_body(("html",))
        assert part is not None
        return part.get_content()

    return html
