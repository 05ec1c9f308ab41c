"""What is known of a contact besides its words: feeling, silence, length, score, fields, business objects."""

from dataclasses import dataclass
from enum import StrEnum
from operator import eq, ge, gt, le, lt

from voc.domain.expressions.words import Alternative


class Comparison(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"

    def holds(self, left: float, right: float) -> bool:
        """
        >>> Comparison.AT_LEAST.holds(3, 3), Comparison.LESS.holds(3, 3)
        (True, False)
        """
        return bool(_COMPARES[self](left, right))


_COMPARES = {
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.EQUAL: eq,
    Comparison.AT_LEAST: ge,
    Comparison.MORE: gt,
}


class ContactField(StrEnum):
    """Fields of a record that a condition may ask for; those of an own kind are `MetadataIs`."""

    KIND = "kind"
    CHANNEL = "channel"
    QUEUE = "queue"
    REGION = "region"
    DIRECTION = "direction"
    AGENT_ID = "agent_id"
    AGENT_TEAM = "agent_team"
    BUSINESS = "business"
    APP_VERSION = "app_version"
    ENDED_BY = "ended_by"


@dataclass(frozen=True, slots=True)
class Silence:
    """Seconds without a word before an utterance; never where utterances have no times."""

    comparison: Comparison
    seconds: float


@dataclass(frozen=True, slots=True)
class UtteranceCount:
    """How many utterances there are."""

    comparison: Comparison
    count: int


@dataclass(frozen=True, slots=True)
class ValenceIs:
    """How a customer's utterance or comment feels, −1…1."""

    comparison: Comparison
    valence: float


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """The worst survey score, 0.0 (worst) to 1.0 (best) of its scale; never without a score."""

    comparison: Comparison
    satisfaction: float


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A field of the record has one of some values."""

    field: ContactField
    values: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class MetadataIs:
    """A field that the program does not know has one of some values; `key` is not empty."""

    key: str
    values: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class ObjectIs:
    """One of some business objects, or one below it, is named, or is the record's own."""

    values: tuple[Alternative, ...]


Condition = Silence | UtteranceCount | ValenceIs | ScoreIs | FieldIs | MetadataIs | ObjectIs
