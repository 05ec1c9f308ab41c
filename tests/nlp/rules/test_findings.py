from tests.nlp.rules.rows import row, rule_set
from voc.domain.taxonomy import Taxonomy
from voc.errors import Place
from voc.nlp.rules.findings import Fault, Finding, found


def test_a_finding_names_the_place_of_its_rule(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row())
    dead = Finding(Fault.DEAD, Place("own.toml", 3), "crash", "不会命中")
    assert found(own, Fault.DEAD, own.rules[0], "不会命中") == dead


def test_what_takes_no_vote_away_is_a_notice() -> None:
    notices = {fault for fault in Fault if fault.notice}
    assert notices == {Fault.CONFLICT, Fault.COVERED, Fault.IDLE, Fault.SCATTERED, Fault.LITERAL, Fault.UNUSED_LIST}
