from datetime import UTC

from rich.console import Console

from tests.builders import finding
from tests.domain.reviewing.answers import review
from voc.cli.agreement_render import (
    agreement_record,
    agreement_tables,
    figure_record,
    rule_record,
    rules_table,
    share_text,
    spans_text,
)
from voc.domain.agreement.report import Rated, agreement_report
from voc.domain.agreement.rules import RulePrecision, WrongInstance
from voc.domain.evaluation import Figure
from voc.domain.taxonomy import Taxonomy

FEE = finding("rule.fee")
REPORT = agreement_report(
    [Rated(f"C-{n}", (review(FEE, reviewer="王检"), review(FEE, reviewer="李检"))) for n in range(6)], zone=UTC
)
WRONG = tuple(WrongInstance(n, f"C-{n}", 0, f"原话{n}") for n in range(3))
ROW = RulePrecision("fee.a", 4, 1, (0.05, 0.7), WRONG)


def printed(*shown: object) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        for one in shown:
            console.print(one)
    return capture.get()


def test_questions_causes_and_factors_are_named_in_chinese(taxonomy: Taxonomy) -> None:
    shown = printed(*agreement_tables(REPORT, taxonomy))
    assert all(word in shown for word in ("整条判断", "规则产生", "收费定价", "李检 / 王检", "2026-W45"))


def test_what_cannot_be_told_is_a_dash(taxonomy: Taxonomy) -> None:
    assert share_text(Figure(None, 0)) == "—"
    assert share_text(Figure(0.5, 2)) == "50.0%"
    assert share_text(Figure(0.5, 9, (0.2, 0.8))) == "50.0% 20.0%–80.0%"
    assert "—" in printed(agreement_tables(REPORT, taxonomy)[1])


def test_agreement_is_one_object_for_programs() -> None:
    record = agreement_record(REPORT)
    assert record["questions"][0] == {
        "code": "verdict",
        "raw": {"value": 1.0, "n": 6, "interval": [1.0, 1.0]},
        "alpha": {"value": None, "n": 6, "interval": None},
    }
    assert (record["weeks"][0]["week"], record["inspectors"][0]["inspector"]) == ("2026-W45", "李检")
    assert figure_record(Figure(None, 0)) == {"value": None, "n": 0, "interval": None}


def test_as_many_wrong_ones_are_shown_as_asked_for() -> None:
    assert printed(rules_table([ROW], wrong=2)).count("原话") == 2
    assert "25.0%" in printed(rules_table([ROW], wrong=0))
    assert (rule_record(ROW)["precision"], rule_record(ROW)["interval"]) == (0.25, [0.05, 0.7])


def test_the_overlap_of_marked_words_is_told_apart() -> None:
    assert spans_text(REPORT.spans).endswith("（F1）：1.00 1.00–1.00（6 次接触）")
    assert "—（0 次接触）" in spans_text(Figure(None, 0))
