"""All that is read from data files: tokenizer, rules, objects, lexicon, cues, clause ends, taxonomy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from voc.domain.business_object import BusinessObjectTable
from voc.domain.moments import PeakEndWeights
from voc.domain.taxonomy import Taxonomy
from voc.nlp.clause_ends import TABLE, ClauseEnds
from voc.nlp.cues import Cues
from voc.nlp.lexicon import Lexicon
from voc.nlp.objects import ObjectFinder
from voc.nlp.rules import RuleBook, RuleSet, load_rules, rule_texts, rules_hash
from voc.nlp.tokenizer import Tokenizer

# The mark of a folder whose rules are added to the shipped ones.
ADDS = "adds-to-shipped"


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Built once a process; `rules_hash` covers every file that says what words mean, `dictionary_hash` the words.

    `base_hash` covers the same without the rules that a folder adds: what models fit, since they know rules by what
    these speak for and never by name. `taxonomy_hash` covers the text of the taxonomy file, whose version is written
    by hand and may stay the same.
    """

    taxonomy: Taxonomy
    tokenizer: Tokenizer
    rule_set: RuleSet
    rules: RuleBook
    objects: ObjectFinder
    lexicon: Lexicon
    cues: Cues
    clause_ends: ClauseEnds
    rules_hash: str
    base_hash: str
    taxonomy_hash: str

    @property
    def dictionary_hash(self) -> str:
        return self.tokenizer.dictionary_hash


def shipped_language() -> Language:
    """The language files that come with the program."""
    return language_with(None)


@cache
def language_with(rules_folder: Path | None) -> Language:
    """The shipped language with the rules of a folder, or those that it adds; with its own where that is None."""
    texts = {name: _text(name) for name in ("business_objects.toml", "valence.toml", "phrases.toml", TABLE)}
    return build_language(
        texts,
        rules=texts_of_rules(rules_folder),
        taxonomy=_text("taxonomy.toml"),
        dictionary=_text("dictionary.txt"),
        base=shipped_rule_texts() if rules_folder is not None and adds_rules(rules_folder) else None,
    )


def texts_of_rules(folder: Path | None) -> dict[str, str]:
    """The rule files that hold with a folder, by name: its own, or the shipped ones with those that it adds."""
    if folder is None:
        return shipped_rule_texts()
    return shipped_rule_texts() | rule_texts(folder) if adds_rules(folder) else rule_texts(folder)


def adds_rules(folder: Path) -> bool:
    """Whether the rules of a folder are meant beside the shipped ones and not in their place."""
    return (folder / ADDS).is_file()


def shipped_rule_texts() -> dict[str, str]:
    """The rule files that come with the program, by their names in their folder."""
    return rule_texts(shipped_rules_folder())


def shipped_rules_folder() -> Path:
    return Path(str(files("voc").joinpath("resources", "rules")))


def shipped_taxonomy() -> Taxonomy:
    """The taxonomy alone, for those who need no text analysis."""
    return Taxonomy.parse(_text("taxonomy.toml"))


def shipped_objects() -> BusinessObjectTable:
    """The table of business objects alone."""
    return BusinessObjectTable.parse(_text("business_objects.toml"))


def shipped_peak_end() -> PeakEndWeights:
    """The fitted weights of the peak-end score; a model takes them over when it is trained, and its id covers them."""
    return PeakEndWeights.parse(_text("peak_end.toml"))


def build_language(
    texts: Mapping[str, str],
    *,
    rules: Mapping[str, str],
    taxonomy: str,
    dictionary: str,
    base: Mapping[str, str] | None = None,
) -> Language:
    """Parse every file; InputError or TaxonomyError names the one that is wrong.

    `rules` are the rule files by name; their names count as well as their texts, as they decide the order of the rules.
    `base` are those of them that models were trained with; None for all.
    """
    known = Taxonomy.parse(taxonomy)
    rule_set = load_rules(rules, known)
    return Language(
        known,
        Tokenizer(dictionary),
        rule_set,
        RuleBook(rule_set.rules, rule_set.lists),
        ObjectFinder(BusinessObjectTable.parse(texts["business_objects.toml"])),
        Lexicon.parse(texts["valence.toml"]),
        Cues.parse(texts["phrases.toml"]),
        ClauseEnds.parse(texts[TABLE]),
        _hash_of(rules, texts),
        _hash_of(rules if base is None else base, texts),
        rules_hash([taxonomy]),
    )


def _hash_of(rules: Mapping[str, str], texts: Mapping[str, str]) -> str:
    named = [text for name in sorted(rules) for text in (name, rules[name])]
    return rules_hash([*named, *(texts[name] for name in sorted(texts))])


def _text(name: str) -> str:
    return files("voc").joinpath("resources", name).read_text(encoding="utf8")
