"""What a reader found in a record: the `gold` object of a labelled file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any, TypeVar

from voc.domain.attribution import Basis, Kind
from voc.domain.gold_keys import GOLD_KEYS
from voc.domain.moments import Phase, TurnedBy
from voc.domain.taxonomy import Cause, cause_of
from voc.errors import InputError, TaxonomyError
from voc.nlp.masking import mask

T = TypeVar("T")
L = TypeVar("L", bound=StrEnum)
# Characters of a wrong label that an error quotes.
LONGEST_QUOTED = 20


@dataclass(frozen=True, slots=True)
class Claim:
    """One factor that a reader claims, with its business object, kind and basis where they were labelled."""

    factor: str
    business_object: str | None
    kind: Kind
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gold:
    """`evidence` lists, for each cause, utterance (None for the comment) and exact words.

    Factors may be ones that the taxonomy has not (`product.delivery` of shops): they count for their cause only. What
    was not labelled is None (`phases`, `low_turns`, `high_turns`, `end`, and `valences`: one an utterance, None where
    the customer does not speak), and `factors_labelled` is false where there are causes and nobody named factors;
    `resolved` is None as well where it cannot be known, and `turned_by` where nothing was labelled (`turned_labelled`
    false) or feeling did not fall. `low_turns_either` and `high_turns_either` hold those of all readers, where several
    marked them. `unread_keys` are further ones that the object has.
    """

    dissatisfied: bool
    causes: frozenset[Cause]
    primary: Cause | None
    factors: frozenset[str]
    factors_either: frozenset[str]
    evidence: Mapping[Cause, tuple[tuple[int | None, str], ...]] = field(hash=False)
    claims: tuple[Claim, ...] = ()
    low_turns: tuple[int, ...] | None = None
    end: str | None = None
    phases: tuple[Phase, ...] | None = None
    resolved: bool | None = None
    repeat_contact: bool | None = None
    turned_by: TurnedBy | None = None
    turned_labelled: bool = False
    high_turns: tuple[int, ...] | None = None
    basis: Mapping[Cause, Basis] = field(default_factory=dict, hash=False)
    valences: tuple[float | None, ...] | None = None
    low_turns_either: tuple[int, ...] | None = None
    high_turns_either: tuple[int, ...] | None = None
    factors_labelled: bool = True
    unread_keys: frozenset[str] = frozenset()

    @property
    def complains(self) -> bool | None:
        """Whether a reader found the customer himself telling what dissatisfies him; None where nothing was claimed."""
        if self.dissatisfied and not self.claims:
            return None
        return self.dissatisfied and any(claim.basis is Basis.STATED for claim in self.claims)

    @property
    def named_factors(self) -> frozenset[str]:
        """Every factor that a reader names, in `factors` or in a claim alone."""
        return self.factors | {claim.factor for claim in self.claims}

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> "Gold":
        """Read a gold object; InputError says which key is wrong, and which value where that is a label."""
        for key in ("dissatisfied", "causes"):
            if key not in table:
                raise InputError(f"标注缺少 {key}")
        none: frozenset[str] = frozenset()
        no_cause: frozenset[Cause] = frozenset()
        factors = _part(table, "factors", _factors, none)
        causes = _part(table, "causes", lambda v: frozenset(_label(Cause, c) for c in _several(v)), no_cause)
        return cls(
            dissatisfied=_part(table, "dissatisfied", _flag, False),
            causes=causes,
            primary=_part(table, "primary", lambda v: _maybe(v, partial(_label, Cause)), None),
            factors=factors,
            factors_either=_part(table, "factors_either", _factors, factors),
            evidence=_part(table, "evidence", _evidence, {}),
            claims=_part(table, "claims", lambda v: tuple(map(_claim, v)), ()),
            low_turns=_part(table, "low_turns", _turns, None),
            end=_part(table, "end", lambda v: _maybe(v, _sign), None),
            phases=_part(table, "phases", lambda v: _maybe(v, _phases), None),
            resolved=_part(table, "resolved", lambda v: _maybe(v, _flag), None),
            repeat_contact=_part(table, "repeat_contact", lambda v: _maybe(v, _flag), None),
            turned_by=_part(table, "turned_by", lambda v: _maybe(v, partial(_label, TurnedBy)), None),
            turned_labelled="turned_by" in table,
            high_turns=_part(table, "high_turns", _turns, None),
            basis=_part(table, "basis", _bases, {}),
            valences=_part(table, "valences", lambda v: _maybe(v, _valences), None),
            low_turns_either=_part(table, "low_turns_either", _turns, None),
            high_turns_either=_part(table, "high_turns_either", _turns, None),
            # Without causes there are no factors, whether somebody says so or not.
            factors_labelled="factors" in table or not causes,
            unread_keys=frozenset(table).difference(GOLD_KEYS),
        )


def _part(table: Mapping[str, Any], key: str, read: Callable[[Any], T], absent: T) -> T:
    if key not in table:
        return absent
    try:
        return read(table[key])
    except InputError as error:
        raise InputError(f"标注的 {key} {error}") from error
    except (AttributeError, KeyError, TypeError, ValueError, TaxonomyError) as error:
        raise InputError(f"标注的 {key} 写法不对") from error


def _label(kind: type[L], value: Any) -> L:
    try:
        return kind(value)
    except ValueError:
        raise _unknown(value, kind) from None


def _unknown(value: object, known: Iterable[object]) -> InputError:
    """A label is one of a few words: whatever else stands there is cut short, as it may be anything."""
    said = value if isinstance(value, str) else f"{value}"
    short = said if len(said) <= LONGEST_QUOTED else said[:LONGEST_QUOTED] + "…"
    return InputError(f"有不认识的取值“{short}”，可用 {'、'.join(map(str, known))}")


def _maybe(value: Any, read: Callable[[Any], T]) -> T | None:
    return None if value is None else read(value)


def _several(values: Any) -> Any:
    if isinstance(values, str):
        raise TypeError
    return values


def _factors(values: Any) -> frozenset[str]:
    return frozenset(map(_factor, sorted(map(str, _several(values)))))


@lru_cache(maxsize=10_000)
def masked_code(code: str) -> str:
    """A factor as it may be shown: after its cause anything may stand, be it what a customer said.

    >>> masked_code("product.stability"), masked_code("product.打13800138000")
    ('product.stability', 'product.打***********')
    """
    return mask(code)


def _factor(value: object) -> str:
    factor = str(value)
    try:
        cause_of(factor)
    except TaxonomyError:
        raise _unknown(factor, (f"{cause}.…" for cause in Cause)) from None
    return factor


def _evidence(value: Any) -> Mapping[Cause, tuple[tuple[int | None, str], ...]]:
    return {_label(Cause, c): _spans(spans) for c, spans in dict(value or {}).items()}


def _bases(value: Any) -> Mapping[Cause, Basis]:
    return {_label(Cause, c): _label(Basis, b) for c, b in dict(value or {}).items()}


def _phases(values: Any) -> tuple[Phase, ...]:
    return tuple(_label(Phase, phase) for phase in _several(values))


def _sign(value: object) -> str:
    if value not in _SIGNS:
        raise _unknown(value, _SIGNS)
    return str(value)


def _valences(values: Any) -> tuple[float | None, ...]:
    return tuple(map(_valence, values))


_SIGNS = ("negative", "neutral", "positive")


def _claim(table: Mapping[str, Any]) -> Claim:
    if "factor" not in table:
        raise InputError("有一条缺少 factor")
    named = table.get("business_object")
    return Claim(
        _factor(table["factor"]),
        None if named is None else _words(named),
        _label(Kind, table.get("kind", Kind.PAIN)),
        _label(Basis, table.get("basis", Basis.STATED)),
    )


def _turns(turns: Any) -> tuple[int, ...] | None:
    return None if turns is None else tuple(map(_number, _several(turns)))


def _valence(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value <= 1:
        raise TypeError
    return float(value)


def _number(value: object) -> int:
    """The number of an utterance: 1.7, true and "3" are none, though they could be read as one."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _spans(spans: Any) -> tuple[tuple[int | None, str], ...]:
    return tuple((None if at is None else _number(at), _words(words)) for at, words in spans)
