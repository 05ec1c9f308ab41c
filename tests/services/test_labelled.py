import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.inputs import FAULT, RULE, answer, call, write
from tests.services.stores import SHANGHAI
from voc.domain.taxonomy import Cause
from voc.errors import InputError, RowError
from voc.services.labelled import file_hash, read_all_labels, read_labelled, read_labels

CONTENT = {"dissatisfied": False, "causes": []}
BROKEN = {"dissatisfied": True, "causes": ["product"], "factors": ["product.stability"]}


def test_labelled_contacts_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=BROKEN), answer("S-2"))
    second = write(tmp_path / "b.jsonl", call("C-1", gold=CONTENT))
    found = read_labelled([first, second], zone=SHANGHAI)
    assert [(one.contact.id, one.gold.dissatisfied, one.by_id) for one in found] == [
        ("S-1", True, False),
        ("C-1", False, False),
    ]
    assert found[0].gold.causes == {Cause.PRODUCT}


def test_a_survey_of_a_labelled_call_is_read_with_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", RULE, conversation_id="C-1"), call("C-1", gold=BROKEN))
    (one,) = read_labelled([path], zone=SHANGHAI)
    assert [survey.id for survey in one.contact.surveys] == ["S-1"]


def test_files_that_give_nothing_to_what_is_labelled_are_told(tmp_path: Path) -> None:
    calls = write(tmp_path / "c.jsonl", call("C-1", gold=CONTENT), call("C-2"))
    joined = write(tmp_path / "j.jsonl", answer("S-1", conversation_id="C-1"), answer("S-2"))
    idle = write(tmp_path / "i.jsonl", answer("S-3"), answer("C-1", conversation_id="C-2"))
    told: list[Path] = []
    assert len(read_labelled([calls, joined, idle], zone=SHANGHAI, unlabelled=told.append)) == 1
    assert told == [idle]


def test_labels_of_a_survey_that_is_read_with_its_call_belong_on_the_call(tmp_path: Path) -> None:
    asked = answer("S-1", RULE, conversation_id="C-1", gold=BROKEN)
    surveys = write(tmp_path / "s.jsonl", answer("S-2", gold=CONTENT), asked)
    calls = write(tmp_path / "c.jsonl", call("C-1", gold=BROKEN))
    with pytest.raises(InputError, match=r"^标注文件有误：s\.jsonl 第 2 行：S-1 属于通话 C-1，标注应写在通话 C-1 上$"):
        read_labelled([surveys, calls], zone=SHANGHAI)
    rows: list[RowError] = []
    found = read_labelled([surveys, calls], zone=SHANGHAI, set_aside=rows.append)
    assert [(one.contact.id, len(one.contact.surveys)) for one in found] == [("S-2", 1), ("C-1", 1)]
    assert [row.line for row in rows] == [2]
    # A survey whose call is not in the input stands alone.
    assert [one.contact.id for one in read_labelled([surveys], zone=SHANGHAI)] == ["S-2", "S-1"]


def test_labels_by_number_are_for_records_that_have_none_beside_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT), answer("S-2"), answer("S-3"))
    labels = read_labels(write(tmp_path / "l.jsonl", {"id": "S-1", **BROKEN}, {"id": "S-2", **BROKEN}))
    found = read_labelled([path], zone=SHANGHAI, labels=labels)
    assert [(one.contact.id, one.gold.dissatisfied, one.by_id) for one in found] == [
        ("S-1", False, False),
        ("S-2", True, True),
    ]


def test_a_labelled_file_with_a_bad_row_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT), "{")
    with pytest.raises(InputError, match=r"标注文件有误：a\.jsonl 第 2 行"):
        read_labelled([path], zone=SHANGHAI)


@pytest.mark.parametrize("gold", [{"causes": []}, {"dissatisfied": True, "causes": ["天气"]}])
def test_a_label_that_says_nothing_known_is_refused(tmp_path: Path, gold: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"标注文件有误：a\.jsonl 第 2 行：S-2 的标注"):
        read_labelled([write(tmp_path / "a.jsonl", answer("S-1"), answer("S-2", gold=gold))], zone=SHANGHAI)


@pytest.mark.parametrize("text", ["{", "[]", '{"dissatisfied": true}', "3", "[" * 100_000])
def test_a_line_without_a_label_is_refused_by_its_number(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"l\.jsonl 第 2 行不是带 id 的标注"):
        read_labels(write(tmp_path / "l.jsonl", {"id": "S-1", **CONTENT}, text))


def test_a_file_of_labels_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法读取标注文件"):
        read_labels(tmp_path / "none.jsonl")
    (tmp_path / "l.jsonl").write_bytes("标注".encode("gb18030"))
    with pytest.raises(InputError, match="无法读取标注文件"):
        read_labels(tmp_path / "l.jsonl")


def test_labels_are_read_line_by_line_whatever_stands_in_a_line(tmp_path: Path) -> None:
    line = json.dumps({"id": "S-1", **BROKEN, "note": "一行\u2028还是这一行"}, ensure_ascii=False)
    (tmp_path / "l.jsonl").write_text(f"\ufeff{line}\r\n", encoding="utf8")
    assert list(read_labels(tmp_path / "l.jsonl")) == ["S-1"]
    (tmp_path / "l.jsonl").write_text("", encoding="utf8")
    assert read_labels(tmp_path / "l.jsonl") == {}


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_hash(tmp_path / "a") == sha256(b"abc").hexdigest()
    with pytest.raises(InputError, match="没有这个文件"):
        file_hash(tmp_path / "none")


def test_who_can_do_with_half_a_file_is_told_of_the_rest(tmp_path: Path) -> None:
    wrong = answer("S-2", gold={"causes": []})
    path = write(tmp_path / "a.jsonl", call("C-1", gold=CONTENT), "{", wrong, call("C-1", gold=BROKEN), answer("S-3"))
    rows: list[RowError] = []
    found = read_labelled([path], zone=SHANGHAI, set_aside=rows.append)
    assert [(one.contact.id, one.gold.dissatisfied) for one in found] == [("C-1", False)]
    assert [(one.line, one.reason) for one in rows[1:]] == [
        (4, "会话编号 C-1 前面已经有了"),
        (3, "S-2 的标注缺少 dissatisfied"),
    ]
    assert rows[0].line == 2


@pytest.mark.parametrize(
    ("gold", "why"),
    [
        (CONTENT | {"causes": ["product"]}, "dissatisfied 是 false，却有 causes"),
        (BROKEN | {"primary": "rule"}, "primary rule 不在 causes 里"),
        (BROKEN | {"low_turns": [9]}, "low_turns 里有第 9 句话（从 0 数），而这条记录没有它"),
        (BROKEN | {"evidence": {"product": [[None, "没有说过的话"]]}}, "evidence 里 product 的证据不是留言里的原文"),
    ],
)
def test_labels_that_contradict_each_other_are_refused_or_set_aside_without_the_words(
    tmp_path: Path, gold: dict[str, object], why: str
) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT), answer("S-2", gold=gold))
    with pytest.raises(InputError, match=r"^标注文件有误：a\.jsonl 第 2 行：S-2 的标注自相矛盾：") as refused:
        read_labelled([path], zone=SHANGHAI)
    assert str(refused.value).endswith(why)
    rows: list[RowError] = []
    assert [one.contact.id for one in read_labelled([path], zone=SHANGHAI, set_aside=rows.append)] == ["S-1"]
    assert [(row.file, row.line, row.reason) for row in rows] == [("a.jsonl", 2, f"S-2 的标注自相矛盾：{why}")]


def test_marked_words_may_stand_in_the_comment_of_another_file(tmp_path: Path) -> None:
    gold = BROKEN | {"evidence": {"product": [[None, RULE]]}}
    calls = write(tmp_path / "c.jsonl", call("C-1", gold=gold))
    asked = write(tmp_path / "s.jsonl", answer("S-1", RULE, conversation_id="C-1"))
    assert len(read_labelled([calls, asked], zone=SHANGHAI)) == 1


def test_an_id_that_stood_before_is_refused_with_its_file_and_line(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT), call("S-1", gold=CONTENT))
    second = write(tmp_path / "b.jsonl", answer("S-2", gold=CONTENT), answer("S-1", gold=CONTENT))
    assert len(read_labelled([first], zone=SHANGHAI)) == 2
    with pytest.raises(InputError, match=r"^标注文件有误：b\.jsonl 第 2 行：调查编号 S-1 前面已经有了$"):
        read_labelled([first, second], zone=SHANGHAI)


def test_a_file_that_is_given_twice_is_refused_by_whatever_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT))
    (tmp_path / "link.jsonl").symlink_to(path)
    for again in (path, tmp_path / "." / "link.jsonl"):
        with pytest.raises(InputError, match="给了不止一次"):
            read_labelled([path, again], zone=SHANGHAI)


def test_who_counts_records_once_is_told_of_repeats_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT), answer("S-2", gold=CONTENT))
    rows: list[RowError] = []
    found = read_labelled([path, path], zone=SHANGHAI, repeats=rows.append)
    assert [one.contact.id for one in found] == ["S-1", "S-2"]
    assert [row.line for row in rows] == [1, 2]
    with pytest.raises(InputError, match=r"b\.jsonl 第 1 行"):
        read_labelled([write(tmp_path / "b.jsonl", "{")], zone=SHANGHAI, repeats=rows.append)


def test_labels_by_number_that_contradict_themselves_or_come_twice_are_refused(tmp_path: Path) -> None:
    wrong = write(tmp_path / "l.jsonl", {"id": "S-1", **BROKEN}, {"id": "S-2", **BROKEN, "dissatisfied": False})
    with pytest.raises(InputError, match=r"^标注文件有误：l\.jsonl 第 2 行：S-2 的标注自相矛盾：dissatisfied 是 false"):
        read_labels(wrong)
    with pytest.raises(InputError, match=r"^标注文件有误：l\.jsonl 第 2 行：编号 S-1 前面已经有了$"):
        read_labels(write(tmp_path / "l.jsonl", {"id": "S-1", **BROKEN}, {"id": "S-1", **BROKEN}))


def test_labels_of_several_files_are_of_different_records(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", {"id": "S-1", **BROKEN}, {"id": "S-2", **CONTENT})
    two = write(tmp_path / "two.jsonl", {"id": "S-3", **CONTENT})
    assert list(read_all_labels([one, two])) == ["S-1", "S-2", "S-3"]
    with pytest.raises(InputError, match="给了不止一次"):
        read_all_labels([one, one])
    again = write(tmp_path / "again.jsonl", {"id": "S-2", **CONTENT})
    with pytest.raises(InputError, match=r"again\.jsonl 里的编号 S-2 前面的标注文件已经有了"):
        read_all_labels([one, again])
