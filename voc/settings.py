"""What can be set, all by environment variables; every one has a default that works."""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voc.errors import InputError

DEFAULT_MODEL = "attribution"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """One value for each `VOC_…` variable.

    Attributes
    ----------
    home
        `VOC_HOME`: folder of the database and the hash key unless they are set apart; `~/.voc`.
    database_url
        `VOC_DATABASE_URL`: SQLAlchemy address; a SQLite file in `home`.
    timezone
        `VOC_TIMEZONE`: zone in which times without zone are read and weeks are cut; `Asia/Shanghai`.
    model_folder
        `VOC_MODEL`: folder of a model artefact; None: the one that is in use in the registry.
    models_folder
        `VOC_MODELS`: folder of the registry of models; `models` in `home`.
    hash_key_file
        `VOC_HASH_KEY_FILE`: secret for hashed customer numbers; made on first use, readable by its owner only.
    departments_file
        `VOC_DEPARTMENTS`: which department answers for what; the shipped example.
    rules_folder
        `VOC_RULES`: folder of rule files, with which the model must have been trained; None: those that are in use in
        the registry of rules, the shipped ones at first.
    rule_sets_folder
        `VOC_RULE_SETS`: folder of the registry of sets of rules; `rules` in `home`.
    processes
        `VOC_PROCESSES`: how many processes analyse side by side; 1.
    uploads_folder
        `VOC_UPLOADS`: folder of uploaded files and of what jobs write; `uploads` in `home`.
    upload_limit_mb
        `VOC_UPLOAD_LIMIT_MB`: the most that one uploaded file may have, in millions of bytes; 2000.
    upload_days
        `VOC_UPLOAD_DAYS`: how long uploaded files, and what jobs wrote, are kept; 7.
    job_lease_s
        `VOC_JOB_LEASE_S`: after so many seconds without a sign of its worker a job is another's; 60.
    recordings_folder
        `VOC_RECORDINGS`: folder in which `recording_uri` is looked up by the service; None: no recordings are played.
    secure_cookies
        `VOC_SECURE_COOKIES`: `1` behind TLS: cookies are sent over https alone, and browsers told to stay there; `0`.
    """

    home: Path
    database_url: str
    timezone: ZoneInfo
    model_folder: Path | None
    models_folder: Path
    hash_key_file: Path
    departments_file: Path
    rules_folder: Path | None
    rule_sets_folder: Path
    processes: int
    uploads_folder: Path
    upload_limit_mb: int
    upload_days: int
    job_lease_s: int
    recordings_folder: Path | None = None
    secure_cookies: bool = False


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; InputError names the variable that is wrong."""
    env = os.environ if environment is None else environment
    home = _path(env, "VOC_HOME", Path.home() / ".voc")
    return Settings(
        home=home,
        database_url=env.get("VOC_DATABASE_URL") or f"sqlite:///{home / 'voc.sqlite'}",
        timezone=_zone(env.get("VOC_TIMEZONE") or "Asia/Shanghai"),
        model_folder=_path(env, "VOC_MODEL", home) if env.get("VOC_MODEL") else None,
        models_folder=_path(env, "VOC_MODELS", home / "models"),
        hash_key_file=_path(env, "VOC_HASH_KEY_FILE", home / "hash.key"),
        departments_file=_path(env, "VOC_DEPARTMENTS", shipped("samples") / "departments.toml"),
        rules_folder=_path(env, "VOC_RULES", Path()) if env.get("VOC_RULES") else None,
        rule_sets_folder=_path(env, "VOC_RULE_SETS", home / "rules"),
        processes=_count(env, "VOC_PROCESSES", 1),
        uploads_folder=_path(env, "VOC_UPLOADS", home / "uploads"),
        upload_limit_mb=_count(env, "VOC_UPLOAD_LIMIT_MB", 2000),
        upload_days=_count(env, "VOC_UPLOAD_DAYS", 7),
        job_lease_s=_count(env, "VOC_JOB_LEASE_S", 60),
        recordings_folder=_path(env, "VOC_RECORDINGS", Path()) if env.get("VOC_RECORDINGS") else None,
        secure_cookies=_switch("VOC_SECURE_COOKIES", env.get("VOC_SECURE_COOKIES") or "0"),
    )


def shipped(kind: str) -> Path:
    """The folder of `models` or `samples`: inside the installed package, else in the checkout."""
    package = Path(str(files("voc")))
    inside = package / "shipped" / kind
    checkout = {"models": package.parent / "models", "samples": package.parent / "data" / "samples"}[kind]
    return inside if inside.is_dir() else checkout


def read_hash_key(path: Path) -> bytes:
    """The secret of keyed hashes; made with mode 0600 where there is none. InputError for one that others may read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing_key(path)
    except OSError as error:
        raise InputError(f"无法建立密钥文件 {path}：{error.strerror}") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(KEY_BYTES) + "\n")
    return _existing_key(path)


def _existing_key(path: Path) -> bytes:
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise InputError(f"密钥文件 {path} 对他人可读，请先执行 chmod 600")
        key = path.read_bytes().strip()
    except OSError as error:
        raise InputError(f"无法读取密钥文件 {path}：{error.strerror}") from error
    if len(key) < KEY_BYTES:
        raise InputError(f"密钥文件 {path} 太短，至少 {KEY_BYTES} 个字符")
    return key


def _path(environment: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(environment.get(name) or default).expanduser()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"VOC_TIMEZONE 不是有效的时区：{name}") from None


def _switch(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise InputError(f"{name} 应为 0 或 1，而不是“{text}”")
    return text == "1"


def _count(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise InputError(f"{name} 应为正整数，而不是“{text}”")
    return int(text)
