from tests.nlp.rules.rows import row, rule_set
from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.covered import MOST_NAMED, covered_rules
from voc.nlp.rules.findings import Fault


def told(taxonomy: Taxonomy, *rows: str, about: frozenset[str] | None = None) -> list[tuple[str | None, str]]:
    findings = list(covered_rules(rule_set(taxonomy, *rows), plain_tokenizer(), about))
    assert {finding.fault for finding in findings} <= {Fault.COVERED}
    return [(finding.rule, finding.reason) for finding in findings]


OLD = row("['老闪退', '闪退 AND SCORE<0.5']", id="old", matches='["老闪退"]')


def test_a_rule_whose_hits_another_one_has_is_told(taxonomy: Taxonomy) -> None:
    assert told(taxonomy, row(), OLD) == [("old", "凡它命中的分句，crash 都命中")]
    assert told(taxonomy, row(), OLD, about=frozenset(("crash",))) == []


def test_a_rule_is_not_covered_by_one_that_excepts_or_allows_otherwise(taxonomy: Taxonomy) -> None:
    assert told(taxonomy, row(more="unless = ['卡']"), OLD) == []
    assert told(taxonomy, row(), OLD.replace("says", 'allow = ["negated"]\nsays')) == []
    assert told(taxonomy, row(), OLD.replace("says", 'kind = "itch"\nsays')) == []
    assert told(taxonomy, row(says="fault"), OLD) == []


def test_words_of_a_rule_that_its_other_words_cover_are_named(taxonomy: Taxonomy) -> None:
    words = [f"'{n}闪退'" for n in ("老", "总", "又", "还")]
    ((rule, reason),) = told(taxonomy, row(f"['闪退', {', '.join(words)}]"))
    assert rule == "crash"
    assert reason.count("（已有 闪退）") == MOST_NAMED
    assert reason.endswith("等 4 处")
    assert told(taxonomy, row("['给力', '不给力']", matches='["给力"]')) == []
