"""What the answers of an evaluation are called."""

from collections.abc import Callable, Iterator

from voc.domain.attribution import AbstainReason
from voc.domain.evaluation import ClassScore, Confusion, Evaluation, Figure, ReliabilityBin
from voc.domain.foreign_factors import foreign_factors
from voc.domain.gold_keys import misspelt_keys
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.moments import Phase, TurnedBy
from voc.domain.taxonomy import Cause, Taxonomy

BIN_HEADS = ("概率", "个数", "预测", "实际", "实际的 95% 区间")
NO_VALUE, UNMEASURED = "–", "未测"
_SHORT = {Cause.PERSON: "人", Cause.PRODUCT: "产品", Cause.RULE: "规则"}
_ANSWERS = {"content": "没有不满", "unspecified": "原因不明"}
_SIGNS = {"negative": "负面", "neutral": "中性", "positive": "正面", "none": "无"}
_PHASES = {**{str(p): p.label for p in Phase}, "none": "无"}
_TURNED = {**{str(t): t.label for t in TurnedBy}, "none": "无"}


def answer_label(code: str) -> str:
    """A set of causes in few characters.

    >>> answer_label("person+rule"), answer_label("content")
    ('人+规则', '没有不满')
    """
    return _ANSWERS.get(code) or "+".join(_SHORT[Cause(c)] for c in code.split("+"))


def sign_label(code: str) -> str:
    return _SIGNS[code]


def phase_label(code: str) -> str:
    return _PHASES[code]


def turned_label(code: str) -> str:
    return _TURNED[code]


def abstain_label(reason: AbstainReason | None) -> str:
    return "不待人工" if reason is None else f"待人工：{reason.label}"


def class_label(row: ClassScore, taxonomy: Taxonomy) -> str:
    """A cause by its name, a factor with its cause; one that the taxonomy has not by its code."""
    if row.code in tuple(Cause):
        return taxonomy.cause_label(Cause(row.code))
    known = {f.code: f for f in taxonomy.factors}.get(row.code)
    return row.code if known is None else f"{_SHORT[known.cause]} · {known.label}"


def percentage(value: float | None) -> str:
    """
    >>> percentage(0.8064), percentage(None)
    ('80.6%', '–')
    """
    return NO_VALUE if value is None else f"{100 * value:.1f}%"


def figure_label(figure: Figure) -> str:
    """
    >>> figure_label(Figure(0.8064, 40)), figure_label(Figure(None, 3))
    ('80.6%', '未测')
    """
    return UNMEASURED if figure.value is None else percentage(figure.value)


def listed(found: Evaluation, group: MeasureGroup) -> list[tuple[Measure, Figure]]:
    """The measures of a group that have cases, though their labels be all alike and tell nothing; whether a contact is
    dissatisfied and why is asked of every file, and listed without any."""
    own = [(m, f) for m, f in found.figures.items() if m.group is group]
    return own if group is MeasureGroup.VERDICT else [(m, f) for m, f in own if f.value is not None or f.n]


def interval_label(figure: Figure) -> str:
    """
    >>> interval_label(Figure(0.8, 10, (0.5, 0.95))), interval_label(Figure(None, 0))
    ('50.0%–95.0%', '')
    """
    return "" if figure.interval is None else bounds_label(figure.interval)


def bounds_label(interval: tuple[float, float]) -> str:
    """
    >>> bounds_label((0.0258, 0.1986))
    '2.6%–19.9%'
    """
    low, high = interval
    return f"{percentage(low)}–{percentage(high)}"


def course_confusions(found: Evaluation) -> Iterator[tuple[str, Confusion, Callable[[str], str]]]:
    """Title, counts and names of answers of what was labelled about the course of calls."""
    tables = (
        ("通话阶段（每句）", found.phases, phase_label),
        ("结尾的情绪", found.ends, sign_label),
        ("情绪因何变差", found.turned_by, turned_label),
    )
    for title, confusion, label in tables:
        if confusion is not None:
            yield title, confusion, label


def reliabilities(found: Evaluation, taxonomy: Taxonomy) -> Iterator[tuple[str, tuple[ReliabilityBin, ...]]]:
    """How far probabilities come true: of all causes together, then of each, with their names."""
    yield "三类原因合计", found.reliability
    for cause in Cause:
        yield taxonomy.cause_label(cause), found.cause_reliability[cause]


def bin_cells(b: ReliabilityBin) -> tuple[str, ...]:
    """One for each of `BIN_HEADS`.

    >>> bin_cells(ReliabilityBin(0.9, 1.0, 1200, 0.97, 0.9, (0.6, 0.99)))
    ('0.9–1.0', '1,200', '97.0%', '90.0%', '60.0%–99.0%')
    """
    span = f"{b.low:.1f}–{b.high:.1f}"
    return span, f"{b.n:,}", percentage(b.stated), percentage(b.observed), bounds_label(b.interval)


def label_warnings(found: Evaluation, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What is worth knowing of factors that labels name and the taxonomy has not, and of keys that nobody reads."""
    told = (foreign_factors(found.labelled_factors, taxonomy), misspelt_keys(found.unread_keys))
    return tuple(sentence for sentence in told if sentence is not None)


def seen_label(found: Evaluation) -> str:
    """How many of the records the model was trained on: figures on those flatter it."""
    if found.seen_in_training is None:
        return "模型训练时见过几条：未知（模型没有留下训练过的文字的清单）"
    flattered = "，在这些上面的数字偏高" if found.seen_in_training else ""
    return f"模型训练时见过 {found.seen_in_training} 条{flattered}"
