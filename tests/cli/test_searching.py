import json
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.postgresql import Server


@pytest.mark.usefixtures("small_store")
def test_contacts_are_shown_with_what_was_found_between_marks() -> None:
    outcome = voc("search", "网点", "--queue", "账户服务")
    assert outcome.code == 0
    assert [line.split("  ")[0] for line in outcome.out.splitlines()[::2]] == ["S-3", "S-2"]
    assert "2026-11-10 10:00 · 账户服务" in outcome.out
    assert "改个手机号只能去【网点】办" in outcome.out
    assert outcome.err == "找到 2 次接触\n"


@pytest.mark.usefixtures("small_store")
def test_the_next_page_is_asked_for_by_the_place_where_this_one_ended() -> None:
    first = voc("search", "网点", "--limit", "1")
    assert "S-3" in first.out
    place = first.err.rpartition(" ")[2].strip()
    second = voc("search", "网点", "--limit", "1", "--after", place)
    assert "S-2" in second.out
    assert second.err == "找到 1 次接触\n"


@pytest.mark.usefixtures("small_store")
def test_programs_read_json() -> None:
    found = json.loads(voc("search", "--rule", "CUSTOMER(转不出去)", "--channel", "phone", "--json").out)
    assert found["after"] is None
    (contact,) = found["contacts"]
    assert (contact["id"], contact["source"], contact["queue"]) == ("C-1", "default", "手机银行")
    assert contact["occurred_at"] == "2026-11-02T02:00:00+00:00"
    assert contact["texts"][-1]["survey"] == "S-1"
    assert contact["texts"][0]["hits"] == [{"utterance": 1, "start": 4, "end": 8, "text": "转不出去"}]


@pytest.mark.usefixtures("small_store")
def test_an_expression_that_is_about_no_words_shows_the_contact_alone() -> None:
    outcome = voc("search", "--rule", "SCORE>0.9")
    assert "S-5" in outcome.out
    assert "整次接触符合" in outcome.out


@pytest.mark.usefixtures("small_store")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "要有要找的话"),
        (["？"], "至少要有一个字"),
        (["--rule", "AND"], "AND"),
        (["慢", "--cause", "x"], "没有名为"),
    ],
)
def test_what_cannot_be_looked_for_is_one_line(arguments: list[str], reason: str) -> None:
    outcome = voc("search", *arguments)
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert reason in outcome.err


def test_on_postgresql_commands_give_the_same(
    small_store: Path, postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = (["search", "网点"], ["painpoints"], ["show", "C-1"], ["search", "--rule", "NOT 网点", "--json"])
    on_sqlite = [voc(*command).out for command in commands]
    url = postgresql.new_database()
    monkeypatch.setenv("VOC_DATABASE_URL", url.render_as_string(hide_password=False))
    assert voc("db", "upgrade").code == 0
    assert voc("import", tmp_path / "两周.jsonl").code == 0
    shown = [voc(*command).out for command in commands]
    assert [_undated(text) for text in shown] == [_undated(text) for text in on_sqlite]


def _undated(text: str) -> list[str]:
    """Without the line that says when an analysis was made."""
    return [line for line in text.splitlines() if "分析，版本" not in line]


@pytest.mark.usefixtures("small_store")
def test_an_expression_that_never_or_always_holds_is_looked_for_with_a_warning() -> None:
    outcome = voc("search", "--rule", "网点 AND NOT 网点")
    assert (outcome.code, outcome.err.splitlines()) == (0, ["提醒：这个式子不会命中：既要有又要没有", "找到 0 次接触"])
    found = voc("search", "网点", "--rule", "网点 AND UTTERANCES>=0", "--json")
    assert found.err == "提醒：UTTERANCES>=0 总是成立：没有一个数不符合\n"
    assert json.loads(found.out)["contacts"]
