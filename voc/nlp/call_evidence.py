"""The words of a call that carry a claim: every clause is weighed by what is heard in it and by where it stands.

What proves a claim of a call is seldom said in one place: the customer reports it, the agent recites the rule or passes
him on, the comment afterwards repeats it. Which clauses readers mark is learned from calls whose words they marked,
for each cause and each side apart.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import DISSATISFIED
from voc.nlp.evidence import WHOLE_CLAUSE, Clause
from voc.nlp.heard import Heard
from voc.nlp.signals import Observed
from voc.nlp.whole_call import COMPLAINING, STRONGEST_OF_CALL, told_of_call

Numbers = NDArray[np.float64]
# Whose words a clause is: each side is weighed by itself.
SIDES = ("customer", "agent", "machine", "comment")
CUSTOMER, AGENT, MACHINE, COMMENT = range(len(SIDES))
# What is known of a clause. `says`: for the claim, by its own words; `adds`: to what the call as a whole says for it;
# `behind_…`: how far behind the clause of the customer's (`says`) or of the call (`adds`) that does so most.
NUMBERS = (
    "one",
    "says",
    "utterance_says",
    "displeased",
    "utterance_displeased",
    "adds",
    "utterance_adds",
    "behind_says",
    "behind_adds",
    "behind_utterance_adds",
    "brief",
    "length",
    "clauses",
    "alone",
    "first",
    "felt",
    "complains",
    "commented",
    "before_says",
    "after_says",
    "before_adds",
    "after_adds",
    "voted",
)
# A logit of a clause beyond this says no more; what is said where no clause of the utterance stands.
STRONGEST, NOTHING_THERE = 6.0, -3.0
_CAUSES = tuple(Cause)
EVIDENCE_SHAPE = (len(_CAUSES), len(SIDES), len(NUMBERS))


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceModel:
    """The logit that a reader marks a clause for a claim.

    `weights` has the shape `EVIDENCE_SHAPE`: causes, sides, numbers.
    """

    weights: NDArray[np.float32]

    def logits(self, cause: Cause, sides: NDArray[np.int64], numbers: Numbers) -> Numbers:
        """Of clauses of such sides with such numbers, shape `(n_clauses,)`."""
        own = self.weights[_CAUSES.index(cause)].astype(np.float64)
        return np.asarray((numbers * own[sides]).sum(axis=1))


def untaught() -> EvidenceModel:
    """Where too few calls with marked words teach it: what a clause says, more so in a comment and where a rule votes
    (of others than the customer less tells anything), less so where it is short."""
    by_side = {"one": (0.0, -1.0, -1.0, 3.0), "says": (1.0, 0.5, 0.5, 1.0), "voted": (2.0, 2.5, 2.5, 2.0)}
    weights = np.zeros(EVIDENCE_SHAPE, dtype=np.float32)
    for name, own in (by_side | {"adds": (4.0,), "brief": (-1.0,)}).items():
        weights[:, :, NUMBERS.index(name)] = np.array(own)
    return EvidenceModel(weights)


@dataclass(frozen=True)
class CallClauses:
    """All clauses of the passages of a call (and of the comments after it) that say something, in their order."""

    observed: Observed
    heard: Heard

    @cached_property
    def _passages(self) -> list[int]:
        return sorted(i for i in self.heard if self.observed.passages[i].clauses)

    @cached_property
    def places(self) -> list[tuple[int, int, int]]:
        """Of each clause the number of its passage, its start and its end in the reading."""
        passages = self.observed.passages
        return [(i, start, end) for i in self._passages for start, end in passages[i].clauses]

    @cached_property
    def _owner(self) -> NDArray[np.int64]:
        """The place of the passage of each clause among `_passages`."""
        counts = [len(self.observed.passages[i].clauses) for i in self._passages]
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def sides(self) -> NDArray[np.int64]:
        """Of each clause the place of its side among `SIDES`, shape `(n_clauses,)`."""
        return np.array([self._side(i) for i in self._passages], dtype=np.int64)[self._owner]

    def _side(self, number: int) -> int:
        if number >= self.observed.utterance_count:
            return COMMENT
        speaker = self.observed.passages[number].speaker
        return {Speaker.CUSTOMER: CUSTOMER, Speaker.AGENT: AGENT}.get(speaker, MACHINE)

    def weighed(self, cause: Cause, factor: str | None, model: EvidenceModel) -> tuple[Clause, ...]:
        """Every clause that can carry a claim, with its logit."""
        if not self.places:
            return ()
        logits = model.logits(cause, self.sides, self.numbers(cause, factor)).tolist()
        can = self.can_show(cause).tolist()
        return tuple(Clause(*place, x) for place, x, may in zip(self.places, logits, can, strict=True) if may)

    def can_show(self, cause: Cause) -> NDArray[np.bool_]:
        """Which clauses can: nobody is blamed by what a machine says or is told."""
        if cause is not Cause.PERSON:
            return np.ones(len(self.places), dtype=bool)
        told = np.array([i in self.observed.to_machines for i in self._passages], dtype=bool)
        return np.asarray((self.sides != MACHINE) & ~told[self._owner])

    def numbers(self, cause: Cause, factor: str | None) -> Numbers:
        """`NUMBERS` of each clause for a claim, shape `(n_clauses, n_numbers)`."""
        labels = [str(cause)] if factor is None else [str(cause), factor]
        says, utterance_says = self._said(labels)
        adds = np.mean([self._added(label) for label in labels], axis=0)
        utterance_adds = np.bincount(self._owner, adds)[self._owner]
        own = np.isin(self.sides, (CUSTOMER, COMMENT))
        columns = {
            **self._fixed,
            "says": says,
            "utterance_says": utterance_says,
            "adds": adds,
            "utterance_adds": utterance_adds,
            "behind_says": says - says[own].max(initial=-STRONGEST),
            "behind_adds": adds - adds.max(),
            "behind_utterance_adds": utterance_adds - utterance_adds.max(),
            "before_says": self._beside(says, 1, NOTHING_THERE),
            "after_says": self._beside(says, -1, NOTHING_THERE),
            "before_adds": self._beside(adds, 1, 0.0),
            "after_adds": self._beside(adds, -1, 0.0),
            "voted": self._voted(cause),
        }
        return np.column_stack([columns[name] for name in NUMBERS])

    def _added(self, label: str) -> list[float]:
        """What each clause adds to what the call as a whole says for a label; 0 where it was not heard."""
        call = self.heard.call
        if call is None or not call.clauses:
            return [0.0] * len(self.places)
        column, rows = call.labels[label], call.clauses
        return [rows[n][column] for n in self._of_contact]

    @cached_property
    def _of_contact(self) -> list[int]:
        """The number of each clause among all of the contact."""
        starts = self.observed.clause_starts
        return [n for i in self._passages for n in range(starts[i], starts[i + 1])]

    def _said(self, labels: Collection[str]) -> tuple[Numbers, Numbers]:
        """The mean of the logits for some labels, of each clause and of its utterance; of an agent, who is heard for
        causes alone, those that he is heard for."""
        clauses: list[float] = []
        wholes: list[float] = []
        for i in self._passages:
            own = self.heard[i]
            known = [own.labels[label] for label in labels if label in own.labels]
            wholes.append(_means([own.whole], known)[0])
            clauses += _means(own.clauses, known)
        return _clipped(clauses), _clipped(wholes)[self._owner]

    @cached_property
    def _fixed(self) -> dict[str, Numbers]:
        """What does not depend on the claim."""
        counts = np.bincount(self._owner)[self._owner].astype(np.float64)
        lengths = np.array([end - start for _, start, end in self.places], dtype=np.float64)
        displeased, utterance_displeased = self._said([DISSATISFIED])
        felt = [self.observed.valences[i] or 0.0 for i in self._passages]
        everywhere = np.ones(len(self.places))
        return {
            "one": everywhere,
            "displeased": displeased,
            "utterance_displeased": utterance_displeased,
            "brief": np.maximum(0.0, 1 - lengths / WHOLE_CLAUSE),
            "length": np.log1p(lengths),
            "clauses": np.log1p(counts),
            "alone": (counts == 1).astype(np.float64),
            "first": ((counts > 1) & (np.diff(self._owner, prepend=-1) > 0)).astype(np.float64),
            "felt": np.array(felt)[self._owner],
            "complains": everywhere * (told_of_call(self.heard, COMPLAINING) / STRONGEST_OF_CALL),
            "commented": everywhere * bool(self.observed.comments),
        }

    def _beside(self, values: Numbers, by: int, nothing: float) -> Numbers:
        """The value of the clause before (`by` 1) or after (-1) in the same passage."""
        moved, owner = np.roll(values, by), np.roll(self._owner, by)
        moved[0 if by > 0 else -1] = nothing
        return np.where(owner == self._owner, moved, nothing)

    def _voted(self, cause: Cause) -> Numbers:
        """Whether a rule for the cause matches from within a clause on."""
        starts = self.observed.clause_starts
        voted = np.zeros(starts[-1])
        for i in self._passages:
            for match in self.observed.matches.get(i, ()):
                at = self.observed.passages[i].clause_number(match.start) if match.rule.cause is cause else None
                if at is not None:
                    voted[starts[i] + at] = 1.0
        return voted[self._of_contact]


def _means(rows: Sequence[Sequence[float]], columns: Sequence[int]) -> list[float]:
    """Of each row the mean of one or two columns; 0 where there are none."""
    if not columns:
        return [0.0] * len(rows)
    first, last = columns[0], columns[-1]
    return [(row[first] + row[last]) / 2 for row in rows]


def _clipped(values: Sequence[float]) -> Numbers:
    return np.clip(np.array(values, dtype=np.float64), -STRONGEST, STRONGEST)
