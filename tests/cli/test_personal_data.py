"""Personal data is nowhere in what an import leaves behind."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.inputs import FAULT, answer, call, write
from voc.domain.fingerprint import pseudonym

PHONE = "13812345678"
IDENTITY = "11010519491231002X"
CARD = "6222020200112230"
NAME = "欧阳建国"
CUSTOMER = "KH-7788-9900"
MAIL = "ouyang.jianguo@example.com"
SPOKEN = "幺三八幺二三四五六七八"
SECRETS = (PHONE, IDENTITY, CARD, NAME, CUSTOMER, MAIL, SPOKEN)

CALL = call(
    "C-1",
    "座：您好，请问您贵姓",
    f"客：我叫{NAME}，身份证{IDENTITY}，卡号{CARD}",
    f"座：{NAME}先生，您的电话是{PHONE}对吗",
    f"客：对，{SPOKEN}，{FAULT}，邮箱{MAIL}",
    customer_id=CUSTOMER,
    备注={"电话": PHONE, "列表": [f"联系{PHONE}", int(PHONE)]},
    survey={"score": 1, "scale": [1, 5], "comment": f"打{PHONE}没人接", "customer_id": CUSTOMER},
)
SURVEY = answer("S-1", f"{FAULT}，我叫{NAME}，电话{PHONE}", customer_id=CUSTOMER, 手机=PHONE)


@pytest.fixture
def imported(tmp_path: Path, own_home: Path) -> Path:
    assert voc("import", write(tmp_path / "a.jsonl", CALL, SURVEY)).code == 0
    changed = answer("S-1", f"{FAULT}，又来了，电话{PHONE}", customer_id=CUSTOMER)
    assert voc("import", write(tmp_path / "b.jsonl", changed)).code == 0
    return own_home


def everything_in(folder: Path) -> bytes:
    files = [path for path in folder.iterdir() if path.is_file()]
    assert any(path.name.startswith("voc.sqlite") for path in files)
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("secret", SECRETS)
def test_no_byte_of_the_database_or_its_log_holds_it(imported: Path, secret: str) -> None:
    # Kept open, so that what was written ahead is still in its log.
    connection = sqlite3.connect(imported / "voc.sqlite")
    try:
        connection.execute("SELECT count(*) FROM record").fetchone()
        content = everything_in(imported)
    finally:
        connection.close()
    for encoding in ("utf8", "utf-16-le", "gb18030"):
        assert secret.encode(encoding) not in content
    assert secret.encode("ascii", "backslashreplace").replace(b"\\", b"\\\\") not in content
    assert FAULT.encode() in content


def test_a_number_spoken_over_two_turns_is_masked_too(tmp_path: Path, own_home: Path) -> None:
    halves = call("C-2", "座：您的手机号多少", "客：幺三八幺二三四", "座：嗯", "客：五六七八")
    assert voc("import", write(tmp_path / "a.jsonl", halves)).code == 0
    content = everything_in(own_home)
    assert "幺三八幺二三四".encode() not in content
    assert "五六七八".encode() not in content


def test_a_customer_is_kept_as_a_keyed_hash_only(imported: Path) -> None:
    key = (imported / "hash.key").read_bytes().strip()
    connection = sqlite3.connect(imported / "voc.sqlite")
    kept = {
        name
        for table in ("conversation_revision", "survey_revision")
        for (name,) in connection.execute(f"SELECT customer_id FROM {table}")
    }
    connection.close()
    assert kept == {pseudonym(CUSTOMER, key=key)}


@pytest.mark.parametrize("id", ["C-1", "S-1"])
def test_nothing_shown_holds_it(imported: Path, id: str) -> None:
    shown = voc("show", id).out + voc("show", id, "--json").out + voc("painpoints").out
    assert not any(secret in shown for secret in SECRETS)


def test_no_message_of_the_import_holds_it(tmp_path: Path) -> None:
    bad = write(tmp_path / "a.jsonl", CALL | {"started_at": PHONE}, SURVEY | {"score": NAME}, SURVEY)
    outcome = voc("import", bad)
    assert outcome.code == 3
    reasons = (tmp_path / "a.rejects.jsonl.reasons.csv").read_text("utf-8-sig")
    assert not any(secret in outcome.err + outcome.out + reasons for secret in SECRETS)
