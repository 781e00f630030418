"""What reading scores on labelled mails: `python tests/score_reading.py [--writers W ...] [--misses FIELD]`.

A case is NAME.eml beside NAME.json, its gold, in a folder of its writer under `tests/corpus`. Unless writers are
named, those are scored that the tagger is not trained on and that nobody looked at while the readers were tuned.
"Also" in a gold holds further right answers. Kinds, frequency, deadline, language and protected must be exact; a
period may be a day off; formats and columns are compared as sets, wordings by their shared words (F1), the contact
by its four parts. "Told" are the cases where the mail says it, "silent" those where it does not and nothing may be
invented. "Nothing to correct" counts the mails with every exact field right and every wording at least half right.
"""

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

from intake.message.parse import parse
from intake.output import message_kind
from intake.request.read import read
from intake.settings import load

CORPUS = Path(__file__).parent / "corpus"
HELD_BACK = ("hazel", "pine", "redbud")
INBOX = frozenset({"opendata@townofexample.gov"})
EXACT = ("message_kind", "request_kind", "frequency", "deadline", "protected", "language")
WORDED = ("datasets", "fields", "intended_use", "contact")
FIELDS = (*EXACT, "time_range", "formats", *WORDED)
FILLERS = frozenset(
    "a an the of for to in on and or with by from our my your their its all any some that this please data dataset "
    "datasets information info records record list file files de del la el los las un una para".split()
)


def words(text):
    """The telling words of a wording, plural or not."""
    said = re.findall(r"[^\W_]+", str(text).casefold())
    told = [word.removesuffix("s") if len(word) > 3 else word for word in said if word not in FILLERS]
    return Counter(told or said)


def likeness(one, other):
    mine, theirs = words(one), words(other)
    shared, total = sum((mine & theirs).values()), sum(mine.values()) + sum(theirs.values())
    return 2 * shared / total if total else 1.0


def nearest(said, accepted):
    return max((likeness(said, wording) for wording in accepted), default=0.0)


def matched(said, gold):
    """F1 of two lists of wordings, each said one with the gold one that it is most like."""
    if not said or not gold:
        return float(not said and not gold)
    pairs = sorted(
        ((nearest(one, accepted), i, j) for i, one in enumerate(said) for j, accepted in enumerate(gold)),
        reverse=True,
    )
    total, mine, theirs = 0.0, set(), set()
    for value, i, j in pairs:
        if i not in mine and j not in theirs:
            total, mine, theirs = total + value, mine | {i}, theirs | {j}
    return 2 * total / (len(said) + len(gold))


def day_apart(one, other):
    if one is None or other is None:
        return one is other
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1


def score(field, said, gold):
    """How right an answer is, from 0 to 1."""
    if field in ("datasets", "fields"):
        return float(said == gold) if isinstance(said, str) or isinstance(gold, str) else matched(said, gold)
    if field == "intended_use":
        return nearest(said, gold) if said and gold else float(not said and not gold)
    if field == "formats":
        mine, theirs = set(said), {gold} if isinstance(gold, str) else set(gold)
        return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 1.0
    if field == "time_range" and isinstance(said, dict) and isinstance(gold, dict):
        return float(day_apart(said["start"], gold["start"]) and day_apart(said["end"], gold["end"]))
    if field == "contact":
        parts = [said["email"] == gold["email"], said["phone"] == gold["phone"]]
        parts += [
            likeness(said[part] or "", gold[part] or "") if said[part] or gold[part] else 1.0
            for part in ("name", "organization")
        ]
        return sum(map(float, parts)) / 4
    return float(said == gold)


def scores_of(path, vocabulary):
    """{field: score} of one case, and its gold."""
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    message = parse(path.read_bytes(), own_addresses=INBOX)
    said = read(message, vocabulary).as_json(message_kind(message.origin))
    answers = {field: [gold[field], *gold.get("also", {}).get(field, [])] for field in FIELDS}
    return (
        {field: max(score(field, said[field], one) for one in answers[field]) for field in FIELDS},
        gold,
        said,
    )


def mean(values):
    return sum(values) / len(values) if values else None


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--misses", metavar="FIELD", choices=FIELDS, help="show what was said and what is right")
    ask.add_argument("--writers", nargs="+", default=HELD_BACK, metavar="W", help="folders of tests/corpus")
    chosen = ask.parse_args()
    vocabulary = load(None, {}).phrases
    paths = [path for writer in chosen.writers for path in sorted((CORPUS / writer).glob("*.eml"))]
    rows = {path.stem: scores_of(path, vocabulary) for path in paths}
    balanced = []
    print(
        f"{len(rows)} labelled mails by {', '.join(chosen.writers)}\n{'field':14} {'told':>6} {'silent':>7}"
    )
    for field in FIELDS:
        told = mean([row[field] for row, gold, _ in rows.values() if gold[field] not in (None, [], False)])
        silent = mean([row[field] for row, gold, _ in rows.values() if gold[field] in (None, [], False)])
        balanced.append(mean([value for value in (told, silent) if value is not None]))
        print(f"{field:14} {told or 0:6.2f} {'' if silent is None else format(silent, '7.2f')}")
    whole = mean(
        [all(v >= (0.5 if f in WORDED else 1) for f, v in row.items()) for row, _, _ in rows.values()]
    )
    print(f"\nmean over the fields {mean(balanced):.2f}, nothing to correct in {whole:.2f} of the mails")
    for name, (row, gold, said) in rows.items():
        if chosen.misses and row[chosen.misses] < 1:
            print(
                f"\n{name}\n  right {json.dumps(gold[chosen.misses])}\n  said  {json.dumps(said[chosen.misses])}"
            )


if __name__ == "__main__":
    main()
