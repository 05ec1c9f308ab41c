"""All that is read from data files: tokenizer, rules, objects, lexicon, cues, taxonomy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voc.domain.business_object import BusinessObjectTable
from voc.domain.moments import PeakEndWeights
from voc.domain.taxonomy import Taxonomy
from voc.nlp.cues import Cues
from voc.nlp.lexicon import Lexicon
from voc.nlp.objects import ObjectFinder
from voc.nlp.rules import RuleBook, parse_rules, rules_hash
from voc.nlp.tokenizer import Tokenizer

RULE_FILES = ("person.toml", "product.toml", "rule.toml")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Built once a process; `rules_hash` covers every file that says what words mean, `dictionary_hash` the words."""

    taxonomy: Taxonomy
    tokenizer: Tokenizer
    rules: RuleBook
    objects: ObjectFinder
    lexicon: Lexicon
    cues: Cues
    rules_hash: str

    @property
    def dictionary_hash(self) -> str:
        return self.tokenizer.dictionary_hash


@cache
def shipped_language() -> Language:
    """The language files that come with the program."""
    texts = {name: _text(f"rules/{name}") for name in RULE_FILES}
    texts |= {name: _text(name) for name in ("business_objects.toml", "valence.toml", "phrases.toml")}
    return build_language(texts, taxonomy=_text("taxonomy.toml"), dictionary=_text("dictionary.txt"))


def shipped_taxonomy() -> Taxonomy:
    """The taxonomy alone, for those who need no text analysis."""
    return Taxonomy.parse(_text("taxonomy.toml"))


def shipped_objects() -> BusinessObjectTable:
    """The table of business objects alone."""
    return BusinessObjectTable.parse(_text("business_objects.toml"))


def shipped_peak_end() -> PeakEndWeights:
    """The fitted weights of the peak-end score; a model takes them over when it is trained, and its id covers them."""
    return PeakEndWeights.parse(_text("peak_end.toml"))


def build_language(texts: Mapping[str, str], *, taxonomy: str, dictionary: str) -> Language:
    """Parse every file; InputError or TaxonomyError names the one that is wrong."""
    known = Taxonomy.parse(taxonomy)
    rules = [r for name in RULE_FILES for r in parse_rules(texts[name], name=name, taxonomy=known)]
    return Language(
        known,
        Tokenizer(dictionary),
        RuleBook(rules),
        ObjectFinder(BusinessObjectTable.parse(texts["business_objects.toml"])),
        Lexicon.parse(texts["valence.toml"]),
        Cues.parse(texts["phrases.toml"]),
        rules_hash(texts[name] for name in sorted(texts)),
    )


def _text(name: str) -> str:
    return files("voc").joinpath("resources", name).read_text(encoding="utf8")
