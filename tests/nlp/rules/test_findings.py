from tests.nlp.rules.rows import row, rule_set
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.findings import Fault, Finding, found


def test_a_finding_names_the_place_of_its_rule(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row())
    assert found(own, Fault.DEAD, own.rules[0], "不会命中") == Finding(
        Fault.DEAD, "own.toml 第 3 行", "crash", "不会命中"
    )


def test_what_takes_no_vote_away_is_a_notice() -> None:
    notices = {fault for fault in Fault if fault.notice}
    assert notices == {Fault.CONFLICT, Fault.COVERED, Fault.IDLE, Fault.LITERAL, Fault.UNUSED_LIST}
