"""Uploaded files and what jobs write: a folder each, readable by the program's user alone, until they expire."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from voc.domain.permission import Action
from voc.domain.upload import Upload, safe_name
from voc.errors import InputError, NotFoundError
from voc.export.atomic import why
from voc.ingest import ColumnMapping, load_mapping
from voc.services.auditing import Stamp, note
from voc.services.importing import UnitOfWork
from voc.storage.uploads import Uploads

_CONTENT = "content"
_MAPPING = "mapping.toml"
MAPPING_LIMIT = 1 << 20


class Incoming:
    """A file that is being received, a part at a time."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self.byte_count = 0

    def write(self, part: bytes) -> None:
        """Append; InputError as soon as there is too much, or no room on the disk."""
        self.byte_count += len(part)
        if self.byte_count > self._limit:
            raise InputError(f"文件超过 {self._limit // 1_000_000} MB，请分成几个")
        with _told("无法保存上传的文件"):
            self._stream.write(part)


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """`byte_limit` for one upload; uploads are kept for `lifetime`, what a job wrote as long after its end."""

    folder: Path
    byte_limit: int
    lifetime: timedelta

    @contextmanager
    def receiving(self, upload_id: str) -> Iterator[Incoming]:
        """Take in a file, which is whole on the disk when the block ends, and gone when it fails."""
        place = self.made(upload_id)
        whole = False
        try:
            with _told("无法保存上传的文件"):
                stream = _create(place / _CONTENT)
            with stream:
                yield Incoming(stream, self.byte_limit)
                with _told("无法保存上传的文件"):
                    stream.flush()
                    os.fsync(stream.fileno())
            whole = True
        finally:
            if not whole:
                shutil.rmtree(place, ignore_errors=True)

    def put_mapping(self, upload_id: str, content: bytes) -> None:
        """Keep the column mapping of an upload; InputError for one that cannot be read."""
        if len(content) > MAPPING_LIMIT:
            raise InputError(f"映射文件超过 {MAPPING_LIMIT // 1024} KiB")
        path = self.folder / upload_id / _MAPPING
        with _told("无法保存映射文件"), _create(path) as stream:
            stream.write(content)
        try:
            load_mapping(path)
        except InputError:
            path.unlink()
            raise

    def content(self, upload: Upload) -> Path:
        """Where an upload's bytes are; NotFoundError once it has expired."""
        path = self.folder / upload.id / _CONTENT
        if upload.removed_at is not None or not path.is_file():
            raise NotFoundError(f"上传的文件 {upload.name} 已过期或已删除，请重新上传")
        return path

    def mapping(self, upload: Upload) -> ColumnMapping | None:
        path = self.folder / upload.id / _MAPPING
        return load_mapping(path) if path.is_file() else None

    def made(self, *names: str) -> Path:
        """The folder of an upload or a job, or one in it, made where it is not there."""
        place = self.folder
        with _told(f"无法建立目录 {place.joinpath(*names)}"):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in names:
                place = place / name
                place.mkdir(mode=0o700, exist_ok=True)
        return place

    def registered_noted(
        self, session: Session, upload_id: str, name: str, *, owner_id: str, byte_count: int, stamp: Stamp
    ) -> Upload:
        """Write down a file that was received from somebody, who is told in the audit chain."""
        upload = self.registered(session, upload_id, name, owner_id=owner_id, byte_count=byte_count, at=stamp.at)
        note(session, stamp, Action.IMPORT_WRITE, "upload", upload_id, change="added", bytes=byte_count)
        return upload

    def registered(
        self, session: Session, upload_id: str, name: str, *, owner_id: str, byte_count: int, at: datetime
    ) -> Upload:
        """Write down a file that was received."""
        upload = Upload(upload_id, owner_id, safe_name(name), byte_count, at, at + self.lifetime)
        Uploads(session).add(upload)
        return upload

    def remove(self, upload_id: str) -> None:
        """Remove the files of an upload that is marked as removed."""
        shutil.rmtree(self.folder / upload_id, ignore_errors=True)

    def tidy(self, unit_of_work: UnitOfWork, *, at: datetime) -> int:
        """Remove what has expired, and folders that nobody knows once they are as old; how many folders.

        What a waiting or running job needs stays. A file being received is not written down yet, and is not old.
        """
        with unit_of_work() as session:
            Uploads(session).expire(at=at)
        names = [place.name for place in self._places()]
        with unit_of_work() as session:
            kept = Uploads(session).kept(names, ended_after=at - self.lifetime)
            known = Uploads(session).known(names)
        stale = [n for n in names if n not in kept and (n in known or self._as_old(n, at))]
        for name in stale:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return len(stale)

    def _places(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return sorted(place for place in self.folder.iterdir() if place.is_dir())
        return []

    def _as_old(self, name: str, at: datetime) -> bool:
        with suppress(FileNotFoundError):
            return (self.folder / name).stat().st_mtime < (at - self.lifetime).timestamp()
        return False


def _create(path: Path) -> BinaryIO:
    return open(path, "wb", opener=lambda name, _: os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{what}：{why(error)}") from error
