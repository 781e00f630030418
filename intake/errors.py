"""What can go wrong, as a tree.

::

    IntakeError
    ├── ConfigurationError     the town's files or environment; names the file, the key and the remedy
    ├── MessageError           this one message cannot be read; it is quarantined, the next is handled
    │   ├── MessageTooLarge    more octets than the town takes
    │   └── MessageTooComplex  nested too deep, or too many parts or headers
    ├── MailboxError           the mailbox could not be visited; nothing lost, tried again later
    │   └── MailboxRefused     the server said no to the login or the folder: a person must act
    ├── SubmissionError        the SMTP server did not take a letter; `permanent` says whether to try again
    ├── TemplateError          a letter's template does not render
    └── StoreError             the store could not be opened, or does not hold what was asked for
        └── StoreConflict      another process recorded it first; nothing of ours was kept (tickets room)

Expected outcomes (a bounce, a duplicate, a held letter) are values, never exceptions.
Every message is a sentence that says what happened, where, and what to do.
"""

from collections.abc import Mapping


class IntakeError(Exception):
    """Base of everything this project raises on purpose; its text is fit for a person to read."""


class ConfigurationError(IntakeError):
    """A setting is missing, unknown or out of range."""


class MessageError(IntakeError):
    """A message that cannot be read as RFC 5322 mail within our limits."""


class MessageTooLarge(MessageError):  # noqa: N818 - reads as the fact it states
    """More octets than the configured limit."""


class MessageTooComplex(MessageError):  # noqa: N818 - reads as the fact it states
    """Nested deeper, or of more parts or headers, than any honest message."""


class MailboxError(IntakeError):
    """The mailbox could not be visited this time; a later visit may succeed."""


class MailboxRefused(MailboxError):  # noqa: N818 - reads as the fact it states
    """The server refused the login or the folder: trying again alone will not help."""


class SubmissionError(IntakeError):
    """The SMTP server did not accept a letter.

    `permanent` is True for a 5xx reply (RFC 5321 §4.2.1): the letter is not tried again.
    `code` is the reply code, or None where the connection failed. `refused` are the recipients that were
    refused, each with its reply, where it was they who were.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        code: int | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.code = code
        self.refused = refused or {}


class TemplateError(IntakeError):
    """A letter's template is absent or does not render."""


class StoreError(IntakeError):
    """The store cannot be opened, or holds no such thing."""
