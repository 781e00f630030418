"""A request after one more message of the conversation.

What the new message states replaces what was known (a correction), what it leaves open stays. A dataset is
replaced only where the ticket had none or was asked for it: an answer such as "the 2023 ones, as CSV" names
things that are no new dataset.
"""

from __future__ import annotations

from dataclasses import replace

from intake.request.model import Contact, Field, Request, RequestKind, State
from intake.request.wording import words_of

_REPLACED = (
    Field.TIME_RANGE,
    Field.FORMATS,
    Field.INTENDED_USE,
    Field.FREQUENCY,
    Field.DEADLINE,
    Field.FIELDS,
)
_SHORT = 3  # letters: shorter words tell nothing of a name
_DATA_KINDS = (RequestKind.DATASET, RequestKind.API_ACCESS)


def refine(old: Request, new: Request, asked: tuple[Field, ...] = ()) -> Request:
    """`old` with what `new` adds or corrects; `asked` are the fields that our last letter asked for."""
    values: dict[str, object] = {}
    taken: set[Field] = set()
    for field in _REPLACED:
        value = getattr(new, field.value)
        if value:
            values[field.value] = value
            taken.add(field)
        elif new.states().get(field) in (State.DECLINED, State.WILDCARD):
            taken.add(field)  # an answer without a value of its own
    if new.datasets and (not old.datasets or Field.DATASETS in asked):
        values["datasets"] = new.datasets
        taken.add(Field.DATASETS)
    if old.kind not in _DATA_KINDS and new.kind in _DATA_KINDS:
        values["kind"] = new.kind
        taken.add(Field.KIND)
    contact = _fuller(old.contact, new.contact)
    if contact != old.contact:
        values["contact"] = contact
    if new.protected:
        values["protected"] = tuple(dict.fromkeys((*old.protected, *new.protected)))
        taken.add(Field.PROTECTED)
    kept = tuple(
        finding for finding in old.findings if finding.field not in taken or finding.field is Field.PROTECTED
    )
    found = tuple(finding for finding in new.findings if finding.field in taken)
    return replace(old, **values, findings=(*kept, *found))  # type: ignore[arg-type]


def another_request(old: Request, new: Request, asked: tuple[Field, ...], *, plainly: bool) -> bool:
    """Whether `new` asks for other data beside those of `old`, with a period or formats of their own.

    While we still wait for answers (`asked`) only a message that calls itself another request (`plainly`) is
    one: an answer may well name the data in other words.
    """
    if not old.datasets or not new.datasets or Field.DATASETS in asked or new.kind not in _DATA_KINDS:
        return False
    if not (new.time_range or new.formats) or (asked and not plainly):
        return False
    known = {word for name in (*old.datasets, *old.fields) for word in _content(name)}
    return all(known.isdisjoint(_content(name)) for name in new.datasets)


def _content(name: str) -> set[str]:
    """The telling words of a name, plural or not."""
    return {word.removesuffix("s") for word in words_of(name) if len(word) > _SHORT}


def changed(old: Request, new: Request) -> tuple[Field, ...]:
    """The fields of which the value or the state differs, in the order of `Field`."""
    before, after = old.states(), new.states()
    return tuple(
        field
        for field in Field
        if field is not Field.KIND
        and field is not Field.LANGUAGE
        and (
            getattr(old, field.value) != getattr(new, field.value)
            or before.get(field) is not after.get(field)
        )
    )


def with_contact(old: Request, new: Request) -> Request:
    """`old` with the blanks of its contact filled, and nothing else of `new`."""
    return replace(old, contact=_fuller(old.contact, new.contact))


def _fuller(old: Contact, new: Contact) -> Contact:
    """The contact with its blanks filled; what is known stays, a person changes it."""
    return Contact(
        name=old.name or new.name,
        email=old.email or new.email,
        phone=old.phone or new.phone,
        organization=old.organization or new.organization,
    )
