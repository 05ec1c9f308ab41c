from dataclasses import replace

from rich.console import Console

from tests.export.evaluation.values import COMMENTS, FIGURE, evaluation
from voc.cli.evaluation_view import evaluation_view
from voc.domain.evaluation import Confusion, CoveragePoint, Evaluation, Figure
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.taxonomy import Taxonomy
from voc.export.evaluation.kept import LEAST_KEPT


def shown(found: Evaluation, taxonomy: Taxonomy, *, width: int = 160) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(evaluation_view("评论.jsonl", found, taxonomy))
    return capture.get()


def test_every_measure_with_a_value_is_shown_with_interval_and_number(taxonomy: Taxonomy) -> None:
    text = shown(evaluation(), taxonomy)
    for measure in Measure:
        assert (measure.label in text) == (measure is not Measure.HIGH_MOMENT_HIT)
    assert "评论.jsonl" in text
    assert "有标注的记录 300 条，其中通话 40 通" in text
    assert "73.8%–86.2%" in text
    assert "概率校准" in text


def test_groups_without_values_and_tables_without_labels_are_left_out(taxonomy: Taxonomy) -> None:
    figures = {m: FIGURE if m is Measure.ERROR else Figure(None, 0) for m in Measure}
    text = shown(evaluation(figures=figures, factors=(), **COMMENTS), taxonomy)
    assert "概率校准" not in text
    assert "各因子" not in text
    assert "结尾的情绪" not in text
    assert "主要原因正确率" in text
    assert text.count("未测") == len([m for m in Measure if m.group is MeasureGroup.VERDICT])


def test_faults_of_evidence_are_said_aloud_and_so_is_that_there_are_none(taxonomy: Taxonomy) -> None:
    assert "证据与原文不符 0 处" in shown(evaluation(), taxonomy)
    assert "证据与原文不符 2 处" in shown(evaluation(evidence_faults=2), taxonomy)


def test_a_confusion_has_a_row_and_a_column_for_each_answer(taxonomy: Taxonomy) -> None:
    text = shown(evaluation(), taxonomy)
    assert "原因集合的混淆（行为标注，列为判断；87/92 一致）" in text
    assert text.count("人+产品") == 2


def test_where_its_heads_do_not_fit_the_columns_of_a_confusion_are_numbered(taxonomy: Taxonomy) -> None:
    sets = ("content", "unspecified", "person", "product", "rule", "person+product", "person+rule", "product+rule")
    labels = (*sets, "person+product+rule")
    counts = tuple(tuple(100 * (i == j) + j for j in range(len(labels))) for i in range(len(labels)))
    found = evaluation(confusion=Confusion(labels, counts))
    text = shown(found, taxonomy, width=80)
    assert "原因集合的混淆（行为标注，列为判断，编号见行首；936/1224 一致）" in text
    table = [line.split() for line in text.partition("编号见行首")[2].splitlines()[1:13] if line.strip()]
    assert table[0] == [str(number) for number in range(1, 10)]
    assert table[2] == ["1", "没有不满", "100", *map(str, range(1, 9))]
    assert table[-1] == ["9", "人+产品+规则", "·", *map(str, range(1, 8)), "108"]
    assert "…" not in text
    assert "编号见行首" not in shown(found, taxonomy, width=160)


def test_a_cause_never_found_has_no_precision(taxonomy: Taxonomy) -> None:
    [line] = [row for row in shown(evaluation(), taxonomy).splitlines() if "product.delivery" in row]
    assert line.split()[:4] == ["product.delivery", "45", "0", "–"]


def test_whether_probabilities_come_true_is_shown_of_each_cause(taxonomy: Taxonomy) -> None:
    text = shown(evaluation(), taxonomy)
    names = ("三类原因合计", "人与人交互", "人与产品交互", "规则产生")
    assert [f"概率是否可信（{name}）" in text for name in names] == [True] * 4
    assert text.count("1.0%–20.0%") == 3


def test_equal_confidences_are_not_divided(taxonomy: Taxonomy) -> None:
    curve = (CoveragePoint(0.9, 0.85, 0.1), CoveragePoint(0.2, 1.0, 0.3))
    text = shown(evaluation(curve=curve), taxonomy)
    kept = [row.split() for row in text.splitlines() if row.split()[:1] in (["85.0%"], ["100.0%"])]
    assert kept == [
        ["85.0%", "255", "90.0%", "10.0%", "7.0%–14.5%"],
        ["100.0%", "300", "20.0%", "30.0%", "25.1%–35.4%"],
    ]


def test_what_waits_for_a_person_has_its_error_rate_with_an_interval(taxonomy: Taxonomy) -> None:
    [row] = [row.split() for row in shown(evaluation(), taxonomy).splitlines() if "不待人工 " in row]
    assert row == ["不待人工", "270", "30", "11.1%", "7.9%–15.4%"]


def test_an_error_rate_of_few_verdicts_is_not_listed(taxonomy: Taxonomy) -> None:
    curve = (CoveragePoint(0.914, 0.5, 0.0), CoveragePoint(0.2, 1.0, 0.311))
    text = shown(evaluation(records=2 * LEAST_KEPT - 2, curve=curve), taxonomy)
    assert "91.4%" not in text
    assert "31.1%" in text
    few = shown(evaluation(records=LEAST_KEPT - 1, curve=curve), taxonomy)
    assert "31.1%" not in few
    assert f"不足 {LEAST_KEPT} 条" in few


def test_shares_are_per_cent_and_what_cannot_be_measured_is_said(taxonomy: Taxonomy) -> None:
    row = replace(evaluation().factors[0], f1=Figure(None, 3))
    text = shown(evaluation(factors=(row,)), taxonomy)
    assert "0.8064" not in text
    [line] = [line.split() for line in text.splitlines() if "收费定价" in line]
    assert line[-4:] == ["30", "90.0%", "60.0%", "未测"]
