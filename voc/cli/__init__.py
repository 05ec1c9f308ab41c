"""The command line."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from voc.cli.app import app
from voc.cli.common import err, out
from voc.cli.render import safe
from voc.errors import VocError
from voc.opening import open_databases

# Why what was asked for cannot be written.
_UNWRITABLE = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘的配额",
    errno.EFBIG: "文件太大",
    errno.EIO: "设备读写出错",
}


def main() -> None:
    """Run a command; anything refused is one line on the error stream and exit code 1."""
    try:
        _run()
    except VocError as error:
        _tell_refusal(str(error))
        sys.exit(1)
    except SQLAlchemyError as error:
        # Never the statement or its parameters: they hold what customers said.
        reason = str(getattr(error, "orig", "")).partition("\n")[0] or type(error).__name__
        _tell_refusal(f"数据库出错：{reason}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`voc analyze … | head`).
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        _drop_output()
        _tell_refusal(f"结果没有写完：{_UNWRITABLE[error.errno]}")
        sys.exit(1)
    finally:
        open_databases.close()


def _run() -> None:
    """All that is written is on its way before the program ends, so that what cannot be written is still told."""
    try:
        app()
    finally:
        out.file.flush()


def _drop_output() -> None:
    """What could not be written would be tried, and fail, once more at the very end."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), out.file.fileno())


def _tell_refusal(reason: str) -> None:
    """One line, as it stands: markup would take the backslash in front of a bracket for its own."""
    err.print(Text.assemble(("错误：", "red"), safe(reason)), soft_wrap=True)
