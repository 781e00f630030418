"""How fast parsing and reading are, on one core: `python tests/benchmark.py`. Prints figures, asserts nothing."""

import statistics
import sys
import time
from collections.abc import Callable

from intake.demo_mail import first_visit
from intake.message.parse import parse
from intake.request.read import read
from intake.settings import load

ROUNDS = 20
QUOTED = "> On the greenway the counter stood still from 2019 to 2021, as you wrote.\n"
HOSTILE = {
    "1 MB of one word": "data " * 200_000,
    "1 MB of brackets and colons": "[<(:" * 250_000,
    "1 MB of years": "2019-2023, " * 90_000,
    "1 MB of quoted lines": QUOTED * 13_000,
    "1 MB in one line": "a" * 1_000_000,
}


def letter(text: str) -> bytes:
    return f"From: a@example.org\nSubject: request\nDate: Mon, 2 Nov 2026 10:00:00 -0500\n\n{text}".encode()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - began)


def main() -> None:
    words = load(None, {}).phrases
    raws = [raw for _, raw in first_visit()]
    messages = [parse(raw) for raw in raws]
    for message in messages:
        read(message, words)
    parsing = [timed(lambda raw=raw: parse(raw)) for _ in range(ROUNDS) for raw in raws]
    reading = [timed(lambda m=m: read(m, words)) for _ in range(ROUNDS) for m in messages]
    for name, figures in (("parse", parsing), ("read", reading)):
        ranked = sorted(figures)
        p99 = ranked[int(0.99 * len(ranked))]
        print(
            f"{name:28} median {statistics.median(ranked):7.2f} ms   p99 {p99:7.2f} ms   ({len(ranked)} messages)"
        )
    thread = parse(
        letter(
            "Could you send me the tree inventory as CSV?\n\nOn Mon, Nov 2, 2026 X <x@example.org> wrote:\n"
            + QUOTED * 4_000
        )
    )
    print(f"{'300 KB thread':28} read   {timed(lambda: read(thread, words)):7.2f} ms")
    for name, text in HOSTILE.items():
        raw = letter(text)
        parsed = timed(lambda raw=raw: parse(raw))
        message = parse(raw)
        print(f"{name:28} parse  {parsed:7.0f} ms   read {timed(lambda m=message: read(m, words)):7.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
