"""Readable rules: which words speak for which factor."""

from dataclasses import dataclass
from enum import StrEnum

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Cause, cause_of


class Says(StrEnum):
    """What a match means.

    `complaint`: the customer complains of it. `fault`: the customer reports that something is broken, which is no
    complaint by itself. `recital`: the agent states a rule or refuses. `lapse`: the agent does what an inspector would
    note. Only a complaint or a fault can be a stated cause; the others are what an inferred one is about.
    """

    COMPLAINT = "complaint"
    FAULT = "fault"
    RECITAL = "recital"
    LAPSE = "lapse"

    @property
    def speaker(self) -> Speaker:
        """Whose words are meant, where the rule does not say it."""
        return Speaker.AGENT if self in (Says.RECITAL, Says.LAPSE) else Speaker.CUSTOMER


@dataclass(frozen=True, slots=True)
class Pattern:
    """Groups of alternative words, in this order within one clause, at most `within` characters between two of them."""

    groups: tuple[tuple[str, ...], ...]
    within: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: any of `patterns` makes it vote, unless one of `unless` stands in the same clause.

    `negatable`: a negation just before the match takes it back (没有闪退). `matches` and `spares` are texts that it
    must and must not match, which are run as tests.
    """

    id: str
    factor: str
    description: str
    says: Says
    speaker: Speaker
    kind: Kind
    weight: float
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    negatable: bool
    matches: tuple[str, ...]
    spares: tuple[str, ...]

    @property
    def cause(self) -> Cause:
        return cause_of(self.factor)
