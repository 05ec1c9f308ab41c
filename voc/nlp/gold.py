"""What a reader found in a record: the `gold` object of a labelled file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.domain.attribution import Basis, Kind
from voc.domain.moments import Phase, TurnedBy
from voc.domain.taxonomy import Cause, cause_of
from voc.errors import InputError, TaxonomyError


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
    the customer does not speak); `resolved` is None as well where it cannot be known, and `turned_by` where nothing was
    labelled (`turned_labelled` false) or feeling did not fall.
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

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> "Gold":
        """Read a gold object; InputError says which key is wrong."""
        try:
            factors = frozenset(map(str, table.get("factors", ())))
            for factor in factors:
                cause_of(factor)
            phases, turned = table.get("phases"), table.get("turned_by")
            return cls(
                dissatisfied=_flag(table["dissatisfied"]),
                causes=frozenset(Cause(c) for c in table["causes"]),
                primary=None if table.get("primary") is None else Cause(table["primary"]),
                factors=factors,
                factors_either=frozenset(map(str, table.get("factors_either", factors))),
                evidence={Cause(c): _spans(spans) for c, spans in dict(table.get("evidence") or {}).items()},
                claims=tuple(_claim(c) for c in table.get("claims", ())),
                low_turns=_turns(table.get("low_turns")),
                end=None if table.get("end") is None else _SIGNS[table["end"]],
                phases=None if phases is None else tuple(map(Phase, phases)),
                resolved=None if table.get("resolved") is None else _flag(table["resolved"]),
                repeat_contact=None if table.get("repeat_contact") is None else _flag(table["repeat_contact"]),
                turned_by=None if turned is None else TurnedBy(turned),
                turned_labelled="turned_by" in table,
                high_turns=_turns(table.get("high_turns")),
                basis={Cause(c): Basis(b) for c, b in dict(table.get("basis") or {}).items()},
                valences=None if table.get("valences") is None else tuple(map(_valence, table["valences"])),
            )
        except KeyError as error:
            raise InputError(f"标注缺少 {error.args[0]}，或取值不认识") from error
        except (AttributeError, TypeError, ValueError, TaxonomyError) as error:
            raise InputError("标注里有不认识的取值") from error


_SIGNS = {sign: sign for sign in ("negative", "neutral", "positive")}


def _claim(table: Mapping[str, Any]) -> Claim:
    named = table.get("business_object")
    return Claim(
        str(table["factor"]),
        None if named is None else str(named),
        Kind(table.get("kind", Kind.PAIN)),
        Basis(table.get("basis", Basis.STATED)),
    )


def _turns(turns: Any) -> tuple[int, ...] | None:
    return None if turns is None else tuple(map(int, turns))


def _valence(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value <= 1:
        raise TypeError
    return float(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _spans(spans: Any) -> tuple[tuple[int | None, str], ...]:
    return tuple((None if at is None else int(at), str(words)) for at, words in spans)
