"""Formats that a person names and does not want."""

import pytest

from intake.request import read
from tests.request.mail import message, shipped

CASES = {
    "Please send the tree inventory for 2023 as Excel instead of CSV.": ("XLSX",),
    "The tree inventory of 2023 please, as JSON, not Excel.": ("JSON",),
    "Please send the tree inventory as CSV rather than a shapefile.": ("CSV",),
    "I would like the tree inventory as GeoJSON; no need for a PDF.": ("GeoJSON",),
    "Send us the tree inventory as CSV, not Excel or PDF.": ("CSV",),
    "Quisiera el inventario de árboles en CSV en vez de Excel.": ("CSV",),
    "Quisiera el inventario de árboles en Excel, no en PDF.": ("XLSX",),
    "Please send the tree inventory as CSV, or if not, Excel.": ("CSV", "XLSX"),
    "Please send the tree inventory as CSV or Excel.": ("CSV", "XLSX"),
    "I'd like the tree inventory in any format but not PDF.": ("any",),
}


@pytest.mark.parametrize(("text", "formats"), CASES.items(), ids=[text[-40:] for text in CASES])
def test_format_after_a_negation_is_not_asked_for(text, formats):
    assert read(message(text), shipped()).formats == formats


def test_anything_but_one_format_is_any_format():
    request = read(message("Please send the tree inventory for 2023, anything but PDF."), shipped())
    assert request.formats == ("any",)
