"""The town's letters: templates of the town's folder over those that ship, rendered in Jinja's sandbox.

`Letters.load` reads every file once; rendering afterwards touches no disk. A town's template wins over the
shipped one of the same path and may extend it by `{% extends "shipped/en/acknowledgement/body.txt" %}`
to change a single block.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import ChoiceLoader, FunctionLoader, PrefixLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import ValidationError

from intake.errors import TemplateError
from intake.replies.manuscript import PARAGRAPH, Manuscript, read, shield
from intake.replies.typeset import as_text
from intake.replies.wording import Words

_LAYOUT = "letter.html"
_BLOCK_TAG = re.compile(r"\{%[-+]?\s*(?:end)?block\b[^%{}]{0,80}%\}")
_SUFFIXES = (".txt", ".html", ".toml")
_UNDEFINED = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")
# Filters and globals that would lift the disguise off a value, or bring in chance.
_WITHHELD_FILTERS = (
    "safe",
    "escape",
    "e",
    "forceescape",
    "urlize",
    "tojson",
    "xmlattr",
    "striptags",
    "random",
)

Sources = Mapping[str, tuple[str, str]]
"""Template name to (source, path of its file)."""


class Letters:
    """All templates of all languages. `languages` are those that have letters, in alphabetical order."""

    def __init__(self, folders: Sequence[Sources]) -> None:
        """`folders` in the order of precedence, what ships last."""
        self._folders = tuple(folders)
        self._text = _environment(folders, autoescape=True, finalize=_printed)
        self._html = _environment(folders, autoescape=True, finalize=None)
        self._inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
        names = {name for sources in folders for name in sources}
        self.languages = tuple(
            sorted({name.partition("/")[0] for name in names if name.endswith("/letter.txt")})
        )
        self._words = {language: self._read_words(language) for language in self.languages}

    @classmethod
    def load(cls, folders: Sequence[Path]) -> Letters:
        """Read the templates of `folders`, the town's first and what ships last. Raises TemplateError."""
        return cls([_sources(folder) for folder in folders])

    def language(self, wanted: str) -> str:
        """`wanted` where it has letters, else English, else the first there is. Raises TemplateError."""
        for language in (wanted, "en", *self.languages):
            if language in self._words:
                return language
        raise TemplateError(
            "No folder of templates holds a language (a folder with letter.txt); add templates/en."
        )

    def words(self, language: str) -> Words:
        """How dates, money and lists are written in a language that has letters."""
        return self._words[language]

    def subject(self, language: str, kind: str, context: Mapping[str, object]) -> str:
        """The rendered `<language>/<kind>/subject.txt` as one line. Raises TemplateError."""
        manuscript = read(self._render(self._text, f"{language}/{kind}/subject.txt", context))
        return " ".join(as_text(manuscript).split())

    def body(self, language: str, kind: str, context: Mapping[str, object]) -> Manuscript:
        """The rendered `<language>/<kind>/body.txt` as blocks. Raises TemplateError."""
        return read(self._render(self._text, f"{language}/{kind}/body.txt", context))

    def html(self, manuscript: Manuscript, context: Mapping[str, object]) -> str:
        """The same blocks laid out by `letter.html`, styles inlined as mail programs need them."""
        return self._inliner.inline(
            self._render(self._html, _LAYOUT, {**context, **_plain_blocks(manuscript)})
        )

    def _render(
        self, environment: ImmutableSandboxedEnvironment, name: str, context: Mapping[str, object]
    ) -> str:
        try:
            return environment.get_template(name).render(context)
        except (
            JinjaError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            RecursionError,
        ) as error:
            raise TemplateError(self._explained(error, name, context)) from None

    def _explained(self, error: Exception, name: str, context: Mapping[str, object]) -> str:
        """File, line, what is wrong and what to do, in one sentence each."""
        if isinstance(error, TemplateNotFound):
            near = difflib.get_close_matches(str(error.name), self._names(), 1)
            hint = (
                f" Did you mean {near[0]}?"
                if near
                else " Add it to the town's templates, or correct the name."
            )
            return f"{self._path(name)}: there is no template {error.name}.{hint}"
        path, line = self._place(error, name)
        what = str(error).removesuffix(".") or type(error).__name__
        hint = "Correct that line, or remove the file to use the shipped letter."
        if unknown := _UNDEFINED.search(what):
            near = difflib.get_close_matches(unknown[1] or unknown[2], _names_in(context), 1)
            hint = f"Did you mean {near[0]}?" if near else f"A letter may use: {', '.join(sorted(context))}."
        return f"{path}, line {line}: {what}. {hint}"

    def _place(self, error: Exception, name: str) -> tuple[str, int]:
        """The template's file and line that an error comes from."""
        if isinstance(error, TemplateSyntaxError):
            return error.filename or self._path(error.name or name), error.lineno
        paths = {path for sources in self._folders for _, path in sources.values()}
        place, trace = (self._path(name), 1), error.__traceback__
        while trace is not None:
            if (path := trace.tb_frame.f_code.co_filename) in paths:
                place = (path, trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _path(self, name: str) -> str:
        return next((sources[name][1] for sources in self._folders if name in sources), name)

    def _names(self) -> list[str]:
        return sorted({name for sources in self._folders for name in sources})

    def _read_words(self, language: str) -> Words:
        """The language's words.toml, the town's keys over the shipped ones."""
        merged: dict[str, Any] = {}
        name = f"{language}/words.toml"
        for sources in reversed(self._folders):
            if name in sources:
                merged = _merged(merged, _toml(*sources[name]))
        try:
            return Words.model_validate(merged)
        except ValidationError as error:
            fault = error.errors()[0]
            key = ".".join(str(step) for step in fault["loc"])
            raise TemplateError(
                f"{self._path(name)}: {key}: {fault['msg']}; compare templates/en/words.toml."
            ) from None


def _environment(
    folders: Sequence[Sources], *, autoescape: bool, finalize: Callable[[object], object] | None
) -> ImmutableSandboxedEnvironment:
    loaders = [FunctionLoader(_finder(sources)) for sources in folders]
    shipped = PrefixLoader({"shipped": loaders[-1]}) if loaders else PrefixLoader({})
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*loaders, shipped]),
        undefined=StrictUndefined,
        autoescape=autoescape,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in _WITHHELD_FILTERS:
        environment.filters.pop(name, None)
    environment.globals.pop("lipsum", None)
    return environment


def _printed(value: object) -> object:
    """What a body template prints: its own parts as they are, every value disguised.

    Autoescaping is on in body templates only to tell the two apart: the output of a macro or of super()
    is Markup, a value is not. Nothing is escaped, because Markup is all that leaves here.
    """
    return value if isinstance(value, Markup) else Markup(shield(str(value)))  # noqa: S704 - text, not HTML


def _finder(sources: Sources) -> Callable[[str], tuple[str, str | None, Callable[[], bool]] | None]:
    def find(name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
        return (*sources[name], lambda: True) if name in sources else None

    return find


def _sources(folder: Path) -> dict[str, tuple[str, str]]:
    if not folder.is_dir():
        raise TemplateError(f"{folder}: there is no such folder of templates.")
    sources = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            try:
                source = path.read_text(encoding="utf-8")
                if path.suffix == ".txt":
                    # A block is a paragraph of its own, however a town breaks the lines of its own one.
                    source = _BLOCK_TAG.sub(rf"{PARAGRAPH}\g<0>{PARAGRAPH}", source)
                sources[path.relative_to(folder).as_posix()] = (source, str(path))
            except UnicodeDecodeError:
                raise TemplateError(f"{path}: is not UTF-8; save it with that encoding.") from None
            except OSError as error:
                raise TemplateError(f"{path}: cannot be read: {error.strerror}.") from None
    return sources


def _toml(source: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path}: not valid TOML: {error}.") from None


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _names_in(value: object) -> set[str]:
    """Every name by which a template can reach a value."""
    if isinstance(value, Mapping):
        return {str(key) for key in value} | {name for item in value.values() for name in _names_in(item)}
    if isinstance(value, list | tuple):
        return {name for item in value for name in _names_in(item)}
    return set()


def _plain_blocks(manuscript: Manuscript) -> dict[str, object]:
    """Blocks as lists and dicts, for the layout."""

    def plain(blocks: Sequence[Any]) -> list[dict[str, object]]:
        return [
            {
                "kind": block.kind,
                "entries": [
                    [
                        [{"text": run.text, "strong": run.strong, "url": run.url} for run in line]
                        for line in item
                    ]
                    for item in block.items
                ],
            }
            for block in blocks
        ]

    return {"blocks": plain(manuscript.blocks), "small": plain(manuscript.small)}
