"""The error tree. Each class is translated once, at the edge: the CLI prints one line, a service answers with a status.

Messages are in Chinese, because users read them, and never quote what a customer said.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class VocError(Exception):
    """Anything the program refuses; `str(error)` is one line for the user."""


class InputError(VocError):
    """A file, a record or an argument that cannot be used."""


class ExpressionError(InputError):
    """A rule expression that cannot be read.

    `line` and `column` count from 1 in its text; `hint` says how to mend it.
    """

    def __init__(self, reason: str, *, line: int, column: int, hint: str) -> None:
        super().__init__(f"第 {line} 行第 {column} 列：{reason}。{hint}")
        self.reason, self.line, self.column, self.hint = reason, line, column, hint


class TomlError(InputError):
    """A text that is no TOML; `line` and `column`, from 1, are where its `reason` lies."""

    def __init__(self, reason: str, *, line: int, column: int) -> None:
        super().__init__(f"不是有效的 TOML：第 {line} 行第 {column} 列：{reason}")
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands; `line` and `column` count from 1, None where they are not known.

    >>> str(Place("own.toml", 7, 12)), str(Place("own.toml"))
    ('own.toml 第 7 行第 12 列', 'own.toml')
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f" 第 {self.line} 行"
        return f"{self.file}{line}" + ("" if self.column is None else f"第 {self.column} 列")


class RuleFileError(InputError):
    """Something wrong in a rule file; `rule` is the id of the rule, None where it is in none or has none."""

    def __init__(self, place: Place, rule: str | None, reason: str) -> None:
        super().__init__(f"{place}：{reason}" if rule is None else f"{place}：规则 {rule}：{reason}")
        self.place, self.rule, self.reason = place, rule, reason


class FaultsError(InputError):
    """Several things wrong with one text; `faults` are the place and the reason of each, at least one."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(f"{place}：{reason}" if place else reason for place, reason in faults))
        self.faults = tuple(faults)


class TaxonomyError(VocError):
    """A cause, factor or business object that the taxonomy does not know, or a damaged taxonomy file."""


class NotFoundError(VocError):
    """Something was asked for that is not there."""


class ConflictError(VocError):
    """The stored state does not allow what was asked."""


class AuthenticationError(VocError):
    """Nobody has signed in, or the proof given is not valid (any more)."""


class ForbiddenError(VocError):
    """Who asks is known, and may not do this."""


class PreconditionError(VocError):
    """What was to be changed is not what the caller last saw."""


class TooManyError(VocError):
    """Too many attempts; `retry_after_s` are the seconds until another is heard."""

    def __init__(self, reason: str, *, retry_after_s: int) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class StorageError(VocError):
    """Something stored that is damaged."""


class ModelError(VocError):
    """A model artefact that is missing, damaged or does not fit this version."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One row of an input that was set aside.

    `line` counts from 1 (the header of a table is line 1); `reason` is Chinese and never quotes the content.
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：{self.reason}"


def opening_reason(error: OSError) -> str:
    """Why a file does not open, in Chinese."""
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "是目录，不是文件"
    return "没有读取权限" if isinstance(error, PermissionError) else str(error.strerror)
