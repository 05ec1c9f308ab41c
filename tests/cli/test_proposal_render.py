import io
from dataclasses import replace

from rich.console import Console, RenderableType

from tests.builders import NOW
from tests.nlp.rules.rows import row, rule_set
from tests.services.stores import SHANGHAI
from voc.cli.proposal_render import preview_text, proposal_record, proposal_text, proposals_table, sets_table
from voc.domain.rule_proposal import RuleProposal
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.health import RuleHealth
from voc.services.rule_preview import Preview
from voc.services.rule_sets import ListedSet

OPEN = RuleProposal("01m8gr9jdkfjsmj32wakv7h5yg", "u-1", NOW, "rule.fee", "[[rule]]\n", "客户常说\x1b", NOW)


def shown(view: RenderableType) -> str:
    stream = io.StringIO()
    Console(file=stream, width=120).print(view)
    return stream.getvalue()


def test_ids_are_whole_and_control_characters_are_not_shown() -> None:
    text = shown(proposals_table([OPEN], zone=SHANGHAI))
    assert OPEN.id in text
    assert "\x1b" not in text


def test_a_decision_is_shown_with_the_proposal() -> None:
    promoted = OPEN.promoted("0123456789ab", "准", by="u-2", at=NOW)
    text = shown(proposal_text(promoted, zone=SHANGHAI))
    assert "u-2：准" in text
    assert "规则集 0123456789ab" in text
    assert "规则集" not in shown(proposal_text(OPEN, zone=SHANGHAI))
    assert "preview" not in proposal_record(promoted)


def test_precision_is_shown_with_its_interval(taxonomy: Taxonomy) -> None:
    (rule,) = rule_set(taxonomy, row()).rules
    health = RuleHealth(rule, 4, 1.0, 0.0, 0.0, 4, 3, (0.3006, 0.9544), ())
    assert "crash：精确率 75.0%（30.1%–95.4%，3/4）" in shown(preview_text(Preview(9, 4, (), 4, (health,))))


def test_a_damaged_set_says_why() -> None:
    listed = ListedSet("0123456789ab", False, "已损坏", (), None)
    assert "已损坏" in shown(sets_table([listed], zone=SHANGHAI))
    assert "已损坏" not in shown(sets_table([replace(listed, in_use=True)], zone=SHANGHAI))
