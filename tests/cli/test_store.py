import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import changes, noted, voc
from tests.inputs import FAULT, PRAISE, RULE, answer, call, invitation, line, write

STEER = "\x1b[2J\x1b]0;标题\x07转不出去\x9b31m\u202e\r\b"


def rows(database: Path, table: str) -> int:
    connection = sqlite3.connect(database)
    try:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)
    finally:
        connection.close()


def test_an_import_says_what_became_of_the_records(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1"), answer("S-2"), invitation("S-3"))
    outcome = voc("import", path)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "a.jsonl：新增 3，变更 0，未变 0，拒收 0；分析了 2 次接触\n"
    assert "新增 0，变更 0，未变 3，拒收 0；分析了 0 次接触" in voc("import", path).err
    write(path, answer("S-1", RULE), answer("S-2"), answer("S-3"))
    assert "新增 0，变更 2，未变 1，拒收 0；分析了 2 次接触" in voc("import", path).err


def test_an_import_and_a_new_analysis_go_to_the_audit_chain(tmp_path: Path) -> None:
    assert voc("import", write(tmp_path / "a.jsonl", answer("S-1"), "{坏")).code == 3
    assert changes("import.write") == [("import", "done"), ("import", "begun")]
    done, begun = noted("import.write")
    assert done.object_id == begun.object_id
    assert json.loads(done.facts) == {"change": "done", "new_count": 1, "changed_count": 0, "rejected_count": 1}
    assert voc("reanalyze").code == 0
    assert changes("reanalysis.write") == [("reanalysis", "done"), ("reanalysis", "begun")]
    assert voc("audit", "verify").code == 0


def test_files_are_imported_one_after_the_other(tmp_path: Path, own_home: Path) -> None:
    one, two = write(tmp_path / "a.jsonl", call("C-1")), write(tmp_path / "b.jsonl", answer("S-1"))
    assert voc("import", one, two).err.count("新增 1") == 2
    assert rows(own_home / "voc.sqlite", "record") == 2


def test_the_standard_input_is_imported_and_its_rejects_lie_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = voc("import", "-", given=f"{line(answer('S-1'))}\n{{\n".encode())
    assert outcome.code == 3
    assert "标准输入：新增 1" in outcome.err
    assert {path.name for path in tmp_path.iterdir()} == {
        "标准输入.rejects.txt",
        "标准输入.rejects.txt.reasons.csv",
    }


def test_bad_rows_go_to_a_private_file_that_can_be_mended_and_fed_again(tmp_path: Path, own_home: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1"), line(answer("S-2"))[:-1], line(call("C-1"))[:-2], answer("S-3"))
    outcome = voc("import", path)
    assert outcome.code == 3
    assert "新增 2，变更 0，未变 0，拒收 2；分析了 2 次接触" in outcome.err
    assert "拒收：a.jsonl 第 2 行：" in outcome.err
    assert FAULT not in outcome.err
    rejects = tmp_path / "a.rejects.jsonl"
    for made in (rejects, Path(f"{rejects}.reasons.csv")):
        assert made.stat().st_mode & 0o777 == 0o600
    mended = [re.sub(r'(?<="}])$', "}", text) for text in rejects.read_text("utf-8-sig").splitlines()]
    mended = [text if text.endswith("}") and text.count("{") == text.count("}") else text + "}" for text in mended]
    mended = [text if "utterances" not in text else text.rstrip("}") + "}]}" for text in mended]
    write(rejects, *mended)
    again = voc("import", rejects)
    assert again.code == 0
    assert "新增 2，变更 0，未变 0，拒收 0；分析了 2 次接触" in again.err
    assert rows(own_home / "voc.sqlite", "record") == 4


def test_rejects_can_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "坏").mkdir()
    assert voc("import", write(tmp_path / "a.jsonl", "{"), "--rejects-dir", tmp_path / "坏").code == 3
    assert (tmp_path / "坏" / "a.rejects.jsonl").exists()
    assert not (tmp_path / "a.rejects.jsonl").exists()


def test_strict_stops_and_stores_nothing_of_the_chunk(tmp_path: Path, own_home: Path) -> None:
    outcome = voc("import", write(tmp_path / "a.jsonl", answer("S-1"), "{"), "--strict")
    assert outcome.code == 1
    assert outcome.err.startswith("错误：a.jsonl 第 2 行")
    assert rows(own_home / "voc.sqlite", "record") == 0


def test_database_and_key_are_readable_by_their_owner_alone(small_store: Path, own_home: Path) -> None:
    for name in ("voc.sqlite", "hash.key"):
        assert (own_home / name).stat().st_mode & 0o777 == 0o600
    assert own_home.stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_may_read_is_refused(tmp_path: Path, small_store: Path, own_home: Path) -> None:
    (own_home / "hash.key").chmod(0o644)
    outcome = voc("import", write(tmp_path / "a.jsonl", answer("S-9")))
    assert outcome.code == 1
    assert "chmod 600" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_source_keeps_its_numbers_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1"))
    voc("import", path, "--source", "甲")
    voc("import", path, "--source", "乙")
    assert "请指明来源" in voc("show", "S-1").err
    assert voc("show", "S-1", "--source", "甲").code == 0
    assert voc("show", "S-1", "--source", "丙").code == 1


def test_points_are_a_table_with_totals(small_store: Path) -> None:
    outcome = voc("painpoints")
    assert (outcome.code, outcome.err) == (0, "")
    assert "座席无责" in outcome.out
    assert "等待会话的调查" in outcome.out
    assert "渠道限制" in outcome.out


def points(*options: str) -> list[tuple[str, int]]:
    outcome = voc("painpoints", "--json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    return sorted((point["factor"], point["contact_count"]) for point in json.loads(outcome.out))


def test_points_as_json_are_for_programs(small_store: Path) -> None:
    found = dict(points())
    assert found["rule.channel"] == 2
    assert found["person.attitude"] == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--week", "2026-W46"], [("rule.channel", 2)]),
        (["--since", "2026-11-09", "--until", "2026-11-09"], [("rule.channel", 1)]),
        (["--since", "2026-11-10"], [("rule.channel", 1)]),
        (["--until", "2026-11-08", "--queue", "信用卡"], [("person.attitude", 1)]),
        (["--cause", "rule"], [("rule.channel", 2)]),
        (["--cause", "规则产生"], [("rule.channel", 2)]),
        (["--factor", "rule.channel"], [("rule.channel", 2)]),
        (["--factor", "渠道限制"], [("rule.channel", 2)]),
        (["--object", "预留手机号变更"], [("rule.channel", 2)]),
        (["--object", "信用卡年费"], []),
        (["--channel", "app"], [("rule.channel", 1)]),
        (["--channel", "app", "--channel", "phone", "--cause", "rule"], [("rule.channel", 1)]),
        (["--queue", "账户服务"], [("rule.channel", 2)]),
        (["--week", "2026-W40"], []),
    ],
    ids=str,
)
def test_points_are_filtered(small_store: Path, options: list[str], expected: list[tuple[str, int]]) -> None:
    assert points(*options) == expected


def test_only_the_most_frequent_points_are_shown_when_asked(small_store: Path) -> None:
    assert points("--top", "1") == [("rule.channel", 2)]
    assert "（共" in voc("painpoints", "--top", "1").out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--week", "2026-W45", "--since", "2026-11-01"], "--week 不能与 --since、--until 同用"),
        (["--week", "2026-W45", "--until", "2026-11-01"], "--week 不能与 --since、--until 同用"),
        (["--cause", "rule", "--factor", "rule.channel"], "--cause 与 --factor 只能用一个"),
        (["--week", "第45周"], "周的写法应为"),
        (["--week", "2026-W54"], "2026 年没有第 54 周"),
        (["--cause", "天气"], "没有名为“天气”的原因或因子"),
        (["--object", "天气"], "业务对象表里没有“天气”"),
    ],
    ids=str,
)
def test_a_filter_that_makes_no_sense_is_refused(small_store: Path, options: list[str], reason: str) -> None:
    outcome = voc("painpoints", *options)
    assert (outcome.code, outcome.out) == (1, "")
    assert reason in outcome.err


def test_a_day_that_is_none_is_wrong_usage(small_store: Path) -> None:
    assert voc("painpoints", "--since", "11月1日").code == 2


def test_a_call_is_shown_with_its_course_and_its_surveys(small_store: Path) -> None:
    outcome = voc("show", "C-1")
    assert outcome.code == 0
    for words in (FAULT, "座席", "客户", "情绪", "● 结尾", "调查", "转账还是转不出去", "第 1 版内容"):
        assert words in outcome.out


def test_a_survey_of_a_call_leads_to_the_call(small_store: Path) -> None:
    assert voc("show", "S-1").out == voc("show", "C-1").out


def test_a_survey_that_stands_alone_is_shown(small_store: Path) -> None:
    outcome = voc("show", "S-2")
    assert RULE in outcome.out
    assert "规则产生 · 渠道限制" in outcome.out


def test_what_is_unknown_or_waits_is_said_in_one_line(small_store: Path) -> None:
    assert voc("show", "C-404").err == "错误：找不到编号为 C-404 的会话或调查答复\n"
    assert "C-9 还没有导入" in voc("show", "S-6").err
    assert "C-9 还没有导入" in voc("show", "C-9").err


def test_an_unanswered_invitation_has_nothing_to_show(small_store: Path) -> None:
    outcome = voc("show", "S-7")
    assert outcome.code == 0
    assert outcome.out == "S-7：还没有分析（未答复的邀请，没有可分析的内容）\n"


def test_a_program_that_asks_for_an_unanswered_invitation_is_refused(small_store: Path) -> None:
    outcome = voc("show", "S-7", "--json")
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "错误：S-7 还没有分析\n")


def test_a_contact_as_json_is_the_record_of_the_analysis(small_store: Path, tmp_path: Path) -> None:
    shown = json.loads(voc("show", "S-2", "--json").out)
    path = write(tmp_path / "b.jsonl", answer("S-2", RULE, queue="账户服务", channel="app"))
    assert shown == json.loads(voc("analyze", path).out)


def test_earlier_analyses_are_listed(tmp_path: Path, small_store: Path) -> None:
    voc("import", write(tmp_path / "b.jsonl", answer("S-2", PRAISE)))
    outcome = voc("show", "S-2")
    assert "第 1 版内容" in outcome.out
    assert "第 2 版内容" in outcome.out


def test_a_customers_words_cannot_steer_the_terminal(tmp_path: Path) -> None:
    record = call("C-1", f"客：{STEER}，{FAULT}", queue=STEER, survey={"score": 1, "scale": [1, 5], "comment": STEER})
    assert voc("import", write(tmp_path / "a.jsonl", record, answer("S-1", f"{STEER}{FAULT}"))).code == 0
    shown = voc("show", "C-1").out + voc("show", "S-1").out + voc("painpoints").out
    assert "转不出去" in shown
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_number_that_steers_is_shown_harmlessly(tmp_path: Path) -> None:
    id = "\x1b[31mC\x07-1"
    imported = voc("import", write(tmp_path / "a.jsonl", call(id), invitation("\x1b]0;\x07S")))
    shown = voc("show", id), voc("show", "\x1b]0;\x07S"), voc("show", "\x1b[31mC\x07-404")
    for outcome in (imported, *shown):
        assert "\x1b" not in outcome.out + outcome.err
        assert "\x07" not in outcome.out + outcome.err


def test_workbooks_are_written_and_the_same_again(small_store: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "一", tmp_path / "二"
    first, second = (voc("export", "weekly", "--week", "2026-W45", "--out", out) for out in (one, two))
    assert (first.code, second.code) == (0, 0)
    names = sorted(path.name for path in one.iterdir())
    assert names
    assert all(name in first.err for name in names)
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}


def test_a_week_before_everything_has_no_workbooks(small_store: Path, tmp_path: Path) -> None:
    outcome = voc("export", "weekly", "--week", "2026-W01", "--out", tmp_path / "out")
    assert outcome.code == 0
    assert "没有写入文件" in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("week", ["45", "2026-45", "2026-W60"])
def test_a_week_that_is_none_is_refused(small_store: Path, tmp_path: Path, week: str) -> None:
    outcome = voc("export", "weekly", "--week", week, "--out", tmp_path / "out")
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text", ["不是 toml", "[[route]]\n", 'fallback = "甲"\n', "[[route]]\ndepartments = {甲 = 0.5}"]
)
def test_a_department_table_that_makes_no_sense_is_refused(small_store: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "d.toml").write_text(text, "utf8")
    outcome = voc(
        "export", "weekly", "--week", "2026-W45", "--out", tmp_path / "out", "--departments", tmp_path / "d.toml"
    )
    assert outcome.code == 1
    assert "部门对应表" in outcome.err
    assert not (tmp_path / "out").exists()


def test_the_department_table_of_the_settings_is_used(
    small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d.toml").write_text('[[route]]\ndepartments = "唯一部"\n', "utf8")
    monkeypatch.setenv("VOC_DEPARTMENTS", str(tmp_path / "d.toml"))
    assert voc("export", "weekly", "--week", "2026-W45", "--out", tmp_path / "out").code == 0
    (path,) = (tmp_path / "out").iterdir()
    assert "唯一部" in path.name


def test_an_empty_database_is_set_up_and_one_that_is_current_stays(own_home: Path) -> None:
    for _ in range(2):
        outcome = voc("db", "upgrade")
        assert (outcome.code, outcome.err) == (0, "数据库已是当前版本\n")
    assert rows(own_home / "voc.sqlite", "record") == 0


def test_an_upgrade_keeps_what_is_there(small_store: Path) -> None:
    before = rows(small_store, "record"), rows(small_store, "analysis")
    assert voc("db", "upgrade").code == 0
    assert (rows(small_store, "record"), rows(small_store, "analysis")) == before


def _stamp(database: Path, revision: str) -> None:
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


COMMANDS = (
    ("painpoints",),
    ("show", "C-1"),
    ("reanalyze",),
    ("export", "weekly", "--week", "2026-W45", "--out", "out"),
)


@pytest.mark.parametrize("command", [("db", "upgrade"), *COMMANDS], ids=" ".join)
def test_a_database_of_a_newer_version_is_refused(small_store: Path, command: tuple[str, ...]) -> None:
    _stamp(small_store, "9999")
    outcome = voc(*command)
    assert outcome.code == 1
    assert outcome.err == "错误：数据库由更新的版本建立，请升级本程序\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_of_an_older_version_is_refused_with_the_remedy(
    small_store: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # There is one revision so far; a program that expects one more sees today's database as older.
    monkeypatch.setattr("voc.storage.engine.ScriptDirectory.get_heads", lambda _: ["9999"])
    outcome = voc(*command)
    assert outcome.code == 1
    assert outcome.err == "错误：数据库由较早的版本建立，请先执行 voc db upgrade\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_data_there_is_nothing_to_ask(command: tuple[str, ...]) -> None:
    assert voc(*command).err == "错误：数据库里还没有数据，请先执行 voc import\n"
