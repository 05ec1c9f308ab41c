import re
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from voc.errors import InputError
from voc.settings import Settings, load_settings, read_hash_key, shipped


def test_nothing_need_be_set() -> None:
    home = Path.home() / ".voc"
    assert load_settings({}) == Settings(
        home=home,
        database_url=f"sqlite:///{home / 'voc.sqlite'}",
        timezone=ZoneInfo("Asia/Shanghai"),
        model_folder=None,
        models_folder=home / "models",
        hash_key_file=home / "hash.key",
        departments_file=shipped("samples") / "departments.toml",
        rules_folder=None,
        rule_sets_folder=home / "rules",
        processes=1,
        recordings_folder=None,
        secure_cookies=False,
        uploads_folder=home / "uploads",
        upload_limit_mb=2000,
        upload_days=7,
        job_lease_s=60,
    )


def test_every_setting_can_be_set() -> None:
    assert load_settings(
        {
            "VOC_HOME": "/srv/voc",
            "VOC_DATABASE_URL": "postgresql://db/voc",
            "VOC_TIMEZONE": "UTC",
            "VOC_MODEL": "/srv/model",
            "VOC_MODELS": "/srv/models",
            "VOC_HASH_KEY_FILE": "/srv/key",
            "VOC_DEPARTMENTS": "/srv/departments.toml",
            "VOC_RULES": "/srv/rules",
            "VOC_RULE_SETS": "/srv/sets",
            "VOC_PROCESSES": "8",
            "VOC_RECORDINGS": "/srv/recordings",
            "VOC_SECURE_COOKIES": "1",
            "VOC_UPLOADS": "/srv/uploads",
            "VOC_UPLOAD_LIMIT_MB": "50",
            "VOC_UPLOAD_DAYS": "3",
            "VOC_JOB_LEASE_S": "15",
        }
    ) == Settings(
        home=Path("/srv/voc"),
        database_url="postgresql://db/voc",
        timezone=ZoneInfo("UTC"),
        model_folder=Path("/srv/model"),
        models_folder=Path("/srv/models"),
        hash_key_file=Path("/srv/key"),
        departments_file=Path("/srv/departments.toml"),
        rules_folder=Path("/srv/rules"),
        rule_sets_folder=Path("/srv/sets"),
        processes=8,
        recordings_folder=Path("/srv/recordings"),
        secure_cookies=True,
        uploads_folder=Path("/srv/uploads"),
        upload_limit_mb=50,
        upload_days=3,
        job_lease_s=15,
    )


def test_an_empty_variable_counts_as_unset() -> None:
    names = (
        *("HOME", "DATABASE_URL", "TIMEZONE", "MODEL", "MODELS", "HASH_KEY_FILE", "DEPARTMENTS", "RULES", "PROCESSES"),
        *("RECORDINGS", "SECURE_COOKIES"),
        *("UPLOADS", "UPLOAD_LIMIT_MB", "UPLOAD_DAYS", "JOB_LEASE_S"),
    )
    assert load_settings({f"VOC_{name}": "" for name in names}) == load_settings({})


def test_database_key_and_models_lie_in_the_home_folder_unless_set_apart() -> None:
    settings = load_settings({"VOC_HOME": "/srv/voc"})
    assert settings.database_url == "sqlite:////srv/voc/voc.sqlite"
    assert settings.hash_key_file == Path("/srv/voc/hash.key")
    assert settings.models_folder == Path("/srv/voc/models")


def test_a_tilde_in_the_home_folder_is_the_users_folder() -> None:
    assert load_settings({"VOC_HOME": "~/呼叫中心"}).home == Path.home() / "呼叫中心"


def test_the_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_PROCESSES", "3")
    assert load_settings().processes == 3


@pytest.mark.parametrize("zone", ["北京", "Asia/Nowhere", "../UTC", "Asia", "/etc/localtime"])
def test_an_unknown_zone_is_refused_by_name(zone: str) -> None:
    with pytest.raises(InputError, match=f"VOC_TIMEZONE 不是有效的时区：{re.escape(zone)}"):
        load_settings({"VOC_TIMEZONE": zone})


@pytest.mark.parametrize("count", ["0", "-1", "2.5", "many", "²"])
def test_a_count_must_be_a_positive_whole_number(count: str) -> None:
    with pytest.raises(InputError, match="VOC_PROCESSES 应为正整数"):
        load_settings({"VOC_PROCESSES": count})


@pytest.mark.parametrize("word", ["yes", "true", "2"])
def test_a_switch_is_on_or_off(word: str) -> None:
    with pytest.raises(InputError, match="VOC_SECURE_COOKIES 应为 0 或 1"):
        load_settings({"VOC_SECURE_COOKIES": word})


def test_models_and_samples_come_from_the_checkout_when_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voc.settings.files", lambda package: tmp_path / package)
    assert shipped("models") == tmp_path / "models"
    assert shipped("samples") == tmp_path / "data" / "samples"


def test_models_and_samples_come_from_the_package_when_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voc.settings.files", lambda package: tmp_path / package)
    (tmp_path / "voc" / "shipped" / "samples").mkdir(parents=True)
    assert shipped("samples") == tmp_path / "voc" / "shipped" / "samples"
    assert shipped("models") == tmp_path / "models"


def test_the_samples_are_there() -> None:
    assert list(shipped("samples").glob("*.jsonl"))


def test_a_key_is_made_on_first_use_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / "hash.key"
    key = read_hash_key(path)
    assert re.fullmatch(rb"[0-9a-f]{64}", key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_key_stays_the_same_and_another_file_has_another(tmp_path: Path) -> None:
    assert read_hash_key(tmp_path / "a.key") == read_hash_key(tmp_path / "a.key")
    assert read_hash_key(tmp_path / "a.key") != read_hash_key(tmp_path / "b.key")


def test_a_key_of_ones_own_is_taken_without_the_blanks_around_it(tmp_path: Path) -> None:
    path = tmp_path / "hash.key"
    path.write_bytes(b"k" * 40 + b"\r\n")
    path.chmod(0o400)
    assert read_hash_key(path) == b"k" * 40


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "hash.key"
    path.write_bytes(b"k" * 40)
    path.chmod(mode)
    with pytest.raises(InputError, match="chmod 600"):
        read_hash_key(path)


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 31 + b"\n\n\n"])
def test_a_short_key_is_refused(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "hash.key"
    path.write_bytes(key)
    path.chmod(0o600)
    with pytest.raises(InputError, match="太短"):
        read_hash_key(path)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "hash.key"
    path.mkdir(mode=0o700)
    with pytest.raises(InputError, match="无法读取密钥文件"):
        read_hash_key(path)


def test_a_key_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法建立密钥文件"):
        read_hash_key(tmp_path / ("k" * 300))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="无法读取密钥文件"):
        read_hash_key(tmp_path / "file" / "hash.key")
