"""Fitting the models on labelled contacts. The only package that needs scikit-learn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voc.domain.taxonomy import Cause
from voc.nlp.encoder.artefact import CrossFitted
from voc.nlp.evaluation import measure_told
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.packing import model_id
from voc.nlp.training.combining import combine
from voc.nlp.training.holding import FOLDS, HeldOut, hold_out
from voc.nlp.training.promising import FEWEST_TEXTS, distinct_texts, promise
from voc.nlp.training.rows import Labelled
from voc.nlp.training.unseen import Unseen, judge_unseen

__all__ = ["FOLDS", "HeldOut", "Labelled", "Trained", "Unseen", "hold_out", "judge_unseen", "train_model"]

# The share of standing verdicts that may be wrong, shown on held-out records (voc.nlp.selective).
STATED_RISK = 0.15


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and its measures on held-out records: neither text model nor combiners nor confidence had seen them.

    A measure that cannot be told is None. `warnings` are for whoever trains.
    """

    model: Model
    measures: Mapping[str, float | int | None] = field(hash=False)
    warnings: tuple[str, ...] = ()


def train_model(
    labelled: Sequence[Labelled],
    language: Language,
    *,
    progress: Callable[[str], None],
    encoder: CrossFitted | None = None,
) -> Trained:
    """Fit the text model, its calibration, the combiners, the thresholds, the confidence and the abstention.

    Records are divided into folds, near-equal texts together. Every calibration and combiner is fitted on answers of a
    text model that has not seen the record, and every measure, the confidence and the abstention on verdicts of
    combiners that had not seen it either. Deterministic: no random numbers are used. `encoder` reads the
    comments, which answers as one that had not seen them.
    """
    held = hold_out(labelled, language, progress=progress, encoder=encoder)
    progress("合并与阈值")
    model = combine(list(zip(labelled, held.heard, strict=True)), held, language)
    unseen = judge_unseen(labelled, held, language)
    own = [n for n in unseen.judgings if _measured(labelled[n])]
    pairs = [(unseen.confidence(n), unseen.right(n)) for n in own]
    contacts, golds = [labelled[n].observed.contact for n in own], [labelled[n].gold for n in own]
    selection, warnings = promise(contacts, golds, pairs, risk=STATED_RISK)
    final = replace(model, verdict=unseen.verdict, selection=selection)
    enough = distinct_texts(contacts) >= FEWEST_TEXTS
    measures = measure_told([unseen.judged(n, final) for n in own], enough=enough)
    return Trained(replace(final, id=model_id(final)), measures, (*_unlearnt(labelled, language), *warnings))


def _unlearnt(labelled: Sequence[Labelled], language: Language) -> Iterator[str]:
    """What no label teaches."""
    own = [one.gold for one in labelled if one.whole and not one.other_trade]
    for found, name in ((True, "不满"), (False, "没有不满")):
        if own and all(gold.dissatisfied is found for gold in own):
            yield f"训练数据里全是{name}的记录，模型分不出是否不满"
    for cause in Cause:
        if not any(cause in gold.causes for gold in own):
            yield f"训练数据里没有原因是“{language.taxonomy.cause_label(cause)}”的记录，模型认不出它"


def _measured(one: Labelled) -> bool:
    """Votes of rules written in sight of the texts look better than they are; calls have too few to leave any out."""
    return not one.other_trade and (one.fresh or one.spoken)
