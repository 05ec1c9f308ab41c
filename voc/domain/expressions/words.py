"""What is said: words, gap phrases, regular expressions, and what may take them back."""

from dataclasses import dataclass
from enum import StrEnum

MOST_GAP = 60
MOST_GROUPS = 20


class Guard(StrEnum):
    """Why words that stand in a text do not count, unless a rule says so.

    `negated`: a negation just before or behind them, or what need not be or was averted (不用, 免得). `supposed`: 如果,
    担心 before them, or the customer asks whether they are so (会…吗). `quoted`: hearsay (听说, 别人说) or
    somebody else's trouble (我朋友的手机). `past`: the customer says that it is over (已经解决了). `apology` and
    `recital`: the bank's side apologises or recites a rule there, or over a comma.
    """

    NEGATED = "negated"
    SUPPOSED = "supposed"
    QUOTED = "quoted"
    PAST = "past"
    APOLOGY = "apology"
    RECITAL = "recital"

    @property
    def label(self) -> str:
        return {
            "negated": "被否定的",
            "supposed": "假设的",
            "quoted": "转述别人的",
            "past": "已经过去的",
            "apology": "座席致歉的",
            "recital": "座席照章转述的",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the form of a reading; with `by_sound` also what sounds like it (网银, 往银)."""

    text: str
    by_sound: bool = False

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a word is not empty")


@dataclass(frozen=True, slots=True)
class ListName:
    """All words of a named list."""

    name: str


Alternative = Word | ListName


@dataclass(frozen=True, slots=True)
class Phrase:
    """Groups of alternatives, in this order within one clause.

    `gaps[i]` is how many characters may stand between group `i` and the next; one group alone has no gap.
    """

    groups: tuple[tuple[Alternative, ...], ...]
    gaps: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.groups or not all(self.groups) or len(self.gaps) != len(self.groups) - 1:
            raise ValueError("a phrase needs groups that are not empty, and a gap between each two")
        if not all(0 <= gap <= MOST_GAP for gap in self.gaps):
            raise ValueError(f"a gap is 0 to {MOST_GAP} characters")
        if len(self.groups) > MOST_GROUPS:
            raise ValueError(f"a phrase has at most {MOST_GROUPS} groups")


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over an utterance, but for hits in whose clause `excluding` is found.

    `\\/` does not occur in either: a slash needs no escape here.
    """

    pattern: str
    excluding: str | None = None


def one_word(text: str) -> Phrase:
    """The phrase of a single word.

    >>> one_word("闪退").groups
    ((Word(text='闪退', by_sound=False),),)
    """
    return Phrase(((Word(text),),))
