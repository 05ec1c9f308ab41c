"""Where in a rule file its tables, keys and values stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from voc.errors import Place

# Texts in quotes of four kinds, comments, marks, and all else without a blank.
_PIECE = re.compile(
    r'"{3}(?:\\.|[^\\])*?"{3,5}|'
    r"'{3}.*?'{3,5}|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*|[\[\]{},=\n]|[^\s\"'#\[\]{},=]+",
    re.DOTALL,
)
_OPENING, _CLOSING = frozenset("[{"), frozenset("]}")
# A line that goes on below stands for no character of a text; the other units stand for one.
_JOINT = re.compile(r"\\[ \t]*\r?\n\s*")
_UNITS = {
    '"': re.compile(rf"{_JOINT.pattern}|\\u.{{4}}|\\U.{{8}}|\\.|\r\n|.", re.DOTALL),
    "'": re.compile(r"\r\n|.", re.DOTALL),
}


class _Piece(NamedTuple):
    start: int
    text: str


_Pieces = Sequence[_Piece]


@dataclass(frozen=True, slots=True)
class Written:
    """A key as it is written: where it begins, and the entries of its list; of another value, that alone."""

    start: int
    entries: tuple[_Pieces, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table as it is written: where it begins, and its keys."""

    start: int
    keys: dict[str, Written]


_NOWHERE = Section(0, {})


@dataclass(frozen=True)
class Layout:
    """A file that is valid TOML, by its name and its text; taken apart when it is first asked for a place."""

    file: str
    text: str

    def tables(self, name: str) -> tuple[Section, ...]:
        """The tables of a name in their order, under headers or in braces; "" is what stands above all headers."""
        top = self._sections[""][0]
        braced = top.keys[name].entries if name in top.keys else ()
        return (*self._sections.get(name, ()), *map(_inline, braced))

    @cached_property
    def _sections(self) -> dict[str, list[Section]]:
        at = Section(0, {})
        found = {"": [at]}
        pieces = (_Piece(one.start(), one[0]) for one in _PIECE.finditer(self.text))
        for statement in _split(pieces, "\n"):
            if statement[0].text == "[":
                at = Section(statement[0].start, {})
                found.setdefault(_name(statement).strip("[]"), []).append(at)
            else:
                at.keys.update(_keys([statement]))
        return found

    def key(self, table: str, key: str) -> Place:
        """The line of a key of the first table of a name; the file alone where it is not found."""
        found = [section.keys[key].start for section in self.tables(table) if key in section.keys]
        return self.line(found[0]) if found else Place(self.file)

    def line(self, at: int) -> Place:
        """The line of a character."""
        return Place(self.file, self.text.count("\n", 0, at) + 1)

    def character(self, piece: _Piece, offset: int) -> Place:
        """The place of a character of a text in quotes, counted as it reads, or just behind the last."""
        quote = piece.text[0]
        # The first line break after three quotes does not count.
        opening = re.match(f"{quote * 3}(?:\r?\n)?|{quote}", piece.text)
        at = piece.start + (0 if opening is None else opening.end())
        for unit in _UNITS[quote].finditer(self.text, at):
            at = unit.start()
            if _JOINT.fullmatch(unit[0]):
                continue
            if not offset:
                break
            offset -= 1
        return Place(self.file, self.line(at).line, at - self.text.rfind("\n", 0, at))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands: the `number`th of its file, from 0.

    `conditions` are those of the rule, and its exceptions, as they are written there.
    """

    layout: Layout
    number: int
    conditions: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.layout.file

    @property
    def place(self) -> Place:
        return self.layout.line(self._section.start)

    def value(self, key: str, number: int | None = None) -> Place:
        """The line of a key of the rule, or of one entry of its list; that of the rule where it is not found."""
        written = self._section.keys.get(key)
        if written is None:
            return self.place
        return self.layout.line(written.start if number is None else written.entries[number][0].start)

    def character(self, key: str, number: int, offset: int) -> Place:
        """The place of a character of a text in a list of the rule, counted as it reads."""
        written = self._section.keys.get(key)
        return self.place if written is None else self.layout.character(written.entries[number][0], offset)

    @property
    def _section(self) -> Section:
        # Names may be written with escapes, by which none is found.
        return next(islice(self.layout.tables("rule"), self.number, None), _NOWHERE)


def _split(pieces: Iterable[_Piece], mark: str) -> Iterator[_Pieces]:
    """What stands between marks that are in no brackets, without comments."""
    depth = 0
    own: list[_Piece] = []
    for piece in pieces:
        depth += (piece.text in _OPENING) - (piece.text in _CLOSING)
        if piece.text == mark and not depth:
            if own:
                yield own
            own = []
        elif piece.text != "\n" and not piece.text.startswith("#"):
            own.append(piece)
    if own:
        yield own


def _inline(entry: _Pieces) -> Section:
    return Section(entry[0].start, _keys(_split(entry[1:-1], ",")) if entry[0].text == "{" else {})


def _keys(pairs: Iterable[_Pieces]) -> dict[str, Written]:
    found = {}
    for pair in pairs:
        equals = next(number for number, piece in enumerate(pair) if piece.text == "=")
        value = pair[equals + 1 :]
        entries = _split(value[1:-1], ",") if value[0].text == "[" else [value]
        found[_name(pair[:equals])] = Written(pair[0].start, tuple(entries))
    return found


def _name(pieces: _Pieces) -> str:
    """A key, or a header with its brackets, without quotes and blanks."""
    return "".join(piece.text.strip("\"'") for piece in pieces)
