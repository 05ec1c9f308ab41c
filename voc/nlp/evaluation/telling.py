"""The measures of the reference definition, as far as the labels of some records allow them."""

from collections.abc import Sequence

from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.measurable import measurable
from voc.nlp.evaluation.report import measure, statistics_of


def measure_told(judged: Sequence[Judged], *, enough: bool) -> dict[str, float | int | None]:
    """The measures of the reference definition, with None in place of figures that no case or one label alone stands
    behind; in place of all of them where there are not `enough` records. `n` is the number of records always."""
    found = measure(judged)
    if not enough or not judged:
        return {"n": len(judged)} | {name: None for name in found if name != "n"}
    statistics = statistics_of(judged)
    told = measurable([j.gold for j in judged], [m for m, s in statistics.items() if s.n])
    untold = {str(m) for m in statistics if m not in told}
    return {name: None if name in untold else value for name, value in found.items()}
