"""The labelled mails are sound: labels of the kinds that exist, and words that really stand in the mail."""

import json

from intake.message.parse import parse
from intake.request.labels import cut
from intake.request.model import RequestKind
from intake.request.tags import SINGLE, Label
from intake.request.wordpiece import WordPieces
from intake.settings import load
from tests.labelled import CORPUS, INBOX, found_in, pointed, together, within

FIELDS = ("datasets", "fields", "intended_use", "time_range", "deadline", "frequency", "formats")
CASES = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(CORPUS.glob("*/*.json"))]


def test_labels_are_of_the_kinds_that_exist():
    for path, gold in CASES:
        assert gold["message_kind"] in {"person", "auto_reply", "bounce", "bulk"}, path.stem
        assert gold["request_kind"] in set(RequestKind), path.stem
        assert path.with_suffix(".eml").exists(), path.stem


def test_evidence_stands_in_the_words_newly_written():
    vocabulary = load(None, {}).phrases
    told, missed = 0, []
    for path, gold in CASES:
        if gold["message_kind"] != "person" or "evidence" not in gold:
            continue
        message = parse(path.with_suffix(".eml").read_bytes(), own_addresses=INBOX)
        text = cut(message, vocabulary.labels).whole
        attached = bool(message.attachments)
        for field in FIELDS:
            for wording in gold["evidence"].get(field, []) if gold[field] else []:
                told += 1
                if not attached and not found_in(text, wording):
                    missed.append((path.stem, wording))
    assert told > 5_000
    assert len(missed) < 0.01 * told, missed[:20]


def test_words_are_found_whole_and_over_line_breaks():
    text = "The grid id and\nthe street id"
    assert found_in(text, "id") == [(9, 11), (27, 29)]
    assert found_in(text, "and the street") == [(12, 26)]
    assert found_in("It\u2019s 'here'", "it's") == [(0, 4)]


def test_columns_are_taken_where_they_stand_together():
    text = "Our street floods. Please send date, depth and street of every report."
    places = [found_in(text, word) for word in ("date", "depth", "street")]
    assert [text[start - 4 : start] for start, _ in together(places)][2] == "and "


def test_stretch_that_tells_a_purpose_reaches_over_the_name_of_the_data():
    text = "To plot the bus stops on our map"
    words = WordPieces(("[UNK]",)).words(text, 50)
    gold = {
        "datasets": [["bus stops"]],
        "fields": [],
        "intended_use": ["plot the bus stops on our map"],
        "time_range": None,
        "deadline": None,
        "frequency": None,
        "formats": [],
        "contact": {},
        "evidence": {"datasets": ["bus stops"], "intended_use": ["plot the bus stops on our map"]},
    }
    told = dict(zip(SINGLE, pointed(words, text, gold), strict=True))
    assert told[(Label.USE,)] == [(1, 7)]
    assert told[(Label.DATASET,)] == [(3, 4)]


def test_stretch_counts_in_the_window_that_holds_it_whole():
    assert within([[(2, 4), (9, 11)]], 0, 10) == [[(2, 4)]]
    assert within([[(2, 4), (9, 11)]], 8, 20) == [[(1, 3)]]
