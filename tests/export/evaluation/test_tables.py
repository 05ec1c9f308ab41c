from tests.export.evaluation.values import BINS, FIGURE, evaluation, score
from voc.domain.evaluation import Figure
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.taxonomy import Taxonomy
from voc.export.evaluation.tables import (
    abstained_table,
    class_table,
    figures_tables,
    kept_table,
    reliability_table,
    tiles,
)


def test_tiles_show_what_was_measured() -> None:
    shown = tiles(evaluation())
    assert shown.count('class="tile"') == 8
    assert 'class="tiles many"' in shown
    assert "80.6%" in shown
    assert "73.8%–86.2% · n = 229" in shown
    none = Figure(None, 0)
    few = evaluation(
        figures=dict.fromkeys(Measure, FIGURE) | {Measure.LOW_MOMENT_HIT: none, Measure.PHASE_ACCURACY: none}
    )
    assert 'class="tiles"' in tiles(few)
    assert tiles(few).count('class="tile"') == 6


def test_a_tile_without_an_interval_tells_its_number_alone() -> None:
    alone = evaluation(figures=dict.fromkeys(Measure, FIGURE) | {Measure.MACRO_F1: Figure(1.0, 44, None)})
    assert "<small>n = 44</small>" in tiles(alone)


def test_every_measure_with_a_value_has_a_row_in_its_group() -> None:
    shown = figures_tables(evaluation())
    assert shown.count("<tr>") == len(Measure) - 1
    assert all(group.label in shown for group in MeasureGroup)
    assert Measure.HIGH_MOMENT_HIT.label not in shown
    assert shown.count("越低越好") == sum(m.lower_is_better for m in Measure)


def test_a_group_without_values_is_left_out() -> None:
    figures = {m: FIGURE if m.group is MeasureGroup.RISK else Figure(None, 0) for m in Measure}
    shown = figures_tables(evaluation(figures=figures))
    # Whether and why is asked of every file: what cannot be measured of it is said.
    assert shown.count("<table") == 2
    assert shown.count("未测") == len([m for m in Measure if m.group is MeasureGroup.VERDICT])
    assert MeasureGroup.RISK.label in shown


def test_a_class_that_was_never_found_has_no_precision(taxonomy: Taxonomy) -> None:
    shown = class_table([score("product.delivery", precision=Figure(None, 0), found=0)], taxonomy, first="因子")
    assert '<td class="n">–</td>' in shown
    assert "product.delivery" in shown


def test_what_waits_stands_with_its_errors() -> None:
    shown = abstained_table(evaluation().abstained)
    assert "待人工：证据相互矛盾" in shown
    assert '<td class="n">40.0%</td>' in shown


def test_the_numbers_behind_the_dots_can_be_read() -> None:
    shown = reliability_table(BINS)
    assert "<tr><th>0.9–1.0</th><td>10</td><td>97.0%</td><td>90.0%</td><td>60.0%–99.0%</td></tr>" in shown
    assert reliability_table(()) == ""


def test_what_is_kept_stands_with_its_error_rate_or_why_it_does_not() -> None:
    shown = kept_table(evaluation().curve, 300)
    assert shown.count("<tr>") == 1 + 6
    assert "<tr><th>50.0%</th><td>150</td><td>75.0%</td><td>5.0%</td>" in shown
    assert "不足 20 条" in kept_table(evaluation().curve, 19)
