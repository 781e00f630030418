"""Legal process and what only looks like it."""

import pytest

from intake.message.model import Attachment
from intake.request import read
from tests.request.mail import message, shipped

SERVED = [
    "Please find attached a subpoena duces tecum in Hart v. Hart, 24 CVS 1182. Produce the call logs by May 2.",
    "The attached subpoena requires the traffic signal logs of June 2, 2025.",
    "Litigation hold. Preserve all records about the water main break on Elm Street until further notice.",
    "You are hereby notified to preserve and retain all dash camera data of March 3.",
    "This is a notice of claim under G.S. 1-539.15 for the fall on the greenway bridge.",
    "Send the crash data for Fifth Street. If I don't have it by Friday I will file suit.",
    "Hand over the permit file or we will take you to court.",
    "A court order of April 9 directs the Town to release the inspection reports.",
    "We hold a search warrant for the camera records of Lot 4.",
    "Adjunto una orden judicial para que entreguen los registros de llamadas.",
    "Si no me contestan presentaré una demanda.",
    "Le envío un citatorio judicial por los datos de accidentes.",
]
ORDINARY = [
    "I court my fiancée at the duck pond; could I get the bench inventory as CSV?",
    "For a story I need the list of subpoenas the town received in 2025, with date and issuing court, as CSV.",
    "Could I get the number of search warrants served in 2024, by month?",
    "I want data on each search warrant the police served in 2024: date, district, outcome.",
    "Please send the legal notices that the town published in 2023.",
    "I am an attorney at Legal Aid. Please send the code inspection cases of 2022 to 2024 as Excel.",
    "Our law office requests the crash reports for Oak Street, 2023, under the Public Records Law. "
    "This is not a subpoena and no litigation hold.",
    "Tennis court reservations for 2024 as CSV, in order of date.",
    "I restore houses: which of your historic preservation notices have coordinates?",
    "Quisiera la lista de órdenes judiciales que recibió el pueblo en 2024.",
]


@pytest.mark.parametrize("text", SERVED)
def test_legal_process_is_told_whatever_kind_of_request_it_looks_like(text):
    request = read(message(text), shipped())
    assert "legal_process" in request.protected
    (said,) = [finding.text for finding in request.findings if finding.reader == "legal_process"]
    assert said in text


@pytest.mark.parametrize("text", ORDINARY)
def test_request_about_such_papers_or_by_a_law_office_is_a_request(text):
    assert "legal_process" not in read(message(text), shipped()).protected


def test_subpoena_that_stands_only_in_the_attachments_name_is_told():
    paper = Attachment("Subpoena_24-CVS-1182.pdf", "application/pdf", b"%PDF")
    assert "legal_process" in read(message("See attached.", attachments=(paper,)), shipped()).protected


def test_legal_process_is_no_privacy_category_of_the_row():
    row = read(message("The attached subpoena is for the leaf routes of 2023."), shipped()).as_json()
    assert row["protected"] is False


def test_words_of_legal_process_over_a_line_break_are_proved_as_they_stand():
    request = read(message("Enclosed is a litigation\nhold for the culvert files."), shipped())
    assert "litigation\nhold" in [finding.text for finding in request.findings]
