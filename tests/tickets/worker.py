"""A process of its own for the tests of concurrency: `worker.py DEED URL NAME` prints what it got."""

import sys
from datetime import UTC, datetime

from intake.errors import StoreError
from intake.message.arrival import Arrival
from intake.message.model import Address, Message
from intake.tickets.outbox import Outbox
from intake.tickets.store import Store, StoreConflict
from intake.triage.decision import Decision, Disposition

NOON = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def installation(store, _):
    say(store.installation, store.key.hex())


def claim(store, name):
    """Claim and send until nothing is left."""
    outbox = Outbox(store)
    while (letter := outbox.claim(name, NOON, 600)) is not None:
        say(letter.id)
        outbox.sent(letter.id, NOON, f"250 {name}")


def lease(store, name):
    say(store.lease("mailbox:main", name, NOON, 600))


def take(store, _):
    """Take in the same forty messages that the other processes take in; print the references of our own."""
    for uid in range(1, 41):
        mail = Message(f"{uid:064x}", 10, f"<{uid}@example.org>", from_=Address("ruth@example.org"))
        try:
            with store.begin(NOON) as work:
                if work.recall(mail, now=NOON).duplicate_of is None:
                    decision = Decision(Disposition.OPEN, "new", "a request")
                    say(work.record(Arrival("main", 7, uid, 10), b"octets", mail, decision))
        except StoreConflict:
            pass


def number(store, name):
    """Forty new tickets, for the running numbers."""
    for uid in range(40):
        mail = Message(f"{name}{uid}", 10, f"<{name}.{uid}@example.org>", from_=Address("ruth@example.org"))
        with store.begin(NOON) as work:
            arrival = Arrival(name, 7, uid, 10)
            say(work.record(arrival, b"octets", mail, Decision(Disposition.OPEN, "new", "a request")))


def flag(store, name):
    """Twenty follow-ups of one ticket, each with a flag of its own."""
    for uid in range(20):
        mail = Message(f"{name}{uid}", 10, f"<{name}.{uid}@example.org>", from_=Address("ruth@example.org"))
        with store.begin(NOON) as work:
            ticket = work.recall(mail, signed=("OD-2026-00001",), now=NOON).ticket
            decision = Decision(
                Disposition.APPEND,
                "joined",
                "one more",
                reference=ticket.reference,
                flags=frozenset({f"{name}.{uid}"}),
            )
            work.record(Arrival(name, 7, uid, 10), b"octets", mail, decision)


if __name__ == "__main__":
    deed, url, name = sys.argv[1:]
    say("ready")
    sys.stdout.flush()
    sys.stdin.readline()  # all start at the same moment
    try:
        opened = Store.open(url)
    except StoreError as error:
        sys.exit(str(error))
    globals()[deed](opened, name)
    opened.close()
