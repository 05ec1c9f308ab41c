"""The course of a call: phases, the worst and best point, and the end (peak-end rule, Kahneman et al. 1993)."""

import tomllib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum

from voc.domain.numbers import rounded
from voc.errors import TaxonomyError

NEUTRAL_BAND = 0.15
END_UTTERANCES = 2


class Phase(StrEnum):
    GREETING = "greeting"
    UNDERSTANDING = "understanding"
    ANSWERING = "answering"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        return {"greeting": "问候", "understanding": "理解", "answering": "解答", "closing": "道别"}[self.value]


class MomentKind(StrEnum):
    PEAK = "peak"
    HIGH = "high"
    END = "end"

    @property
    def label(self) -> str:
        return {"peak": "最差点", "high": "最好点", "end": "结尾"}[self.value]


class TurnedBy(StrEnum):
    """What came just before feeling fell."""

    FAULT = "fault"
    REFUSAL = "refusal"
    RULE_RECITAL = "rule_recital"
    WRONG_ANSWER = "wrong_answer"
    HOLD = "hold"
    TRANSFER = "transfer"
    MANNER = "manner"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "fault": "故障",
            "refusal": "拒绝",
            "rule_recital": "告知规定",
            "wrong_answer": "答非所问",
            "hold": "等待",
            "transfer": "转接",
            "manner": "态度",
            "other": "其他",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the call; `valence` is the customer's there (-1…1), for the end that of the last two utterances."""

    kind: MomentKind
    utterance: int
    phase: Phase
    valence: float
    turned_by: TurnedBy | None = None


@dataclass(frozen=True, slots=True)
class PeakEndWeights:
    """What each part of the course of feeling counts in the one score (voc.domain.curve.peak_end_score).

    No weight is negative and together they are one, so that the score lies in -1…1. The default takes worst point and
    end alike, the form of the original studies; the weights in use are fitted (`resources/peak_end.toml`).
    """

    peak: float = 0.5
    end: float = 0.5
    mean: float = 0.0
    trend: float = 0.0
    high: float = 0.0

    def __post_init__(self) -> None:
        weights = astuple(self)
        if min(weights) < 0 or abs(sum(weights) - 1) > 1e-6:
            raise ValueError(f"weights must not be negative and must sum to one: {weights}")

    @classmethod
    def parse(cls, text: str) -> "PeakEndWeights":
        """Read the `[weights]` of the weights' file (TOML); TaxonomyError when it is damaged or does not sum to one."""
        try:
            table = tomllib.loads(text)["weights"]
            return cls(**{part.name: float(table[part.name]) for part in fields(cls)})
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise TaxonomyError(f"峰终分权重表无法读取：{type(error).__name__}") from error


def find_moments(valences: Sequence[float | None], phases: Sequence[Phase]) -> tuple[Moment, ...]:
    """Worst and best point and end, from valences of shape `(n_utterances,)`, None where the customer is silent.

    There is no peak without a negative utterance and no high without a positive one; the end is given whenever the
    customer speaks at all. Of equally bad points the later one is taken: it is nearer to what is remembered.

    >>> calm = [Phase.ANSWERING] * 4
    >>> [m.kind.value for m in find_moments([None, -0.6, 0.0, 0.3], calm)]
    ['peak', 'high', 'end']
    >>> find_moments([None, None], calm)
    ()
    """
    spoken = [(v, i) for i, v in enumerate(valences) if v is not None]
    if not spoken:
        return ()
    moments = []
    low, at = min(spoken, key=lambda pair: (pair[0], -pair[1]))
    if low < -NEUTRAL_BAND:
        moments.append(Moment(MomentKind.PEAK, at, phases[at], low))
    best, at = max(spoken)
    if best > NEUTRAL_BAND:
        moments.append(Moment(MomentKind.HIGH, at, phases[at], best))
    last = spoken[-END_UTTERANCES:]
    end = rounded(sum(v for v, _ in last) / len(last))
    moments.append(Moment(MomentKind.END, last[-1][1], phases[last[-1][1]], end))
    return tuple(moments)
