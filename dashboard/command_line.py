"""What `desk.py flask` goes on as: Flask's command line, whose mistakes end with one line and exit code 1."""

import sys
from typing import NoReturn

import click
from flask.cli import FlaskGroup

from dashboard.settings import ROOT, Unusable


def main(arguments: list[str]) -> None:
    """Carry out one command; without one, tell what there is."""
    group = FlaskGroup(help="Commands of the desk; each tells more with --help.", add_version_option=False)
    command = ["--app", str(ROOT / "wsgi.py"), *(arguments or ["--help"])]
    try:
        code = group.main(command, prog_name="desk.py flask", standalone_mode=False)
    except click.ClickException as error:
        fail(" ".join(error.format_message().split()))
    except Unusable as error:
        fail(str(error))
    except click.Abort:
        fail("Stopped before it was done.")
    sys.exit(code if isinstance(code, int) and code < 2 else 0)


def fail(sentence: str) -> NoReturn:
    """End with one line on standard error and exit code 1."""
    sys.exit(f"desk.py: {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
