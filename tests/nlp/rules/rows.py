"""Rule files written in tests."""

from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules import RuleBook, RuleSet, load_rules


def row(
    when: str = "['闪退']", *, id: str = "crash", says: str = "complaint", matches: str = '["闪退"]', more: str = ""
) -> str:
    """One rule; what it must not match is said unless `more` does."""
    rest = more if "spares" in more else f'{more}\nspares = ["系：好的"]'.strip()
    return f"""
[[rule]]
id = "{id}"
description = "闪退"
says = "{says}"
when = {when}
matches = {matches}
{rest}
"""


def file(*rows: str, factor: str = "product.stability", lists: str = "") -> str:
    return f'factor = "{factor}"\n' + "".join(rows) + (f"[lists]\n{lists}\n" if lists else "")


def rule_set(taxonomy: Taxonomy, *rows: str, lists: str = "") -> RuleSet:
    return load_rules({"own.toml": file(*rows, lists=lists)}, taxonomy)


def book(taxonomy: Taxonomy, *rows: str, lists: str = "") -> RuleBook:
    own = rule_set(taxonomy, *rows, lists=lists)
    return RuleBook(own.rules, own.lists)
