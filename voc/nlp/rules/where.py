"""What is looked at around a condition."""

from dataclasses import dataclass, replace

from voc.domain.conversation import Speaker
from voc.domain.expressions import Edge, Expression, In, InPhase, SpokenBy
from voc.domain.moments import Phase

ONE_SPEAKER = "一句话只有一个人说"
ONE_PHASE = "一句话不会同时在两个阶段"


@dataclass(frozen=True, slots=True)
class Where:
    """Whose words, of which phase; `nothing` is why no text can be all of this, empty where one may.

    `single`: only one text at a time; `said_by`: who is known to say it, whoever is asked about; `at_edge`: only the
    first or last of the call.
    """

    speaker: Speaker | None = None
    phase: Phase | None = None
    nothing: str = ""
    single: bool = False
    said_by: Speaker | None = None
    at_edge: bool = False

    @property
    def in_call(self) -> bool:
        """Comments are the customer's, and belong to no phase and no part of the call."""
        return self.phase is not None or self.at_edge or self.speaker not in (None, Speaker.CUSTOMER)

    def within(self, scope: Expression) -> "Where":
        """What is looked at inside a scope; the same inside anything else."""
        match scope:
            case SpokenBy(speaker, _):
                other = self.said_by not in (None, speaker)
                return replace(self, speaker=speaker, nothing=self.nothing or (ONE_SPEAKER if other else ""))
            case InPhase(phase, _):
                other = self.phase not in (None, phase)
                return replace(self, phase=phase, nothing=self.nothing or (ONE_PHASE if other else ""))
            case Edge():
                return replace(self, at_edge=True)
            case In():
                return replace(self, single=True)
            case _:
                return self
