"""Verdicts on records by combiners that had not seen them: what may be measured, and what confidence is fitted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voc.domain.attribution import AnalysisVersion
from voc.domain.numbers import rounded
from voc.nlp.classifier import Logistic
from voc.nlp.evaluation import Judged
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.training.combining import combine
from voc.nlp.training.holding import FOLDS, HeldOut
from voc.nlp.training.rows import Labelled
from voc.nlp.training.small import Answered, logistic
from voc.nlp.verdict import Judging, judging

VERDICT_STRENGTH = 0.3
NO_VERSION = AnalysisVersion("", "", "", "", "")


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """By the number of the record: its judging, and what says how sure that is, fitted on the other folds.

    Records without a word of the customer's are left out. `verdict` says how sure a verdict is, fitted on all of them.
    """

    labelled: Sequence[Labelled]
    judgings: Mapping[int, Judging] = field(hash=False)
    sure: Mapping[int, Logistic] = field(hash=False)
    verdict: Logistic

    def right(self, number: int) -> bool:
        return _right(self.labelled[number], self.judgings[number])

    def confidence(self, number: int) -> float:
        return rounded(self.sure[number].probability(self.judgings[number].confidence_values))

    def judged(self, number: int, model: Model) -> Judged:
        """The verdict with the threshold of the final model, from which on it stands."""
        one, found = self.labelled[number], self.judgings[number]
        final = replace(found, model=replace(found.model, verdict=self.sure[number], selection=model.selection))
        return Judged(one.observed.contact, one.gold, final.analysis(NO_VERSION))


def judge_unseen(labelled: Sequence[Labelled], held: HeldOut, language: Language) -> Unseen:
    """Each record judged by combiners fitted on the other folds."""
    judgings: dict[int, Judging] = {}
    answered: list[Answered] = list(zip(labelled, held.heard, strict=True))
    for fold in range(FOLDS):
        others = [pair for pair, f in zip(answered, held.folds, strict=True) if f != fold]
        model = combine(others, held, language)
        for n, (one, heard) in enumerate(answered):
            if held.folds[n] == fold and heard and one.whole:
                judgings[n] = judging(one.observed, heard, language, model)
    numbers = [n for n in sorted(judgings) if not labelled[n].other_trade]
    by_fold = [_verdict(labelled, judgings, [n for n in numbers if held.folds[n] != fold]) for fold in range(FOLDS)]
    sure = {n: by_fold[held.folds[n]] for n in judgings}
    return Unseen(labelled, judgings, sure, _verdict(labelled, judgings, numbers))


def _right(one: Labelled, found: Judging) -> bool:
    return found.dissatisfied == one.gold.dissatisfied and found.claimed == one.gold.causes


def _verdict(labelled: Sequence[Labelled], judgings: Mapping[int, Judging], numbers: Sequence[int]) -> Logistic:
    rows = [(judgings[n].confidence_values, _right(labelled[n], judgings[n])) for n in numbers]
    return logistic(rows, strength=VERDICT_STRENGTH)
