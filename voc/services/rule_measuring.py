"""Rules over labelled files, and one set of rules beside another."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path

from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.rules import RuleBook, RuleSet
from voc.nlp.rules.difference import Change, change
from voc.nlp.rules.health import RuleHealth, Voted, rule_health
from voc.nlp.scenes import scene_of
from voc.services.analyzing import SetAside
from voc.services.labelled import read_labelled
from voc.services.progress import Progress, silent
from voc.services.rule_reading import read_scenes


def measure_rules(
    rule_set: RuleSet,
    paths: Sequence[Path],
    *,
    language: Language,
    zone: tzinfo,
    set_aside: SetAside,
    progress: Progress = silent,
) -> tuple[int, tuple[RuleHealth, ...]]:
    """How many labelled contacts there are, and how each rule does on them.

    `set_aside` is told of each row that cannot be read. InputError where nothing is labelled.
    """
    labelled = read_labelled(paths, zone=zone, set_aside=set_aside)
    if not labelled:
        raise InputError(f"{'、'.join(path.name for path in paths)} 里没有标注（gold）")
    book = RuleBook(rule_set.rules, rule_set.lists)
    judged = []
    for done, one in enumerate(labelled, 1):
        scene = scene_of(masked_contact(one.contact), language)
        matches = book.match(scene)
        texts = {match.passage: scene.passages[match.passage].reading.given for match in matches}
        judged.append(Voted(one.contact.id, one.gold, matches, texts))
        progress(done, len(labelled))
    return len(judged), rule_health(rule_set.rules, judged)


def compare_rules(
    old: RuleSet, new: RuleSet, paths: Sequence[Path], *, language: Language, zone: tzinfo, set_aside: SetAside
) -> Iterator[Change]:
    """For every contact of some files, what changes; one that does not change is an empty change.

    `set_aside` is told of each row that is no contact.
    """
    before, after = (RuleBook(rules.rules, rules.lists) for rules in (old, new))
    for contact_id, scene in read_scenes(paths, language=language, zone=zone, set_aside=set_aside):
        yield change(contact_id, before.match(scene), after.match(scene))
