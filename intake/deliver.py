"""A delivery round: queued letters go to the SMTP server over one connection.

Each letter is claimed, sent, and marked in the store at once: a crash between the server's 250 and our
commit sends it again with the same Message-ID, and nothing else can send it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from intake.errors import SubmissionError
from intake.office import Office, submission_of
from intake.replies.smtp import Submission
from intake.tickets.outbox import ClaimedLetter, Outbox, backoff

_log = logging.getLogger(__name__)
_CLAIM_SECONDS = 600


@dataclass(slots=True)
class Round:
    """What one delivery round did; `error` is what stopped it early."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    error: str = ""


def deliver(office: Office, holder: str) -> Round:
    """Send every letter that is due. A server that is down leaves them queued, with growing pauses."""
    done = Round()
    outbox = Outbox(office.store)
    if not office.settings.smtp.host:
        return done
    letter = outbox.claim(holder, office.now(), _CLAIM_SECONDS)
    if letter is None:
        return done
    try:
        with submission_of(office.settings) as submission:
            while letter is not None:
                _send(letter, submission, outbox, office, done)
                letter = outbox.claim(holder, office.now(), _CLAIM_SECONDS)
    except SubmissionError as error:
        done.error = str(error)
        if letter is not None:
            _postpone(letter, outbox, office, error)
            done.postponed += 1
    health = office.store.visited("smtp", office.now(), error=done.error or None)
    if done.error and health.failures == 1:
        _log.warning("%s", done.error)
    return done


def _send(letter: ClaimedLetter, submission: Submission, outbox: Outbox, office: Office, done: Round) -> None:
    """One letter; a refusal of this letter is its own, a lost connection ends the round."""
    try:
        receipt = submission.send(letter.envelope_from, letter.to, letter.email)
    except SubmissionError as error:
        if error.permanent:
            outbox.failed(letter.id, office.now(), str(error), refused=_for_good(error.refused))
            _log.warning("letter %s of %s was refused: %s", letter.kind.value, letter.reference, error)
            done.failed += 1
            return
        if error.code is None:
            raise  # the connection, not the letter
        _postpone(letter, outbox, office, error)
        done.postponed += 1
        return
    outbox.sent(letter.id, office.now(), receipt.reply, refused=_for_good(receipt.refused))
    done.sent += 1


def _for_good(refused: Mapping[str, str]) -> dict[str, str]:
    """The recipients whose refusal is permanent (RFC 5321 §4.2.1)."""
    return {address: reply for address, reply in refused.items() if reply.startswith("5")}


def _postpone(letter: ClaimedLetter, outbox: Outbox, office: Office, error: SubmissionError) -> None:
    now = office.now()
    outbox.postpone(letter.id, now, str(error), now + backoff(letter.attempts))
