"""What is looked at around a condition."""

from dataclasses import dataclass, replace

from voc.domain.conversation import Speaker
from voc.domain.expressions import Edge, Expression, In, InPhase, SpokenBy
from voc.domain.moments import Phase


@dataclass(frozen=True, slots=True)
class Where:
    """Whose words, of which phase; `nothing` where phases exclude each other.

    `single`: only one text at a time; `at_edge`: only the first or last of the call.
    """

    speaker: Speaker | None = None
    phase: Phase | None = None
    nothing: bool = False
    single: bool = False
    at_edge: bool = False

    @property
    def in_call(self) -> bool:
        """Comments are the customer's, and belong to no phase and no part of the call."""
        return self.phase is not None or self.at_edge or self.speaker not in (None, Speaker.CUSTOMER)

    def within(self, scope: Expression) -> "Where":
        """What is looked at inside a scope; the same inside anything else."""
        match scope:
            case SpokenBy(speaker, _):
                return replace(self, speaker=speaker)
            case InPhase(phase, _):
                return replace(self, phase=phase, nothing=self.nothing or self.phase not in (None, phase))
            case Edge():
                return replace(self, at_edge=True)
            case In():
                return replace(self, single=True)
            case _:
                return self
