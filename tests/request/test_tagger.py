"""The learned tagger: what it is given, what it gives, and that it holds to the words of the mail."""

from itertools import pairwise

import numpy as np
import pytest

from intake.message.parse import parse
from intake.request.labels import cut
from intake.request.look import hinted_text
from intake.request.read import read
from intake.request.tagger import MOST_PIECES, WINDOW, hint_rows, shipped, windows
from intake.request.tags import HINTS, Hint, Label
from intake.request.wordpiece import WordPieces
from tests.labelled import CORPUS, INBOX
from tests.request.mail import message
from tests.request.mail import shipped as vocabulary

PIECES = WordPieces(
    (
        "[UNK]",
        "[unused0]",
        "[unused1]",
        "[unused2]",
        "[CLS]",
        "[SEP]",
        "tree",
        "##s",
        "arbol",
        "-",
        ".",
        "ask",
    )
)


def said(text, most=100):
    return [(text[word.start : word.end], word.pieces) for word in PIECES.words(text, most)]


def test_word_is_found_whatever_its_case_and_accents():
    assert said("TREE \u00c1rbol") == [("TREE", (6,)), ("\u00c1rbol", (8,))]


def test_word_that_is_not_known_is_cut_into_pieces_that_are():
    assert said("Trees") == [("Trees", (6, 7))]
    assert said("zebra") == [("zebra", (0,))]


def test_line_break_link_address_and_rule_are_one_piece_each():
    text = "ask\nhttps://example.org/a?b=c ann@example.org ----------"
    assert [pieces for _, pieces in said(text)] == [(11,), (1,), (2,), (3,), (9,)]


def test_text_is_looked_at_up_to_a_bound():
    assert len(PIECES.words("tree " * 100_000, 50)) == 50


def test_long_text_is_cut_into_windows_at_its_paragraphs():
    text = "\n".join(["tree " * 60] * 20)
    words = PIECES.words(text, MOST_PIECES)
    cuts = list(windows(text, words))
    assert cuts[0][0] == 0
    assert cuts[-1][1] == len(words)
    assert all(before[1] == after[0] for before, after in pairwise(cuts))
    assert all(sum(len(word.pieces) for word in words[a:b]) <= WINDOW for a, b in cuts)
    assert all(text[words[b - 1].start] == "\n" for _, b in cuts[:-1])


def test_hint_is_true_of_the_words_that_it_touches_and_of_no_other():
    words = PIECES.words("ask tree trees", 10)
    rows = hint_rows(words, [Hint(4, 8, 2)])
    assert rows[:, 2].tolist() == [0, 1, 0]
    assert rows.shape == (3, len(HINTS))


def test_same_text_is_tagged_the_same_every_time():
    passage = cut(message("Could I get the tree inventory as CSV by Friday?"), vocabulary().labels)
    text, hinted = hinted_text(passage, vocabulary())
    first, second = (shipped().tag(text, hinted) for _ in range(2))
    assert first.marks == second.marks
    assert np.array_equal(first.label_of, second.label_of)


def test_name_of_the_data_is_marked_where_it_stands():
    passage = cut(
        message("Hello,\n\ncould you please send me the tree inventory?\n\nAnn"), vocabulary().labels
    )
    text, hinted = hinted_text(passage, vocabulary())
    (mark,) = shipped().tag(text, hinted).of(Label.DATASET)
    assert "tree inventory" in text[mark.start : mark.end]


def tagged(body):
    text, hinted = hinted_text(cut(message(body), vocabulary().labels), vocabulary())
    return shipped().tag(text, hinted)


def test_purpose_is_pointed_at_from_its_first_word_to_its_last():
    seen = tagged(
        "Please send me the tree inventory as CSV.\n\nIt is for my thesis on summer shade.\n\nAnn Li"
    )
    mark = seen.pointed(Label.USE)
    assert mark.certainty > 0.8
    assert "thesis on summer shade" in seen.text[mark.start : mark.end]


def test_nowhere_is_pointed_at_where_nothing_is_told():
    seen = tagged("Please send me the tree inventory as CSV.\n\nAnn Li")
    assert seen.pointed(Label.DEADLINE).certainty < 0.2
    assert seen.pointed(Label.FREQUENCY).certainty < 0.2


def test_of_two_days_the_one_that_it_is_needed_by_counts():
    seen = tagged("The hearing is on March 20. I need the crash list by March 9.\n\nAnn Li")
    needed, heard = seen.text.index("March 9"), seen.text.index("March 20")
    assert seen.counts(Label.DEADLINE, needed, needed + 7) > seen.counts(Label.DEADLINE, heard, heard + 8)


def test_empty_text_has_no_marks():
    assert shipped().tag("", []).marks == ()


@pytest.mark.parametrize("writer", sorted(folder.name for folder in CORPUS.iterdir()))
def test_every_finding_stands_in_its_message(writer):
    for path in sorted((CORPUS / writer).glob("*.eml"))[:30]:
        mail = parse(path.read_bytes(), own_addresses=INBOX)
        attached = " ".join(part.content.decode("utf-8", "replace") for part in mail.attachments)
        source = f"{mail.subject}\n{mail.text}\n{mail.signature}\n{mail.folded}\n{mail.body}\n{attached}"
        source += "".join(value for values in mail.headers.values() for value in values)
        for finding in read(mail, vocabulary()).findings:
            assert " ".join(finding.text.split()) in " ".join(source.split()), (path.stem, finding)
