"""Rules: the language, its files, and the matcher."""

from voc.nlp.rules.book import Match, RuleBook, Search, by_passage, rules_hash
from voc.nlp.rules.files import RuleSet, load_rules, read_rule_texts, read_rules, rule_texts
from voc.nlp.rules.matching import Hit
from voc.nlp.rules.parser import parse
from voc.nlp.rules.places import Origin
from voc.nlp.rules.scene import Scene

__all__ = [
    "Hit",
    "Match",
    "Origin",
    "RuleBook",
    "RuleSet",
    "Scene",
    "Search",
    "by_passage",
    "load_rules",
    "parse",
    "read_rule_texts",
    "read_rules",
    "rule_texts",
    "rules_hash",
]
