"""A folder of sets of rules, each in a folder named by the hash of its files, and which of them is in use.

A set holds what was added to the rules that come with the program, so that an upgrade of the program keeps both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from voc.domain.choices import SHIPPED, Choice
from voc.domain.rule_history import RuleSetAction, RuleSetEvent, rule_choices
from voc.errors import InputError, ModelError, NotFoundError
from voc.nlp.language import ADDS
from voc.nlp.rules import rule_texts, rules_hash
from voc.services.history_lines import Lines, append_line, read_lines
from voc.services.placing import put_folder

# What the rules that come with the program are called among sets.
SHIPPED_ID = "shipped"
CALLED = "规则库"


@dataclass(frozen=True, slots=True)
class RuleSets:
    """`folder` need not exist yet; `shipped` holds the rules that come with the program, in use at first."""

    folder: Path
    shipped: Path

    def history(self) -> Lines[RuleSetEvent]:
        return read_lines(self.folder, _event, called=CALLED)

    def in_use(self) -> Choice:
        """What the last readable line of the history says."""
        return rule_choices(self.history().events)[-1]

    def version(self) -> int:
        """How often another set was taken into use, forwards or back."""
        return len(self.history().events)

    def place(self, choice: Choice) -> Path:
        """The folder of the rules of a set."""
        return self.shipped if choice is None else self.folder / choice

    def added(self, choice: Choice) -> dict[str, str]:
        """The files that a set adds to the shipped ones; ModelError where they are not as they were."""
        if choice is None:
            return {}
        try:
            texts = rule_texts(self.folder / choice)
        except InputError:
            texts = {}
        if set_id_of(texts) != choice or not (self.folder / choice / ADDS).is_file():
            raise ModelError(f"规则集 {choice} 已损坏或被改动")
        return texts

    def put(self, texts: Mapping[str, str]) -> str:
        """Keep a set of added files and return its id; one that is there whole already is left as it is."""
        set_id = set_id_of(texts)
        if self.refused(set_id) is not None:
            contents = {name: text.encode("utf8") for name, text in texts.items()}
            put_folder({**contents, ADDS: b""}, self.folder / set_id, called=CALLED)
        return set_id

    def refused(self, choice: Choice) -> str | None:
        """Why a set cannot be used; None where it can."""
        try:
            self.added(choice)
        except ModelError as error:
            return str(error)
        return None

    def append(self, event: RuleSetEvent) -> None:
        append_line(self.folder, set_event_record(event), called=CALLED)


@dataclass(frozen=True, slots=True)
class ListedSet:
    """A set, with the last promotion of it; `proposals` are the ids of those that it adds, in order."""

    choice: Choice
    in_use: bool
    refused: str | None
    proposals: tuple[str, ...]
    promoted: RuleSetEvent | None

    @property
    def id(self) -> str:
        return SHIPPED_ID if self.choice is None else self.choice


def listed_sets(sets: RuleSets) -> tuple[ListedSet, ...]:
    """The shipped rules, then the others in the order in which they were last promoted, those never promoted first."""
    events = sets.history().events
    active = rule_choices(events)[-1]
    promoted = {e.set_id: e for e in events if e.action is RuleSetAction.PROMOTED}
    found = [_listed(sets, choice, active, promoted.get(choice)) for choice in _names(sets)]
    ordered = sorted(found, key=lambda one: (one.promoted.at.isoformat() if one.promoted else "", one.id))
    return (_listed(sets, SHIPPED, active, None), *ordered)


def find_set(sets: RuleSets, set_id: str) -> ListedSet:
    """The set with an id; NotFoundError where there is none."""
    for one in listed_sets(sets):
        if one.id == set_id:
            return one
    raise NotFoundError(f"规则库里没有规则集 {set_id}")


def set_id_of(texts: Mapping[str, str]) -> str:
    """The name of a set of files: 12 hexadecimal digits."""
    return rules_hash(part for name in sorted(texts) for part in (name, texts[name]))


def set_event_record(event: RuleSetEvent) -> dict[str, object]:
    """An event as one JSON object."""
    return {
        "at": event.at.isoformat(),
        "by": event.by,
        "action": str(event.action),
        "set": event.set_id or SHIPPED_ID,
        "reason": event.reason,
        "proposal": event.proposal,
    }


def _event(record: Mapping[str, Any]) -> RuleSetEvent:
    at = datetime.fromisoformat(record["at"])
    if at.tzinfo is None:
        raise ValueError
    proposal, named = record["proposal"], str(record["set"])
    return RuleSetEvent(
        at,
        str(record["by"]),
        RuleSetAction(record["action"]),
        SHIPPED if named == SHIPPED_ID else named,
        str(record["reason"]),
        None if proposal is None else str(proposal),
    )


def _names(sets: RuleSets) -> Iterable[str]:
    if not sets.folder.is_dir():
        return []
    return sorted(p.name for p in sets.folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _listed(sets: RuleSets, choice: Choice, active: Choice, promoted: RuleSetEvent | None) -> ListedSet:
    refused = sets.refused(choice)
    names = () if refused is not None else sorted(sets.added(choice))
    return ListedSet(choice, choice == active, refused, tuple(n.removesuffix(".toml") for n in names), promoted)
