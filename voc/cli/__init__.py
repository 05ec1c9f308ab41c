"""The command line."""

import sys

from rich.markup import escape
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
        err.print(f"[red]错误：[/]{escape(safe(str(error)))}", soft_wrap=True)
        sys.exit(1)
    except SQLAlchemyError as error:
        # Never the statement or its parameters: they hold what customers said.
        reason = str(getattr(error, "orig", "")).partition("\n")[0] or type(error).__name__
        err.print(f"[red]错误：[/]数据库出错：{escape(safe(reason))}", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`voc analyze … | head`).
        sys.stderr.close()
        sys.exit(1)
    finally:
        open_databases.close()
