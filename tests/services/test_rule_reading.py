from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.inputs import answer, call, write
from tests.nlp.rules.rows import file, row
from tests.services.rule_folders import folder
from voc.errors import InputError, RowError
from voc.nlp.language import Language, shipped_rule_texts
from voc.services.rule_reading import read_rules_of, read_scenes, rule_set_of, rules_of, sound_rules_of

ZONE = ZoneInfo("Asia/Shanghai")


def test_without_a_folder_the_shipped_rules_are_meant(language: Language) -> None:
    assert rules_of([]) == shipped_rule_texts()
    assert rule_set_of(None, language.taxonomy).rules == language.rule_set.rules


def test_rules_of_several_folders_are_read_together(tmp_path: Path, language: Language) -> None:
    one = folder(tmp_path / "one", row())
    (tmp_path / "two.toml").write_text(file(row(id="b")), encoding="utf8")
    assert list(rules_of([one, tmp_path / "two.toml"])) == ["own.toml", "two.toml"]
    assert [rule.id for rule in rule_set_of(one, language.taxonomy).rules] == ["crash"]


def test_the_same_file_twice_is_one_and_two_of_one_name_are_refused(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", row()), folder(tmp_path / "other", row(id="b"))
    assert list(rules_of([one, one / "own.toml"])) == ["own.toml"]
    with pytest.raises(InputError, match=r"两个不同的规则文件都叫 own\.toml"):
        rules_of([one, other])


def test_contacts_are_masked_and_surveys_joined_to_their_calls(tmp_path: Path, language: Language) -> None:
    path = write(
        tmp_path / "in.jsonl",
        call("C-1", "客：我的电话13800138000"),
        answer("S-1", "太慢", conversation_id="C-1"),
        answer("S-2", "太差"),
    )
    scenes = dict(read_scenes([path], language=language, zone=ZONE, set_aside=[].append))
    assert {key: [p.reading.given for p in scene.passages] for key, scene in scenes.items()} == {
        "C-1": ["我的电话***********", "太慢"],
        "S-2": ["太差"],
    }


def test_rows_that_cannot_be_read_are_set_aside_with_their_lines(tmp_path: Path, language: Language) -> None:
    wrong = answer("S-2", "太慢", score="很低")
    path = write(tmp_path / "in.jsonl", "{", answer("S-1", "太慢"), {"kind": "weather"}, wrong)
    path.write_bytes(path.read_bytes() + "太慢".encode("gb18030") + b"\n")
    rows: list[RowError] = []
    scenes = dict(read_scenes([path], language=language, zone=ZONE, set_aside=rows.append))
    assert list(scenes) == ["S-1"]
    assert [(one.file, one.line) for one in rows] == [("in.jsonl", line) for line in (1, 3, 4, 5)]
    assert all(one.reason for one in rows)


def test_a_call_that_comes_again_is_set_aside_with_all_its_surveys_joined_to_the_first(
    tmp_path: Path, language: Language
) -> None:
    joined = answer("S-1", "太差", conversation_id="C-1")
    path = write(tmp_path / "in.jsonl", call("C-1", "客：太慢"), call("C-1", "客：又是我"), joined, joined)
    rows: list[RowError] = []
    scenes = list(read_scenes([path], language=language, zone=ZONE, set_aside=rows.append))
    assert [(key, [p.text for p in scene.passages]) for key, scene in scenes] == [("C-1", ["太慢", "太差"])]
    assert list(map(str, rows)) == [
        "in.jsonl 第 2 行：会话编号 C-1 前面已经有了",
        "in.jsonl 第 4 行：调查编号 S-1 前面已经有了",
    ]


def test_files_that_cannot_be_read_are_told_beside_those_that_can(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", row())
    (one / "gbk.toml").write_bytes("网点".encode("gb18030"))
    texts, faults = read_rules_of([one, tmp_path / "missing.toml"])
    assert list(texts) == ["own.toml"]
    assert [str(fault).rpartition("：")[2] for fault in faults] == ["不是 UTF-8 文字", "没有这个文件"]
    with pytest.raises(InputError, match=r"gbk\.toml"):
        rules_of([one])


def test_sound_rules_are_read_beside_the_faults_of_others(tmp_path: Path, language: Language) -> None:
    own = folder(tmp_path / "own", row())
    (own / "wrong.toml").write_text(file(row("['a b']", id="b")), encoding="utf8")
    (own / "gbk.toml").write_bytes("网点".encode("gb18030"))
    rule_set, faults = sound_rules_of(own, language.taxonomy)
    assert [rule.id for rule in rule_set.rules] == ["crash"]
    assert [str(fault).split("：")[0] for fault in faults] == [
        f"{own / 'gbk.toml'} 第 1 行",
        "wrong.toml 第 7 行第 12 列",
    ]
    assert sound_rules_of(None, language.taxonomy)[1] == ()
