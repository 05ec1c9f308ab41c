"""What changes in the votes of a contact when its rules change."""

from collections.abc import Iterable
from dataclasses import dataclass

from voc.nlp.rules.book import Match


@dataclass(frozen=True, slots=True)
class Change:
    """The votes of a contact that are gone and those that are new; both empty where nothing changes."""

    contact_id: str
    gone: tuple[Match, ...]
    new: tuple[Match, ...]

    def before(self, new: Match) -> Match | None:
        """The vote that is gone in whose stead a new one stands: of the same rule, for the same words."""
        return next((gone for gone in self.gone if _words(gone) == _words(new)), None)

    @property
    def factors_gone(self) -> frozenset[str]:
        """Factors that nothing votes for any more, as far as the changed votes tell."""
        return _factors(self.gone) - _factors(self.new)

    @property
    def factors_new(self) -> frozenset[str]:
        return _factors(self.new) - _factors(self.gone)

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def change(contact_id: str, old: Iterable[Match], new: Iterable[Match]) -> Change:
    """Votes are the same when rule, factor, kind, weight, what it says and the words are."""
    before = {_vote(match): match for match in old}
    after = {_vote(match): match for match in new}
    return Change(
        contact_id,
        tuple(match for vote, match in before.items() if vote not in after),
        tuple(match for vote, match in after.items() if vote not in before),
    )


def _vote(match: Match) -> tuple[object, ...]:
    rule = match.rule
    return *_words(match), rule.factor, rule.says, rule.kind, rule.weight


def _words(match: Match) -> tuple[object, ...]:
    return match.rule.id, match.passage, match.start, match.end


def _factors(matches: Iterable[Match]) -> frozenset[str]:
    return frozenset(match.rule.factor for match in matches)
