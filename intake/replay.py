"""A rehearsal: messages walk through the house with a store of its own that is thrown away.

Nothing is sent, nothing of the town's store is read or changed; a conversation that is given in order finds
its own ticket by the names of participants and by our letters' Message-IDs only within the rehearsal.
"""

from __future__ import annotations

import email
import tempfile
from collections.abc import Iterable, Iterator
from email.policy import SMTP
from pathlib import Path
from typing import Any

from intake.errors import MessageError
from intake.message.arrival import Arrival
from intake.office import Clock, Office, furnish
from intake.process import process
from intake.settings import Settings
from intake.tickets.store import Store
from intake.triage.decision import Decision


def replay(
    messages: Iterable[tuple[str, bytes]], settings: Settings, clock: Clock
) -> Iterator[dict[str, Any]]:
    """One row a message: what would be done, with the full text of every letter."""
    with tempfile.TemporaryDirectory(prefix="intake-replay-") as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'replay.db'}", prefix=settings.office.reference_prefix)
        office = furnish(settings, clock, store)
        for uid, (source, raw) in enumerate(messages, 1):
            arrival = Arrival("replay", 1, uid, len(raw))
            try:
                decision = process(raw, arrival, office)
            except MessageError as error:
                yield {"source": source, "error": str(error)}
                continue
            yield _row(source, decision, office, uid)
        store.close()


def _row(source: str, decision: Decision, office: Office, uid: int) -> dict[str, Any]:
    reference = office.store.reference_of("replay", 1, uid)
    written = office.store.letters_caused_by("replay", 1, uid)
    return {
        "source": source,
        "outcome": decision.outcome.value,
        "disposition": decision.disposition.value,
        "rule": decision.rule,
        "reason": decision.reason,
        "reference": reference,
        "status": decision.status and decision.status.value,
        "request": decision.request and decision.request.as_json(),
        "missing": list(decision.missing),
        "assumed": list(decision.assumed),
        "flags": sorted(decision.flags),
        "letters": [
            {
                "kind": letter.kind.value,
                "to": letter.to,
                "state": letter.state.value,
                "rule": letter.reason,
                **_words(letter.email),
            }
            for letter in written
        ],
    }


def _words(octets: bytes | None) -> dict[str, str]:
    """Subject and text of a composed letter; empty where the gate suppressed it before it was written."""
    if octets is None:
        return {"subject": "", "text": ""}
    mail = email.message_from_bytes(octets, policy=SMTP)
    body = mail.get_body(("plain",))
    return {"subject": str(mail["Subject"]), "text": body.get_content() if body is not None else ""}
