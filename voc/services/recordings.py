"""The recording of a call, as a file below one folder."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from voc.errors import NotFoundError

MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
    ".amr": "audio/amr",
}


def recording_file(uri: str | None, folder: Path | None) -> tuple[Path, str]:
    """The file that a `recording_uri` names, and its media type.

    The address is a path below the folder or a `file:` address of one; nothing that leads out of the folder, also by a
    link, is followed. NotFoundError where there is no such sound file, without saying which of these it was.
    """
    if uri is None or folder is None:
        raise NotFoundError("这次接触没有录音")
    root = folder.resolve()
    try:
        path = (root / _path(uri)).resolve()
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is not None and path.is_relative_to(root) and path.is_file():
            return path, media_type
    except (OSError, ValueError):
        pass
    raise NotFoundError("录音不在设定的目录里")


def _path(uri: str) -> str:
    """
    >>> _path("2026/11/a.wav"), _path("file:///srv/%E5%BD%95%E9%9F%B3/a.wav")
    ('2026/11/a.wav', '/srv/录音/a.wav')
    """
    return unquote(urlsplit(uri).path) if uri.startswith("file:") else uri
