"""Rule folders and contacts as the rule commands take them."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path

from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError, RuleFileError
from voc.ingest import Rejected
from voc.nlp.language import Language, adds_rules, shipped_rule_texts
from voc.nlp.privacy import masked_contact
from voc.nlp.rules import RuleSet, Scene, load_rules, read_rule_texts, read_rules
from voc.nlp.scenes import scene_of
from voc.services.analyzing import SetAside, read_contacts


def rules_of(paths: Sequence[Path]) -> dict[str, str]:
    """The rule files of some folders and files by name; the shipped ones where none are given.

    InputError names the first that cannot be read.
    """
    texts, faults = read_rules_of(paths)
    if faults:
        raise faults[0]
    return texts


def read_rules_of(paths: Sequence[Path]) -> tuple[dict[str, str], tuple[RuleFileError, ...]]:
    """The same of all files that can be read, and a fault for each that cannot.

    InputError for two files of one name.
    """
    if not paths:
        return shipped_rule_texts(), ()
    texts: dict[str, str] = {}
    faults: list[RuleFileError] = []
    for path in paths:
        own, unread = read_rule_texts(path)
        faults += unread
        found = shipped_rule_texts() | own if adds_rules(path) else own
        twice = sorted(name for name in set(found) & set(texts) if found[name] != texts[name])
        if twice:
            raise InputError(f"有两个不同的规则文件都叫 {twice[0]}")
        texts |= found
    return texts, tuple(faults)


def rule_set_of(path: Path | None, taxonomy: Taxonomy) -> RuleSet:
    """The rules of a folder or file; the shipped ones where there is none."""
    return load_rules(rules_of([] if path is None else [path]), taxonomy)


def sound_rules_of(path: Path | None, taxonomy: Taxonomy) -> tuple[RuleSet, tuple[RuleFileError, ...]]:
    """The same, of the rules that are sound, beside what is wrong with the others."""
    texts, unread = read_rules_of([] if path is None else [path])
    rule_set, faults = read_rules(texts, taxonomy)
    return rule_set, (*unread, *faults)


def read_scenes(
    paths: Sequence[Path], *, language: Language, zone: tzinfo, set_aside: SetAside
) -> Iterator[tuple[str, Scene]]:
    """Every contact of some files, masked and read, with its id; `set_aside` is told of each row that is none."""
    for contact in read_contacts(paths, zone=zone):
        if isinstance(contact, Rejected):
            set_aside(contact.error)
        else:
            yield contact.id, scene_of(masked_contact(contact), language)
