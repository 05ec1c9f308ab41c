from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.inputs import answer, call, write
from tests.nlp.rules.rows import row, rule_set
from tests.services.rule_folders import gold
from voc.errors import InputError, RowError
from voc.nlp.language import Language
from voc.services.rule_measuring import compare_rules, measure_rules

ZONE = ZoneInfo("Asia/Shanghai")


def none_set_aside(error: RowError) -> None:
    pytest.fail(str(error))


def test_rules_are_measured_on_the_labelled_contacts(tmp_path: Path, language: Language) -> None:
    path = write(
        tmp_path / "in.jsonl",
        answer("S-1", "闪退", gold=gold("product.stability")),
        answer("S-2", "又闪退13800138000", gold=gold("product.speed")),
        answer("S-3", "闪退"),
    )
    seen: list[tuple[int, int | None]] = []
    total, (health,) = measure_rules(
        rule_set(language.taxonomy, row("['/闪退.*/']")),
        [path],
        language=language,
        zone=ZONE,
        set_aside=none_set_aside,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert (total, health.judged_count, health.right_count) == (2, 2, 1)
    assert [(one.contact_id, one.text, one.whole) for one in health.wrong] == [
        ("S-2", "闪退***********", "又闪退***********")
    ]
    assert seen == [(1, 2), (2, 2)]


def test_files_without_labels_are_refused(tmp_path: Path, language: Language) -> None:
    path = write(tmp_path / "in.jsonl", answer("S-3", "闪退"))
    with pytest.raises(InputError, match="没有标注"):
        measure_rules(
            rule_set(language.taxonomy, row()), [path], language=language, zone=ZONE, set_aside=none_set_aside
        )


def test_every_contact_is_compared(tmp_path: Path, language: Language) -> None:
    path = write(tmp_path / "in.jsonl", call("C-1", "客：闪退"), answer("S-1", "白屏"))
    old, new = (rule_set(language.taxonomy, row(f"['{word}']", matches='["x"]')) for word in ("闪退", "白屏|卡"))
    changes = list(compare_rules(old, new, [path], language=language, zone=ZONE, set_aside=none_set_aside))
    assert [(c.contact_id, len(c.gone), len(c.new)) for c in changes] == [("C-1", 1, 0), ("S-1", 0, 1)]


def test_rules_are_measured_on_the_rest_where_rows_cannot_be_read(tmp_path: Path, language: Language) -> None:
    known = answer("S-1", "闪退", gold=gold("product.stability"))
    wrong = answer("S-3", "闪退", gold=gold("product.stability") | {"dissatisfied": False})
    path = write(tmp_path / "in.jsonl", "{", known, answer("S-2", "闪退", gold={"causes": []}), wrong)
    rows: list[RowError] = []
    total, (health,) = measure_rules(
        rule_set(language.taxonomy, row()), [path], language=language, zone=ZONE, set_aside=rows.append
    )
    assert (total, health.judged_count, [one.line for one in rows]) == (1, 1, [1, 3, 4])
    assert "自相矛盾" in rows[-1].reason


def test_rules_are_compared_on_the_rest_where_rows_cannot_be_read(tmp_path: Path, language: Language) -> None:
    path = write(tmp_path / "in.jsonl", call("C-1", "客：闪退"), call("C-1", "客：闪退"), "[]")
    old, new = (rule_set(language.taxonomy, row(f"['{word}']", matches='["x"]')) for word in ("闪退", "白屏"))
    rows: list[RowError] = []
    changes = list(compare_rules(old, new, [path], language=language, zone=ZONE, set_aside=rows.append))
    assert ([change.contact_id for change in changes], [one.line for one in rows]) == (["C-1"], [2, 3])
