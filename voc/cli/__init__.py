"""The command line."""

import sys

from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from voc.cli.app import app
from voc.cli.common import err
from voc.cli.render import safe
from voc.errors import VocError
from voc.opening import open_databases


def main() -> None:
    """Run a command; anything refused is one line on the error stream and exit code 1."""
    try:
        app()
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
    finally:
        open_databases.close()


def _tell_refusal(reason: str) -> None:
    """One line, as it stands: markup would take the backslash in front of a bracket for its own."""
    err.print(Text.assemble(("错误：", "red"), safe(reason)), soft_wrap=True)
