"""How a file of another make is read as one of ours: renamed columns, translated values, defaults, layout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voc.domain.conversation import Speaker
from voc.errors import InputError
from voc.ingest.fields import KNOWN

Scalar = str | int | float | bool


class ScalePoint(StrEnum):
    """A score stated by its place on the scale."""

    WORST = "worst"
    MIDDLE = "middle"
    BEST = "best"


class TimeUnit(StrEnum):
    """What a plain number means as the time of an utterance."""

    MILLISECOND = "ms"
    SECOND = "s"

    @property
    def in_ms(self) -> int:
        return {"ms": 1, "s": 1000}[self.value]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """`[format]`. None means: found out from the file. `sheet` is a name, or a position from 1."""

    encoding: str | None = None
    delimiter: str | None = None
    time_formats: tuple[str, ...] = ()
    time_unit: TimeUnit = TimeUnit.MILLISECOND
    skip_rows: int = 0
    sheet: str | int = 1


@dataclass(frozen=True, slots=True)
class JsonLayout:
    """`[json]`. `records` is the dotted path to the list (empty: the document itself); the others name a turn's keys.

    Where `turn_speakers` is not empty, a turn is an object of speaker key → text.
    """

    records: str = ""
    speaker: str = "speaker"
    text: str = "text"
    start_ms: str = "start_ms"
    end_ms: str = "end_ms"
    turn_speakers: Mapping[str, Speaker] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A whole mapping; without arguments it changes nothing.

    `columns` gives our name for each of theirs; `values`, by our name, what each of their values means.
    """

    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    values: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict, hash=False)
    defaults: Mapping[str, Scalar] = field(default_factory=dict, hash=False)
    format: FileFormat = FileFormat()
    json: JsonLayout = JsonLayout()

    def translated(self, name: str, value: object) -> object:
        """What a value means, by our name of its field; the value itself where the mapping has nothing to say.

        >>> mapping = ColumnMapping(values={"score": {"满意": 5, "3": 1}})
        >>> mapping.translated("score", " 满意 "), mapping.translated("score", 3.0), mapping.translated("score", "4")
        (5, 1, '4')
        """
        table = self.values.get(name)
        return value if table is None else table.get(_key(value), value)

    def named(self, source: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
        """An object's fields by our names, translated, and its other keys as they are.

        A key that bears one of our names gives way to the one that the mapping calls so. InputError where two keys are
        called the same.
        """
        fields: dict[str, object] = {}
        others: dict[str, object] = {}
        taken = {self.columns[key] for key in source if key in self.columns}
        for key, value in source.items():
            name = self.columns.get(key, "" if key in taken else key)
            if name in fields:
                raise InputError(f"映射后有两个字段都叫 {name}")
            if name in KNOWN:
                fields[name] = self.translated(name, value)
            else:
                others[key] = value
        return fields, others


def _key(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int | float) else ""
