"""What the subject of a follow-up says anew."""

import pytest

from intake.message.subject import newly_said


@pytest.mark.parametrize(
    ("subject", "before", "said"),
    [
        ("Re: [OD-2026-00001] Leaf routes 2023 as Excel", "Leaf routes 2023 as Excel", ""),
        ("RE: RE: [OD-2026-00001] leaf routes", "Re: Leaf Routes", ""),
        ("Re: [OD-2026-00001] Leaf routes - as CSV please", "Leaf routes", "as CSV please"),
        ("AW: [OD-2026-00001] Your request for data", "", ""),
        ("[OD-2026-00001] 2023 as CSV", "", "2023 as CSV"),
        ("Re: [OD-2026-00001] Trees by ward", "Tree", "Trees by ward"),
        ("Now as a shapefile", "Leaf routes", "Now as a shapefile"),
    ],
)
def test_subject_of_a_reply_says_only_what_is_not_the_tickets(subject, before, said):
    assert newly_said(subject, before, "OD") == said


def test_subject_that_our_letter_shortened_says_nothing_anew():
    before = "Leaf collection routes of every neighborhood " * 4
    assert newly_said(f"Re: [OD-2026-00001] {before[:110]}…", before, "OD") == ""
