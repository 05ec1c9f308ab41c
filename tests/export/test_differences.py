import csv
import io
from dataclasses import replace

from tests.builders import analysis, attribution
from voc.domain.attribution import AbstainReason
from voc.domain.difference import Compared
from voc.export.differences import difference_line, difference_titles

BEFORE = analysis("C-1", attribution("product.stability"), attribution("rule.channel"))
AFTER = replace(analysis("C-1"), confidence=0.5, abstain_reason=AbstainReason.LOW_CONFIDENCE, contact_id="C-1")


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_contact_is_a_row_with_both_verdicts() -> None:
    (row,) = table(difference_titles() + difference_line(Compared("热线", BEFORE, AFTER)))
    assert row == {
        "来源": "热线",
        "编号": "C-1",
        "变化": "是否不满、原因、因子、主要原因、待人工",
        "不满（前）": "是",
        "不满（后）": "否",
        "原因（前）": "product rule",
        "原因（后）": "",
        "因子（前）": "product.stability rule.channel",
        "因子（后）": "",
        "主要原因（前）": "product",
        "主要原因（后）": "",
        "待人工（前）": "",
        "待人工（后）": "low_confidence",
        "把握（前）": "0.8000",
        "把握（后）": "0.5000",
    }


def test_an_id_is_never_a_formula() -> None:
    evil = replace(AFTER, contact_id='=HYPERLINK("http://x")')
    (row,) = table(difference_titles() + difference_line(Compared("@SUM(1)", BEFORE, evil)))
    assert (row["来源"], row["编号"]) == ("'@SUM(1)", '\'=HYPERLINK("http://x")')


def test_an_id_that_is_no_text_does_not_stop_the_report() -> None:
    assert b"\\ud800" in difference_line(Compared("default", BEFORE, replace(AFTER, contact_id="\ud800")))
