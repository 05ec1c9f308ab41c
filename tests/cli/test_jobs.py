import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import changes, noted, voc
from tests.inputs import answer, numbered, write
from tests.job_builders import NOW
from voc.domain.account import Role, User
from voc.domain.job_work import ReanalysisOrder
from voc.opening import open_store
from voc.services.jobs import submit
from voc.settings import load_settings
from voc.storage.accounts import Accounts


def queued(*arguments: str | Path) -> str:
    """The id of a job that was queued."""
    outcome = voc("jobs", *arguments)
    assert (outcome.code, "已排队" in outcome.err) == (0, True)
    return outcome.out.strip()


def shown(job_id: str) -> dict[str, Any]:
    found = json.loads(voc("jobs", "show", job_id, "--json").out)
    assert isinstance(found, dict)
    return found


def test_an_import_is_queued_worked_off_and_shown(tmp_path: Path) -> None:
    job_id = queued("import", write(tmp_path / "通话.jsonl", answer("S-1"), "{坏"))
    assert voc("jobs", "list", "--state", "queued").out.count(job_id) == 1
    assert shown(job_id)["files"] == []
    assert voc("worker", "--once").err.splitlines() == [f"导入 {job_id} 进行中", f"导入 {job_id} 完成"]
    text = voc("jobs", "show", job_id).out
    assert "新增 1，变更 0，未变 0，拒收 1；分析了 1 次接触" in text
    assert "通话.jsonl 第 2 行：" in text
    found = shown(job_id)
    assert (found["state"], found["result"]["rejected_count"]) == ("done", 1)
    assert Path(found["files"][0]).read_text("utf-8-sig") == "{坏\n"
    assert json.loads(voc("jobs", "list", "--json", "--kind", "import").out)[0]["id"] == job_id
    assert json.loads(voc("jobs", "list", "--json", "--kind", "export").out) == []


def test_a_mapping_goes_with_the_file(tmp_path: Path) -> None:
    path, mapping = tmp_path / "a.csv", tmp_path / "m.toml"
    path.write_text("编号,留言\nS-1,太慢了\n", "utf8")
    mapping.write_text('[columns]\n"编号" = "id"\n"留言" = "comment"\n', "utf8")
    job_id = queued("import", path, "--mapping", mapping, "--source", "热线")
    voc("worker", "--once")
    assert shown(job_id)["result"]["counts"]["new_count"] == 1
    assert voc("show", "S-1", "--source", "热线").code == 0


def test_what_would_change_is_compared_and_a_week_exported(tmp_path: Path) -> None:
    assert voc("import", write(tmp_path / "a.jsonl", *numbered(4))).code == 0
    compared, exported = queued("reanalyze"), queued("export", "--week", "2026-W45")
    voc("worker", "--once")
    assert "4 次接触，其中 0 次判断有变" in voc("jobs", "show", compared).out
    assert shown(compared)["order"] == {"model": None, "rules": None, "adopt": False}
    assert len(shown(exported)["files"]) == len(shown(exported)["result"]["files"]) > 0


def test_a_waiting_job_is_cancelled(tmp_path: Path) -> None:
    job_id = queued("import", write(tmp_path / "a.jsonl", answer("S-1")))
    assert voc("jobs", "cancel", job_id).err == "已取消\n"
    assert voc("worker", "--once").err == ""
    refused = voc("jobs", "cancel", job_id)
    assert (refused.code, "已经结束（已取消）" in refused.err) == (1, True)
    assert [entry.object_id for entry in noted("job.cancel")] == [job_id]


def test_what_is_queued_goes_to_the_audit_chain_as_in_the_service(tmp_path: Path) -> None:
    imported = queued("import", write(tmp_path / "a.jsonl", answer("S-1")))
    reanalysed, exported = queued("reanalyze"), queued("export", "--week", "2026-W45")
    assert changes("import.write") == [("job", "queued"), ("upload", "added")]
    ids = [noted(action)[0].object_id for action in ("import.write", "reanalysis.write", "export.read")]
    assert ids == [imported, reanalysed, exported]
    assert json.loads(noted("export.read")[0].facts) == {"change": "queued", "job": "export"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("import", "没有.jsonl"), "没有.jsonl 打不开"),
        (("show", "J-9"), "没有编号为 J-9 的任务"),
        (("cancel", "J-9"), "没有编号为 J-9 的任务"),
        (("export", "--week", "第一周"), "第一周"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(small_store: Path, arguments: tuple[str, ...], reason: str) -> None:
    outcome = voc("jobs", *arguments)
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert reason in outcome.err


def test_a_file_with_a_mapping_that_cannot_be_read_is_not_kept(tmp_path: Path, own_home: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1"))
    assert "打不开" in voc("jobs", "import", path, "--mapping", tmp_path / "没有.toml").err
    (tmp_path / "m.toml").write_text("[", "utf8")
    assert "映射文件" in voc("jobs", "import", path, "--mapping", tmp_path / "m.toml").err
    assert list((own_home / "uploads").iterdir()) == []


def test_a_file_over_the_limit_is_refused(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_UPLOAD_LIMIT_MB", "1")
    path = tmp_path / "a.jsonl"
    path.write_bytes(b" " * 1_000_001)
    assert "文件超过 1 MB" in voc("jobs", "import", path).err
    assert list((own_home / "uploads").iterdir()) == []


def test_whose_a_job_is_is_told_by_name(small_store: Path) -> None:
    with open_store(load_settings()).work() as session:
        user = User("u-1", "赵主管", frozenset({Role.QA_LEAD}))
        Accounts(session).add(user, password_hash="x", at=NOW)
        submit(session, ReanalysisOrder(), job_id="J-1", owner_id="u-1", at=NOW)
    for text in (voc("jobs", "list").out, voc("jobs", "show", "J-1").out):
        assert ("赵主管" in text, "u-1" in text) == (True, False)
    assert shown("J-1")["owner"] == "u-1"
