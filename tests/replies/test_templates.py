"""A town's own templates: what they may change, what they cannot do, and what they are told when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.errors import TemplateError
from intake.replies.manuscript import read, shield
from intake.replies.samples import render_samples, sample_letters
from intake.replies.templates import Letters
from intake.replies.typeset import as_text
from intake.triage.decision import LetterKind

SHIPPED = Path(__file__).parents[2] / "templates"


@pytest.fixture
def town(tmp_path):
    """A town's templates: write(path, text), then the letters of town and shipped folder together."""

    class Town:
        def write(self, name: str, text: str):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return path

        def letters(self) -> Letters:
            return Letters.load([tmp_path, SHIPPED])

    return Town()


def test_a_town_changes_one_block_and_keeps_the_rest(town, write, text_of):
    town.write(
        "en/acknowledgement/body.txt",
        '{% extends "shipped/en/acknowledgement/body.txt" %}\n'
        "{% block correction %}\nCall Ada if anything is wrong.\n{% endblock %}\n",
    )
    text = text_of(write(letters=town.letters()))
    assert "Call Ada if anything is wrong." in text
    assert "If something is wrong or missing" not in text
    assert "street tree inventory" in text


def test_a_town_adds_to_a_block_with_super(town, write, text_of, html_of):
    town.write(
        "en/letter.txt",
        '{% extends "shipped/en/letter.txt" %}\n'
        "{% block footer %}\n{{ super() }}\n\nBrightwater: **open** by default.\n{% endblock %}\n",
    )
    mail = write(letters=town.letters())
    assert text_of(mail).endswith("passwords.\n\nBrightwater: open by default.\n")
    assert ">open</strong> by default." in html_of(mail)


def test_a_frame_of_the_town_holds_for_every_letter(town, write, text_of):
    town.write(
        "en/letter.txt", '{% extends "shipped/en/letter.txt" %}{% block greeting %}Good day,{% endblock %}'
    )
    letters = town.letters()
    assert text_of(write(letters=letters)).startswith("Good day,\n")
    assert text_of(write("too_large", letters=letters)).startswith("Good day,\n")


def test_a_town_words_dates_in_its_own_way(town, write, text_of):
    town.write("en/words.toml", '[dates]\nday_of_week = "{weekday} {day} {month} {year}"\n')
    text = text_of(write(letters=town.letters()))
    assert "Friday 27 March 2026" in text
    assert "2019 to 2023" in text


def test_a_misspelt_value_is_named_with_file_line_and_the_right_one(town, write):
    path = town.write("en/too_large/body.txt", "Hello,\n\nyour number is {{ referense }}.\n")
    with pytest.raises(TemplateError) as caught:
        write("too_large", letters=town.letters())
    assert str(caught.value) == f"{path}, line 3: 'referense' is undefined. Did you mean reference?"


def test_a_value_that_nobody_knows_gets_the_list_of_those_there_are(town, write):
    town.write("en/too_large/body.txt", "{{ qqqqqq }}")
    with pytest.raises(
        TemplateError, match=r"A letter may use: another_language, assumed, automatic, .*suggestions"
    ):
        write("too_large", letters=town.letters())


def test_a_misspelt_attribute_is_found(town, write):
    path = town.write("en/too_large/body.txt", "\n{{ office.phon }}")
    with pytest.raises(TemplateError) as caught:
        write("too_large", letters=town.letters())
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert str(caught.value).endswith("Did you mean phone?")


def test_a_tag_that_is_not_closed_is_named_with_its_line(town, write):
    path = town.write("en/too_large/body.txt", "Hello\n{% if reference %}\nyes\n")
    with pytest.raises(TemplateError, match=r"line [23]: ") as caught:
        write("too_large", letters=town.letters())
    assert str(path) in str(caught.value)


def test_an_extended_template_that_is_not_there_is_named_with_the_nearest(town, write):
    town.write("en/too_large/body.txt", '{% extends "shipped/en/leter.txt" %}')
    with pytest.raises(
        TemplateError, match=r"no template shipped/en/leter\.txt\. Did you mean en/letter\.txt\?"
    ):
        write("too_large", letters=town.letters())


def test_the_sandbox_holds(town, write):
    for text in (
        "{{ office.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ office.update({'name': 'x'}) }}",
        "{{ range(999999999) | list }}",
        "{{ facts | safe }}",
        "{{ lipsum() }}",
        "{{ 1 / 0 }}",
        "{{ questions[7].question }}",
    ):
        town.write("en/too_large/body.txt", text)
        with pytest.raises(TemplateError, match=r"body\.txt, line 1: "):
            write("too_large", letters=town.letters())


def test_a_word_that_words_toml_does_not_know_is_refused(town):
    path = town.write("en/words.toml", '[dates]\nmoths = "x"\n')
    with pytest.raises(TemplateError, match=r"dates\.moths") as caught:
        town.letters()
    assert str(path) in str(caught.value)


def test_a_words_file_that_is_no_toml_is_refused(town):
    town.write("en/words.toml", "[dates\n")
    with pytest.raises(TemplateError, match="not valid TOML"):
        town.letters()


def test_a_template_that_is_not_utf8_is_refused(town, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateError, match=r"bad\.txt: is not UTF-8"):
        town.letters()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TemplateError, match="no such folder of templates"):
        Letters.load([tmp_path / "nowhere"])


def test_every_letter_renders_as_shipped(letters, office, fields):
    assert render_samples(letters, office=office, fields=fields, languages=["en"]) >= 30


def test_a_language_without_letters_fails_the_check(letters, office, fields):
    with pytest.raises(TemplateError, match="languages names tlh, which has no letters"):
        render_samples(letters, office=office, fields=fields, languages=["tlh"])


def test_the_check_finds_a_mistake_in_a_branch_that_is_seldom_taken(town, office, fields):
    town.write(
        "en/acknowledgement/body.txt",
        '{% extends "shipped/en/acknowledgement/body.txt" %}{% block neutral %}{{ nam }}{% endblock %}',
    )
    with pytest.raises(TemplateError, match=r"'nam' is undefined\. Did you mean name\?"):
        render_samples(town.letters(), office=office, fields=fields, languages=["en"])


def test_there_is_a_sample_of_every_letter_that_ships():
    sampled = {sample.letter.kind.value for sample in sample_letters()} | {"digest"}
    folders = {path.parent.name for path in SHIPPED.glob("en/*/body.txt")}
    assert sampled == folders
    assert folders <= {kind.value for kind in LetterKind}


MANUSCRIPT = f"""\
# A heading
First line of a paragraph
goes on here.
Then it breaks\\
here.

- one **strong** item
- two
  with a second line

- <https://example.org/a_very_long_address_that_is_wider_than_the_line/and_must_stay_in_one_piece>
1. first
1. second
| Label | {shield("a | b")} |
| Longer label | <clerk@town.example> |

| Work | Amount |
|---|---|
| Something rather long that needs more than one line when it is set in columns, surely | $1.00 |
| {shield("")} | {shield("no charge")} |

---

{shield("# not a heading")}
{shield("two" + chr(10) + "lines")}
"""

SET = """\
A heading
---------

First line of a paragraph goes on here. Then it breaks
here.

- one strong item

- two
  with a second line

- <https://example.org/a_very_long_address_that_is_wider_than_the_line/and_must_stay_in_one_piece>

1. first
2. second

  Label         a | b
  Longer label  <clerk@town.example>

Work                                                                  Amount
-----------------------------------------------------------------  ---------
Something rather long that needs more than one line when it is         $1.00
set in columns, surely
                                                                   no charge

{mark}
# not a heading two
lines
"""


def test_a_manuscript_is_set_in_76_columns():
    assert as_text(read(MANUSCRIPT)) == SET.replace("{mark}", "-- ")


def test_addresses_become_links():
    runs = [run for block in read(MANUSCRIPT).blocks for item in block.items for line in item for run in line]
    assert [run.url for run in runs if run.url][-1] == "mailto:clerk@town.example"
