"""Readable rules: which words speak for which factor."""

from dataclasses import dataclass
from enum import StrEnum

from voc.domain.attribution import Kind
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.expressions import Either, Except, Expression, Guard, Regardless, SpokenBy
from voc.domain.moments import Phase
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

    @property
    def stated(self) -> bool:
        """Whether the customer says it himself, so that it can be a stated cause."""
        return self in (Says.COMPLAINT, Says.FAULT)

    @property
    def label(self) -> str:
        return {"complaint": "客户抱怨", "fault": "客户报故障", "recital": "座席告知规定", "lapse": "座席失当"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class StagedExample:
    """An example that says more than words: a contact, the phase of each turn and how the customer feels in it.

    `text` is what is said, as it is written. `phases` and `valences` have an entry a turn, or none at all.
    """

    text: str
    contact: Contact
    phases: tuple[Phase, ...] = ()
    valences: tuple[float | None, ...] = ()


# A text alone is what the rule's speaker says, or turns.
Example = str | StagedExample


def example_text(example: Example) -> str:
    """What is said in an example."""
    return example.text if isinstance(example, StagedExample) else example


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: any of `when` makes it vote, unless one of `unless` stands in the same clause.

    `allows` are guards that do not take its words back. `matches` and `spares` are examples that it must and must not
    match, which are run as tests.
    """

    id: str
    factor: str
    description: str
    says: Says
    speaker: Speaker
    kind: Kind
    weight: float
    when: tuple[Expression, ...]
    unless: tuple[Expression, ...]
    allows: frozenset[Guard]
    matches: tuple[Example, ...]
    spares: tuple[Example, ...]

    @property
    def cause(self) -> Cause:
        return cause_of(self.factor)

    @property
    def expression(self) -> Expression:
        """The whole condition as one expression; named lists are not expanded."""
        whole = _any(self.when)
        if self.unless:
            whole = Except(whole, _any(self.unless))
        if self.allows:
            whole = Regardless(self.allows, whole)
        return SpokenBy(self.speaker, whole)


def _any(expressions: tuple[Expression, ...]) -> Expression:
    return expressions[0] if len(expressions) == 1 else Either(expressions)
