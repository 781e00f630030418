"""Settings: what ships, what the town's own directory says differently, what the environment holds.

`load` gives one frozen `Settings`. Tables merge by key, lists and values replace. Unknown keys are errors
that name the file, the key and the nearest right one. Secrets come from the environment or from files that
it names (`X` or `X_FILE`), never from the TOML.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from intake.errors import ConfigurationError
from intake.estimate.rates import Rates
from intake.replies.context import OfficeFacts
from intake.request.completeness import FieldTable
from intake.request.vocabulary import Vocabulary
from intake.triage.decision import Policy

Tls = Literal["implicit", "starttls", "none"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MailboxSection(_Section):
    """One `[mailbox.NAME]`: an IMAP folder or a Maildir, and what becomes of its messages afterwards."""

    kind: Literal["imap", "maildir"] = "imap"
    host: str = ""
    port: int = Field(default=993, ge=1, le=65535)
    tls: Tls = "implicit"
    user: str = ""
    password: SecretStr = SecretStr("")
    oauth: bool = False
    ca_file: Path | None = None
    timeout_seconds: int = Field(default=60, ge=1)
    folder: str = "INBOX"
    path: Path | None = None
    afterwards: Literal["move", "flag"] = "move"
    done_folder: str = "Intake/Done"
    quarantine_folder: str = "Intake/Quarantine"
    too_large_folder: str = "Intake/Too large"


class SmtpSection(_Section):
    """`[smtp]`: where letters are submitted; an empty host means that letters wait in the queue."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    tls: Tls = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    ca_file: Path | None = None
    timeout_seconds: int = Field(default=60, ge=1)
    envelope_from: str = ""


class StoreSection(_Section):
    """`[store]`: one database URL; it may hold a password, so it is a secret."""

    url: SecretStr = SecretStr("sqlite:///data/intake.db")


class ScheduleSection(_Section):
    """`[schedule]`: seconds between rounds, and when staff read."""

    poll_seconds: int = Field(default=60, ge=1)
    deliver_seconds: int = Field(default=20, ge=1)
    digest_at: time = time(7, 30)
    digest_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    digest_to: tuple[str, ...] = ()
    alert_after_minutes: int = Field(default=60, ge=1)

    @field_validator("digest_at", mode="before")
    @classmethod
    def _hours_and_minutes(cls, value: object) -> object:
        if isinstance(value, str):
            return time.fromisoformat(value)
        return value


class CatalogueSection(_Section):
    """`[catalogue]`: the snapshot's file in the configuration, and how long it may be quoted (days)."""

    file: str = "catalogue.json"
    suggest: int = Field(default=3, ge=0, le=3)
    max_age_days: int = Field(default=30, ge=1)


class LimitsSection(_Section):
    """`[limits]`: the largest message taken (octets), and tries at one that kills the program."""

    message_octets: int = Field(default=25_000_000, ge=10_000)
    attempts: int = Field(default=3, ge=1)


class Settings(_Section):
    """Everything that the town configured. `directory` is its own, None where only what ships is used."""

    office: OfficeFacts
    mailbox: Mapping[str, MailboxSection] = {}
    smtp: SmtpSection = SmtpSection()
    store: StoreSection = StoreSection()
    schedule: ScheduleSection = ScheduleSection()
    catalogue: CatalogueSection = CatalogueSection()
    limits: LimitsSection = LimitsSection()
    policy: Policy = Policy()
    fields: FieldTable
    phrases: Vocabulary
    rates: Rates
    holidays: frozenset[date] = frozenset()
    directory: Path | None = None
    template_folders: tuple[Path, ...] = ()


_FILES = {"intake": None, "fields": "fields", "phrases": "phrases", "rates": "rates"}


def shipped(name: str) -> Path:
    """A folder that ships with the package (`templates` or `config`): inside the wheel, else the checkout."""
    inside = Path(__file__).parent / "_shipped" / name
    return inside if inside.exists() else Path(__file__).parent.parent / name


def load(directory: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of the town's `directory` over what ships. Raises ConfigurationError."""
    if directory is not None and not directory.is_dir():
        raise ConfigurationError(
            f"{directory}: there is no such configuration directory; --config names one."
        )
    tables: dict[str, Any] = {}
    for name, key in _FILES.items():
        table = _merged(shipped("config") / f"{name}.toml", directory and directory / f"{name}.toml")
        tables.update(table if key is None else {key: table})
    if name := next((name for name in ("directory", "template_folders", "holidays") if name in tables), ""):
        raise ConfigurationError(f"{_file_of(directory, 'intake')}: [{name}] is not a section; remove it.")
    _add_secrets(tables, environment, directory)
    tables["holidays"] = _holidays(directory)
    tables["directory"] = directory
    tables["template_folders"] = _template_folders(directory)
    try:
        settings = Settings.model_validate(tables)
    except ValidationError as error:
        raise ConfigurationError(_explained(error, directory)) from None
    own = {
        address.casefold() for address in (settings.office.address, settings.smtp.envelope_from) if address
    } | {box.user.casefold() for box in settings.mailbox.values() if "@" in box.user}
    known = {
        "own_addresses": settings.policy.own_addresses | own,
        "message_octets": settings.limits.message_octets,
    }
    policy = settings.policy.model_copy(update=known)
    return settings.model_copy(update={"policy": policy})


def catalogue_file(settings: Settings) -> Path:
    """The catalogue's snapshot: the town's file where it has one, else the shipped sample."""
    own = settings.directory / settings.catalogue.file if settings.directory else None
    return own if own is not None and own.exists() else shipped("config") / settings.catalogue.file


def store_url(settings: Settings) -> str:
    """The database URL; a relative SQLite path counts from the town's directory. Raises ConfigurationError."""
    url = settings.store.url.get_secret_value()
    path = url.removeprefix("sqlite:///")
    if path == url or path.startswith("/"):
        return url
    if settings.directory is None:
        raise ConfigurationError(
            "The store lies in the town's directory: name one with --config or INTAKE_CONFIG."
        )
    return f"sqlite:///{settings.directory.resolve() / path}"


def _template_folders(directory: Path | None) -> tuple[Path, ...]:
    own = directory / "templates" if directory else None
    return (own, shipped("templates")) if own is not None and own.is_dir() else (shipped("templates"),)


def _merged(base: Path, own: Path | None) -> dict[str, Any]:
    table = _toml(base)
    return _over(table, _toml(own)) if own is not None and own.exists() else table


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}.") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}.") from None


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _add_secrets(tables: dict[str, Any], environment: Mapping[str, str], directory: Path | None) -> None:
    """Put the environment's secrets in their places; refuse those that stand in the TOML."""
    places: list[tuple[tuple[str, ...], str]] = [(("smtp",), "INTAKE_SMTP_PASSWORD")]
    boxes = tables.get("mailbox", {})
    if isinstance(boxes, dict):
        places += [(("mailbox", name), f"INTAKE_MAILBOX_{_shouted(name)}_PASSWORD") for name in boxes]
    for path, variable in places:
        section: Any = tables
        for key in path:
            section = section.get(key, {})
        if not isinstance(section, dict):
            continue
        if "password" in section:
            raise ConfigurationError(
                f"{_file_of(directory, 'intake')}: [{'.'.join(path)}] holds a password; "
                f"take it out and set {variable}, or {variable}_FILE to a file that holds it."
            )
        if (secret := secret_of(environment, variable)) is not None:
            section["password"] = secret
    if (url := secret_of(environment, "INTAKE_STORE_URL")) is not None:
        tables.setdefault("store", {})["url"] = url


def secret_of(environment: Mapping[str, str], variable: str) -> str | None:
    """The value of `variable`, or what the file holds that `variable`_FILE names; None without either."""
    if variable in environment:
        return environment[variable]
    if not (name := environment.get(f"{variable}_FILE")):
        return None
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"{variable}_FILE names {name}, which cannot be read: {error.strerror}."
        ) from None


def _shouted(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name.upper())


def _holidays(directory: Path | None) -> frozenset[date]:
    """Days off, one ISO date a line; what follows the date is a comment."""
    own = directory / "holidays" if directory else None
    path = own if own is not None and own.exists() else shipped("config") / "holidays"
    days = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        day = line.partition("#")[0].split()
        if not day:
            continue
        try:
            days.add(date.fromisoformat(day[0]))
        except ValueError:
            raise ConfigurationError(
                f"{path}, line {number}: {day[0]!r} is not a date like 2026-12-25."
            ) from None
    return frozenset(days)


def _explained(error: ValidationError, directory: Path | None) -> str:
    """The first fault of a validation as one sentence: file, key, what is wrong, the nearest right key."""
    fault = error.errors()[0]
    path = [str(step) for step in fault["loc"]]
    inside = bool(path) and path[0] in _FILES
    file = _file_of(directory, path[0] if inside else "intake")
    shown = ".".join(path[1:] if inside else path)
    if fault["type"] != "extra_forbidden":
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        return f"{file}: {shown}: {fault['msg']}{more}."
    near = difflib.get_close_matches(path[-1], _keys_beside(path), n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(sorted(_keys_beside(path)))}."
    return f"{file}: unknown key {shown}{hint}"


def _file_of(directory: Path | None, name: str) -> Path:
    own = directory / f"{name}.toml" if directory else None
    return own if own is not None and own.exists() else shipped("config") / f"{name}.toml"


def _keys_beside(path: list[str]) -> list[str]:
    """The keys that the model knows at the place of an unknown one."""
    model: Any = Settings
    for step in path[:-1]:
        found = (
            model.model_fields.get(step) if isinstance(model, type) and issubclass(model, BaseModel) else None
        )
        model = found.annotation if found is not None else model
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            inner = [
                kind
                for kind in getattr(model, "__args__", ())
                if isinstance(kind, type) and issubclass(kind, BaseModel)
            ]
            model = inner[0] if inner else model
    known = getattr(model, "model_fields", {})
    return [name for name in known if name not in ("directory", "template_folders", "password")]
