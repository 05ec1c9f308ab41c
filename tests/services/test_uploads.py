import errno
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.job_builders import NOW
from tests.services.workplaces import Yard
from voc.domain.job_work import ImportOrder
from voc.errors import InputError, NotFoundError
from voc.storage.uploads import Uploads

DAY = timedelta(days=1)


def tidied(yard: Yard, after: timedelta) -> int:
    return yard.folder.tidy(yard.work, at=NOW + after)


def test_an_upload_lies_in_a_folder_of_its_own_for_the_program_alone(yard: Yard) -> None:
    yard.upload(b"{}\n", name="../../通话.jsonl")
    with yard.work() as session:
        upload = Uploads(session).get("F-1")
    assert (upload.name, upload.byte_count, upload.owner_id) == ("通话.jsonl", 3, "U-1")
    assert upload.expires_at == NOW + DAY
    path = yard.folder.content(upload)
    assert path.read_bytes() == b"{}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, yard.folder.folder)} == {0o700}
    assert yard.folder.mapping(upload) is None


def test_an_upload_that_is_too_large_is_refused_before_it_is_whole_and_leaves_nothing(yard: Yard) -> None:
    with pytest.raises(InputError, match="超过 1 MB"):
        yard.upload(b"x" * 1_000_001)
    assert list(yard.folder.folder.iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing(yard: Yard) -> None:
    with pytest.raises(TimeoutError), yard.folder.receiving("F-1"):
        raise TimeoutError
    assert list(yard.folder.folder.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="无法保存上传的文件：磁盘空间不足"), yard.folder.receiving("F-1") as incoming:
        incoming.write(b"x")
    assert list(yard.folder.folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(yard: Yard) -> None:
    yard.folder.folder.write_text("")
    with pytest.raises(InputError, match="无法建立目录"), yard.folder.receiving("F-1"):
        pass


def test_a_mapping_is_kept_beside_the_file(yard: Yard) -> None:
    yard.upload(b"", mapping='[columns]\n"留言" = "comment"\n'.encode())
    with yard.work() as session:
        assert yard.folder.mapping(Uploads(session).get("F-1")) is not None


@pytest.mark.parametrize(("mapping", "reason"), [(b"[", "映射文件"), (b"#" * 2_000_000, "超过 1024 KiB")])
def test_a_mapping_that_cannot_be_used_refuses_the_upload(yard: Yard, mapping: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        yard.upload(b"", mapping=mapping)
    assert list(yard.folder.folder.iterdir()) == []


def test_expired_uploads_are_removed(yard: Yard) -> None:
    yard.upload(b"{}")
    assert tidied(yard, DAY - timedelta(seconds=1)) == 0
    assert tidied(yard, DAY) == 1
    assert list(yard.folder.folder.iterdir()) == []
    with yard.work() as session, pytest.raises(NotFoundError, match=r"通话.jsonl 已过期"):
        yard.folder.content(Uploads(session).get("F-1"))


def test_what_a_job_waits_for_is_kept(yard: Yard) -> None:
    yard.upload(b"{}")
    yard.queue(ImportOrder("F-1", "default"))
    assert tidied(yard, 9 * DAY) == 0


def test_what_nobody_knows_is_removed_when_it_is_old(yard: Yard) -> None:
    place = yard.folder.made("F-9")
    now = NOW.timestamp()
    os.utime(place, (now, now))
    assert tidied(yard, DAY) == 0
    assert tidied(yard, DAY + timedelta(seconds=1)) == 1
    assert not place.exists()


def test_a_folder_that_went_away_by_itself_does_no_harm(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tidied(yard, DAY) == 0
    yard.folder.made("F-9")

    def gone(_path: Path, **_options: object) -> os.stat_result:
        raise FileNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_dir", lambda _path: True)
        patch.setattr(Path, "stat", gone)
        assert tidied(yard, DAY) == 0
