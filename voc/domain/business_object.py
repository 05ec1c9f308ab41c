"""What a customer talks about: the bank's table of business objects."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voc.domain.taxonomy import Cause, cause_of
from voc.errors import TaxonomyError


@dataclass(frozen=True, slots=True)
class BusinessObject:
    """One object. `aliases` are surface forms; `all_of` lists of words that name it when one clause holds them all.

    `signs` and `signs_of`, of the same two forms, are what goes wrong with it. They name no object: a screen goes black
    (黑屏) on any machine. A claim may still be about it. Claims of another cause than `only` are never about it; those
    of `factors` may be though nobody names it (who answers wrongly: 客服解答).
    """

    name: str
    group: str
    parent: str | None
    aliases: tuple[str, ...]
    all_of: tuple[tuple[str, ...], ...] = ()
    only: Cause | None = None
    signs: tuple[str, ...] = ()
    signs_of: tuple[tuple[str, ...], ...] = ()
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BusinessObjectTable:
    """All objects by name."""

    by_name: Mapping[str, BusinessObject]

    @classmethod
    def parse(cls, text: str) -> "BusinessObjectTable":
        """Read the table (TOML); TaxonomyError for a damaged one, a missing parent or an alias given twice."""
        try:
            objects = [_object(row) for row in tomllib.loads(text)["object"]]
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise TaxonomyError(f"业务对象表无法读取：{type(error).__name__}") from error
        by_name = {o.name: o for o in objects}
        owners: dict[str, str] = {}
        for o in objects:
            if o.parent is not None and o.parent not in by_name:
                raise TaxonomyError(f"业务对象“{o.name}”的上级“{o.parent}”不在表里")
            for alias in dict.fromkeys((o.name, *o.aliases, *o.signs)):
                if owners.setdefault(alias, o.name) != o.name:
                    raise TaxonomyError(f"“{alias}”同时是“{owners[alias]}”和“{o.name}”的叫法")
        if len(by_name) != len(objects):
            raise TaxonomyError("业务对象表里有重名")
        for o in objects:
            _lineage(by_name, o.name)
            causes = {cause_of(code) for code in o.factors}
            if o.only is not None and causes - {o.only}:
                raise TaxonomyError(f"业务对象“{o.name}”的因子不属于它的原因")
        return cls(by_name)

    def lineage(self, name: str) -> tuple[str, ...]:
        """An object's name, its parent's, and so on up; only the name itself when the table does not know it."""
        return _lineage(self.by_name, name)

    def suits(self, name: str, cause: Cause) -> bool:
        """Whether claims of a cause may be about an object: not those of the software about how the staff behaves."""
        known = self.by_name.get(name)
        return known is None or known.only in (None, cause)

    def unnamed(self, factor: str) -> tuple[str, ...]:
        """The objects that a claim of a factor may be about without a word that names them."""
        return tuple(name for name, known in self.by_name.items() if factor in known.factors)

    def group(self, name: str | None) -> str:
        known = None if name is None else self.by_name.get(name)
        return "其他" if known is None else known.group


def _object(row: Mapping[str, object]) -> BusinessObject:
    parent, only = row.get("parent"), row.get("only")
    return BusinessObject(
        str(row["name"]),
        str(row["group"]),
        None if parent is None else str(parent),
        tuple(map(str, _list(row, "aliases"))),
        tuple(tuple(map(str, words)) for words in _list(row, "all_of")),
        None if only is None else Cause(str(only)),
        tuple(map(str, _list(row, "signs"))),
        tuple(tuple(map(str, words)) for words in _list(row, "signs_of")),
        tuple(map(str, _list(row, "factors"))),
    )


def _list(row: Mapping[str, object], key: str) -> list[Any]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise TypeError
    return value


def _lineage(by_name: Mapping[str, BusinessObject], name: str) -> tuple[str, ...]:
    names = [name]
    while (known := by_name.get(names[-1])) is not None and known.parent is not None:
        if known.parent in names:
            raise TaxonomyError(f"业务对象“{name}”的上级绕成了圈")
        names.append(known.parent)
    return tuple(names)
