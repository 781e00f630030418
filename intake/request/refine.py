"""A request after one more message of the conversation.

What the new message states replaces what was known (a correction), what it leaves open stays. A dataset is
replaced only where the ticket had none or was asked for it: an answer such as "the 2023 ones, as CSV" names
things that are no new dataset.
"""

from __future__ import annotations

from dataclasses import replace

from intake.request.model import Contact, Field, Request, RequestKind, State

_REPLACED = (
    Field.TIME_RANGE,
    Field.FORMATS,
    Field.INTENDED_USE,
    Field.FREQUENCY,
    Field.DEADLINE,
    Field.FIELDS,
)
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


def _fuller(old: Contact, new: Contact) -> Contact:
    """The contact with its blanks filled; what is known stays, a person changes it."""
    return Contact(
        name=old.name or new.name,
        email=old.email or new.email,
        phone=old.phone or new.phone,
        organization=old.organization or new.organization,
    )
