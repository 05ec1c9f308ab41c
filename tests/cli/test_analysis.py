import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import environment, start, voc
from tests.inputs import FAULT, PRAISE, RULE, answer, call, invitation, line, numbered, write

SECRET = "不许出现在屏幕上的话"
MIXED = (
    answer("S-1", RULE, conversation_id="C-1", score=1, scale=[1, 5]),
    call("C-1", "座：您好", f"客：{FAULT}"),
    answer("S-2", PRAISE),
    invitation("S-3"),
)


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(one) for one in text.splitlines()]


def test_a_file_gives_one_line_a_record_on_the_output_and_nothing_else(tmp_path: Path) -> None:
    outcome = voc("analyze", write(tmp_path / "a.jsonl", *MIXED))
    assert outcome.code == 0
    assert [(r["id"], r["kind"]) for r in records(outcome.out)] == [
        ("S-1", "survey_response"),
        ("C-1", "conversation"),
        ("S-2", "survey_response"),
        ("S-3", "survey_response"),
    ]
    assert outcome.err == "分析：4/4\n"


def test_a_record_has_the_keys_of_the_format(tmp_path: Path) -> None:
    (record,) = records(voc("analyze", write(tmp_path / "a.jsonl", MIXED[1])).out)
    assert list(record) == [
        "id",
        "kind",
        "dissatisfied",
        "dissatisfaction",
        "causes",
        "primary",
        "confidence",
        "abstained",
        "abstain_reason",
        "attributions",
        "valences",
        "phases",
        "moments",
        "peak_end",
        "resolved",
        "repeat_contact",
        "version",
    ]
    assert list(record["causes"]) == ["person", "product", "rule"]  # type: ignore[call-overload]
    assert list(record["version"]) == ["code", "model", "rules", "dictionary", "taxonomy"]  # type: ignore[call-overload]


def test_no_database_and_no_key_are_made(tmp_path: Path, own_home: Path) -> None:
    voc("analyze", write(tmp_path / "a.jsonl", *MIXED))
    assert not own_home.exists()


def test_a_linked_survey_is_counted_once_under_its_call(tmp_path: Path) -> None:
    survey, spoken, *_ = records(voc("analyze", write(tmp_path / "a.jsonl", *MIXED)).out)
    assert survey["reported_under"] == "C-1"
    assert (survey["dissatisfied"], survey["attributions"]) == (None, [])
    assert spoken["dissatisfied"] is True


def test_the_standard_input_is_read_like_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *MIXED)
    outcome = voc("analyze", "-", given=path.read_bytes())
    assert outcome.code == 0
    assert outcome.out == voc("analyze", path).out


def test_the_standard_input_and_a_file_together_are_refused(tmp_path: Path) -> None:
    outcome = voc("analyze", "-", write(tmp_path / "a.jsonl", *MIXED))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "错误：标准输入（-）不能与其他文件同时使用\n"


def test_the_result_can_be_a_file(tmp_path: Path) -> None:
    path, out = write(tmp_path / "a.jsonl", *MIXED), tmp_path / "结果.jsonl"
    outcome = voc("analyze", path, "--out", out)
    assert (outcome.code, outcome.out) == (0, "")
    assert out.read_text("utf8") == voc("analyze", path).out


def test_a_result_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out" / "结果.jsonl"
    out.parent.mkdir()
    out.write_text("早先的结果", "utf8")
    outcome = voc("analyze", write(tmp_path / "a.jsonl", *MIXED, "{"), "--strict", "--out", out)
    assert outcome.code == 1
    assert out.read_text("utf8") == "早先的结果"
    assert list(out.parent.iterdir()) == [out]


def test_a_result_without_its_folder_is_refused(tmp_path: Path) -> None:
    outcome = voc("analyze", write(tmp_path / "a.jsonl", *MIXED), "--out", tmp_path / "none" / "r.jsonl")
    assert outcome.code == 1
    assert "文件夹不存在" in outcome.err


def test_evidence_is_masked_unless_asked(tmp_path: Path) -> None:
    said = "13800138000转账一直转不出去"
    path = write(tmp_path / "a.jsonl", answer("S-1", said, score=1, scale=[1, 5]))
    masked, plain = voc("analyze", path), voc("analyze", path, "--unmasked")
    assert "13800138000" not in masked.out
    assert "13800138000" in plain.out
    assert "13800138000" not in masked.err + plain.err


def test_bad_records_are_counted_named_and_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", MIXED[0], *[f'{{"id": "{SECRET}"}}'] * 7, MIXED[2])
    outcome = voc("analyze", path)
    assert outcome.code == 3
    assert [r["id"] for r in records(outcome.out)] == ["S-1", "S-2"]
    assert [row.partition("：")[2].partition("：")[0] for row in outcome.err.splitlines()[:5]] == [
        f"a.jsonl 第 {n} 行" for n in range(2, 7)
    ]
    assert "有 7 条记录被拒收\n" in outcome.err
    assert SECRET not in outcome.err


def test_rejects_can_be_mended_and_fed_again(tmp_path: Path) -> None:
    rejects = tmp_path / "坏.jsonl"
    path = write(tmp_path / "a.jsonl", MIXED[2], f'{{"id": "S-8", "comment": "{FAULT}"', MIXED[3])
    outcome = voc("analyze", path, "--rejects", rejects)
    assert outcome.code == 3
    assert f"已写入 {rejects}" in outcome.err
    assert rejects.stat().st_mode & 0o777 == 0o600
    rejects.write_text(rejects.read_text("utf-8-sig").replace(f'"{FAULT}"', f'"{FAULT}"}}'), "utf8")
    again = voc("analyze", rejects)
    assert again.code == 0
    assert [r["id"] for r in records(again.out)] == ["S-8"]


def test_a_repeated_id_stops_nothing_and_can_be_renamed_and_fed_again(tmp_path: Path) -> None:
    rejects = tmp_path / "坏.jsonl"
    again = dict(MIXED[2]) | {"comment": "换了一条"}
    outcome = voc("analyze", write(tmp_path / "a.jsonl", *MIXED, again), "--rejects", rejects)
    assert (outcome.code, len(records(outcome.out))) == (3, len(MIXED))
    assert f"拒收：a.jsonl 第 {len(MIXED) + 1} 行：调查编号 S-2 前面已经有了" in outcome.err
    rejects.write_text(rejects.read_text("utf-8-sig").replace("S-2", "S-2b"), "utf8")
    assert [r["id"] for r in records(voc("analyze", rejects).out)] == ["S-2b"]
    assert voc("analyze", tmp_path / "a.jsonl", "--strict").code == 1


def test_rejects_of_several_inputs_in_one_file_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *MIXED)
    outcome = voc("analyze", path, path, "--rejects", tmp_path / "r.jsonl")
    assert (outcome.code, outcome.out) == (1, "")
    assert "--rejects 只能与一个输入同用" in outcome.err


def test_no_rejects_make_no_file(tmp_path: Path) -> None:
    assert voc("analyze", write(tmp_path / "a.jsonl", *MIXED), "--rejects", tmp_path / "r.jsonl").code == 0
    assert not (tmp_path / "r.jsonl").exists()


def test_strict_stops_at_the_first_bad_record(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", MIXED[2], f'{{"id": "{SECRET}"', "{")
    outcome = voc("analyze", path, "--strict")
    assert outcome.code == 1
    assert "错误：a.jsonl 第 2 行" in outcome.err
    assert SECRET not in outcome.err


def test_columns_are_renamed_by_a_mapping(tmp_path: Path) -> None:
    table, mapping = tmp_path / "满意度.csv", tmp_path / "m.toml"
    table.write_text(f"编号,评价,留言\nS-1,不满意,{RULE}\nS-2,满意,\n", "utf8")
    mapping.write_text(
        '[columns]\n"编号" = "id"\n"评价" = "score"\n"留言" = "comment"\n'
        '[values.score]\n"满意" = "best"\n"不满意" = "worst"\n',
        "utf8",
    )
    outcome = voc("analyze", table, "--mapping", mapping)
    assert outcome.code == 0
    assert [(r["id"], r["primary"]) for r in records(outcome.out)] == [("S-1", "rule"), ("S-2", None)]


@pytest.mark.parametrize("name", ["none.jsonl", "folder"])
def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    outcome = voc("analyze", tmp_path / name)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"错误：{name} 打不开")
    assert outcome.err.count("\n") == 1


def test_a_file_of_another_kind_is_refused_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + SECRET.encode())
    outcome = voc("analyze", path)
    assert outcome.code == 1
    assert "PNG" in outcome.err
    assert SECRET not in outcome.err


def test_without_an_input_the_usage_is_wrong() -> None:
    assert voc("analyze").code == 2
    assert voc("analyze", "a.jsonl", "--processes", "0").code == 2


def test_damaged_input_shows_no_word_of_a_customer(tmp_path: Path) -> None:
    whole = line(call("C-1", f"客：{SECRET}", customer_id=SECRET))
    damaged = [
        whole[:-3],
        whole.replace('"customer", ', "", 1),
        whole.replace('"customer"', f'"{SECRET}"', 1),
        whole.replace('"2026-11-02T10:00:00+08:00"', f'"{SECRET}"'),
        line(answer("S-1", SECRET, score=9, scale=[1, 5])),
        line(answer("S-2", SECRET, score=SECRET)),
        line(answer("S-3", SECRET, scale=[SECRET])),
        line(answer(SECRET, SECRET, invited=SECRET)),
    ]
    path = write(tmp_path / "a.jsonl", *damaged)
    found = [voc("analyze", path), *(voc("analyze", write(tmp_path / "b.jsonl", d), "--strict") for d in damaged)]
    assert [outcome.code for outcome in found] == [3] + [1] * len(damaged)
    assert not any(SECRET in outcome.err + outcome.out for outcome in found)


def test_the_order_of_the_records_changes_no_byte_of_their_lines(tmp_path: Path) -> None:
    mixed = [*MIXED, *numbered(70)]
    forth = voc("analyze", write(tmp_path / "a.jsonl", *mixed)).out
    back = voc("analyze", write(tmp_path / "a.jsonl", *reversed(mixed))).out
    assert forth.splitlines() == list(reversed(back.splitlines()))


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *MIXED, *numbered(200))
    one, two = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    assert voc("analyze", path, "--out", one).code == 0
    running = start("analyze", path, "--out", two, "--processes", "2")
    _, err = running.communicate(timeout=120)
    assert (running.returncode, err.decode()) == (0, "分析：204/204\n")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_the_program_quietly(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *numbered(400))
    running = start("analyze", path)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.wait(timeout=120) == 1
    with running.stderr as err:
        assert b"Traceback" not in err.read()


@pytest.mark.slow
def test_an_interrupted_run_leaves_no_result(tmp_path: Path) -> None:
    path, out = write(tmp_path / "a.jsonl", *numbered(20_000)), tmp_path / "out"
    out.mkdir()
    running = start("analyze", path, "--out", out / "r.jsonl")
    while not any(out.iterdir()):
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode not in (0, 3)
    assert b"Traceback" not in err
    assert list(out.iterdir()) == []


@pytest.mark.slow
def test_a_terminal_shows_a_bar_and_other_places_plain_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *numbered(300))
    shown, screen = pty.openpty()
    running = start(
        *("analyze", path, "--out", tmp_path / "r.jsonl"),
        stdout=subprocess.DEVNULL,
        stderr=screen,
        env=environment(TERM="xterm", COLUMNS="80"),
    )
    os.close(screen)
    drawn = _read_all(shown)
    assert running.wait(timeout=120) == 0
    assert "分析" in drawn
    assert "/300" in drawn
    assert "\x1b[" in drawn


def _read_all(descriptor: int) -> str:
    parts = []
    try:
        while part := os.read(descriptor, 65536):
            parts.append(part)
    except OSError:  # how Linux says that nobody holds the other end any more
        pass
    os.close(descriptor)
    return b"".join(parts).decode()
