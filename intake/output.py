"""How the command line shows things: plain rows for `--json`, text for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.catalogue.dataset import Dataset, Snapshot
from intake.catalogue.index import Index
from intake.errors import ConfigurationError, MessageError
from intake.message.model import Address, Message, Origin
from intake.message.parse import ParseLimits, parse
from intake.request.completeness import missing_and_assumed
from intake.request.model import Request
from intake.request.read import read
from intake.request.sample import columns_of
from intake.settings import Settings
from intake.tickets.store import OutcomeRow, TicketFile, TicketRow

Row = dict[str, Any]

# Bidirectional controls (Unicode UAX #9) and control characters: a terminal obeys them.
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
)


def message_kind(origin: Origin) -> str:
    """The origin in the words of the request's fields: what comes from ourselves is automatic mail."""
    return Origin.AUTO_REPLY.value if origin is Origin.OURSELVES else origin.value


def parsed_row(source: str, raw: bytes, settings: Settings, limits: ParseLimits) -> Row:
    """What `intake parse --json` prints for one message."""
    try:
        message = parse(raw, limits=limits, own_addresses=settings.policy.own_addresses)
    except MessageError as error:
        return {"source": source, "error": str(error)}
    request = read(message, settings.phrases)
    found = missing_and_assumed(request, settings.fields)
    return {
        "source": source,
        "message": message_row(message),
        "request": request.as_json(message_kind(message.origin)),
        "missing": [field.value for field in found.missing],
        "assumed": [field.value for field in found.assumed],
        "evidence": evidence_row(request),
    }


def message_row(message: Message) -> Row:
    """A message as plain values; addresses as `local@domain`."""
    bounce = message.bounce
    return {
        "message_id": message.message_id,
        "date": message.date.isoformat() if message.date else None,
        "from": message.from_.addr_spec if message.from_ else None,
        "reply_to": _specs(message.reply_to),
        "to": _specs(message.to),
        "subject": message.subject,
        "in_reply_to": list(message.in_reply_to),
        "references": list(message.references),
        "origin": message.origin.value,
        "bounce": bounce
        and {
            "recipients": list(bounce.recipients),
            "statuses": list(bounce.statuses),
            "permanent": bounce.permanent,
        },
        "body": message.body,
        "text": message.text,
        "folded": message.folded,
        "attachments": [
            {
                "filename": part.filename,
                "content_type": part.content_type,
                "size": part.size,
                "sha256": part.sha256,
                "columns": list(columns_of(part)),
            }
            for part in message.attachments
        ],
    }


def evidence_row(request: Request) -> dict[str, dict[str, str]]:
    """For each field that was found the words that prove it and the reader; the first of several."""
    rows: dict[str, dict[str, str]] = {}
    for finding in request.findings:
        rows.setdefault(finding.field.value, {"text": finding.text, "reader": finding.reader})
    return rows


def parsed_text(row: Row) -> str:
    """The same for a person."""
    if "error" in row:
        return f"{row['source']}\n  cannot be read: {row['error']}\n"
    message, request = row["message"], row["request"]
    lines = [row["source"], f"  {message['from']}  {message['subject']}"]
    for name, value in request.items():
        proof = row["evidence"].get(name)
        shown = _shown(value)
        words = " ".join(proof["text"].split()) if proof else ""
        lines.append(f"  {name:15} {shown}{f'  « {words} »' if words and shown else ''}")
    lines.append(f"  {'missing':15} {', '.join(row['missing'])}")
    lines.append(f"  {'assumed':15} {', '.join(row['assumed'])}")
    return "\n".join(lines) + "\n"


def replayed_text(row: Row) -> str:
    """One replayed message for a person: what would be done, why, and the letter."""
    if "error" in row:
        return f"{row['source']}\n  would be quarantined: {row['error']}\n"
    lines = [row["source"], f"  {row['outcome']} {row['reference'] or ''} ({row['rule']}): {row['reason']}"]
    for letter in row["letters"]:
        lines.append(f"  letter {letter['kind']} to {letter['to']}: {letter['state']} ({letter['rule']})")
        lines.extend(f"    | {line}" for line in letter["text"].splitlines())
    return "\n".join(lines) + "\n"


def message_line(row: OutcomeRow) -> str:
    """One line of `intake messages`."""
    where = f"{row.mailbox}/{row.uid:<6} {row.outcome.value:11} {row.reference or '-':14}"
    return f"{where} {row.sender:32} {row.subject}  ({row.reason})"


def ticket_json(row: TicketRow) -> Row:
    """One line of `intake tickets --json`."""
    ticket = row.ticket
    return {
        "reference": ticket.reference,
        "status": ticket.status.value,
        "resolution": ticket.resolution and ticket.resolution.value,
        "opened": ticket.opened.isoformat(),
        "updated": ticket.updated.isoformat(),
        "subject": ticket.subject,
        "requester": {"name": ticket.requester.name or None, "email": ticket.requester.addr_spec},
        "language": ticket.language,
        "request": ticket.request.as_json(),
        "missing": list(ticket.missing),
        "assumed": list(ticket.assumed),
        "flags": sorted(ticket.flags),
        "related": list(ticket.related),
        "messages": row.messages,
        "letters": [
            {
                "kind": letter.kind.value,
                "state": letter.state.value,
                "to": letter.to,
                "reason": letter.reason,
                "message_id": letter.message_id,
            }
            for letter in row.letters
        ],
    }


def tickets_table(rows: Sequence[TicketRow], console: Console | None = None) -> None:
    """The tickets as a table in the terminal."""
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True)
    for name, share in (("reference", 0), ("status", 0), ("asks for", 3), ("missing", 2), ("flags", 2)):
        table.add_column(name, no_wrap=True, overflow="ellipsis", ratio=share or None)
    for row in rows:
        ticket = row.ticket
        asks = ", ".join(ticket.request.datasets) or ticket.subject
        cells = (_harmless(asks), ", ".join(ticket.missing), ", ".join(sorted(ticket.flags)))
        table.add_row(ticket.reference, ticket.status.value, *cells)
    (console or Console()).print(table if rows else "no tickets")


def ticket_whole(file: TicketFile, console: Console | None = None) -> None:
    """One ticket for a person: fields with their words, conversation, history, letters."""
    out = console or Console(highlight=False)
    ticket = file.ticket
    closed = f" ({ticket.resolution.value})" if ticket.resolution else ""
    out.print(f"[bold]{ticket.reference}[/bold]  {ticket.status.value}{closed}  {_harmless(ticket.subject)}")
    who = f"{_harmless(ticket.requester.name or '')} <{_harmless(ticket.requester.addr_spec)}>"
    out.print(f"from {who}, opened {ticket.opened:%a %d %b %Y %H:%M}")
    evidence = evidence_row(ticket.request)
    table = Table(box=box.SIMPLE, pad_edge=False, show_header=False)
    for name, value in ticket.request.as_json().items():
        proof = " ".join(evidence.get(name, {}).get("text", "").split())
        mark = "missing" if name in ticket.missing else "assumed" if name in ticket.assumed else ""
        table.add_row(
            name, _harmless(_shown(value)) or f"[dim]{mark}[/dim]", f"[dim]{_harmless(proof)}[/dim]"
        )
    out.print(table)
    if ticket.flags or ticket.related:
        out.print(
            f"flags: {', '.join(sorted(ticket.flags)) or '-'}   related: {', '.join(ticket.related) or '-'}"
        )
    for entry in file.conversation:
        out.rule(
            f"{entry.at:%a %d %b %H:%M}  {entry.direction}  {_harmless(entry.sender)}",
            align="left",
            style="dim",
        )
        out.print(_harmless(entry.text.strip()), soft_wrap=True)
    out.rule("history", align="left", style="dim")
    for event in file.events:
        out.print(f"{event.at:%a %d %b %H:%M}  {event.kind}: {_harmless(event.text)} ({_harmless(event.by)})")
    for letter in file.letters:
        fate = f"{letter.state.value} ({_harmless(letter.reason)})"
        out.print(f"letter {letter.kind.value} to {_harmless(letter.to)}: {fate}")


def hits_row(queries: Iterable[str], snapshot: Snapshot, settings: Settings) -> Iterator[Row]:
    """What would be suggested for each query, as a requester would see it."""
    index = Index(snapshot, settings.phrases.synonyms)
    for query in queries:
        matches = index.match((query,), query, None, limit=settings.catalogue.suggest)
        hits = [
            {
                "id": match.dataset.id,
                "title": match.dataset.title,
                "url": match.dataset.url,
                "score": round(match.score, 4),
                "certain": match.certain,
            }
            for match in matches
            if not match.dataset.restricted
        ]
        yield {"query": query, "hits": hits}


def hits_text(row: Row) -> str:
    """The suggestions for a person."""
    lines = [
        f"{hit['score']:.2f}{' certain' if hit['certain'] else ''}  {hit['title']}  {hit['url']}"
        for hit in row["hits"]
    ]
    return "\n".join(lines) or f"nothing that we would suggest for {row['query']!r}"


def dataset_text(snapshot: Snapshot, identifier: str) -> str:
    """One published dataset for a person. Raises ConfigurationError where there is none."""
    found: Dataset | None = next((one for one in snapshot.datasets if one.id == identifier), None)
    if found is None:
        raise ConfigurationError(
            f"The catalogue of {snapshot.fetched_at:%d %b %Y} has no dataset {identifier!r}."
        )
    period = found.period.as_json() if found.period else "not said"
    rows = {
        "title": found.title,
        "url": found.url,
        "columns": ", ".join(found.columns) or "not said",
        "formats": ", ".join(found.formats) or "not said",
        "period": period,
        "modified": found.modified or "not said",
        "restricted": "yes, for staff only" if found.restricted else "no",
        "summary": found.summary,
    }
    return "\n".join(f"{name:11} {value}" for name, value in rows.items())


def _harmless(text: str) -> str:
    """Words of a stranger as the terminal may show them: no markup of ours, what it would obey written out."""
    return escape(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _shown(value: object) -> str:
    """A field's plain value for a person: no brackets, no None."""
    match value:
        case None | False | []:
            return ""
        case True:
            return "yes"
        case {"start": start, "end": end}:
            return f"{start or 'the beginning'} to {end or 'now'}"
        case dict():
            return ", ".join(str(part) for part in value.values() if part)
        case list():
            return ", ".join(str(part) for part in value)
    return str(value)


def _specs(addresses: tuple[Address, ...]) -> list[str]:
    return [address.addr_spec for address in addresses]
