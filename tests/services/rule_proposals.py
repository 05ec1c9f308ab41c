"""Proposals of rules in tests: each is about a word that nobody else uses."""

from tests.nlp.rules.rows import file, row
from voc.services.rule_proposing import Wording


def proposed(word: str = "蜗牛爬", *, id: str = "own.slow", factor: str = "product.speed", more: str = "") -> str:
    """A sound rule file."""
    spared = 'spares = ["很快"]\n'
    return file(row(f"['{word}']", id=id, matches=f'["{word}"]', more=spared + more), factor=factor)


def wording(word: str = "蜗牛爬", reason: str = "客户常说", **columns: str) -> Wording:
    return Wording(proposed(word, **columns), reason)
