"""Static files: served by WhiteNoise in front of Flask, under one digest of the whole tree, cached for ever."""

import gzip
import hashlib
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from dashboard.security import HEADERS
from dashboard.settings import ROOT

STATIC = ROOT / "static"
TEXT = {".css", ".js", ".svg"}
COMMENT = re.compile(r'("[^"\n]*")|/\*.*?\*/\s*', re.DOTALL)  # of a style sheet: an eighth of it


def register(app: Flask) -> None:
    """Serve the files and give templates `asset(path)` and `sprite`, the address of the icons.

    Flask itself must have no static folder. The compressed copy is used where `compress` made one of this very tree.
    """
    prefix = f"/static/{digest(STATIC)}/"
    names = frozenset(path.relative_to(STATIC).as_posix() for path in files(STATIC))

    def asset(name: str) -> str:
        """The address of a file below static/; KeyError for one that is not there."""
        if name not in names:
            raise KeyError(f"no static file {name}")
        return prefix + name

    copy = compressed(app.config["INSTANCE"])
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=copy if copy.is_dir() else STATIC,
        prefix=prefix,
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda path, url: True,
    )
    app.jinja_env.globals |= {"asset": asset, "sprite": asset("icons.svg")}


def add_headers(headers: Headers, path: str, url: str) -> None:
    """The security headers of every page, on files too."""
    for name, value in HEADERS.items():
        headers[name] = value


def files(folder: Path) -> list[Path]:
    """Every file below `folder`, in one order on every system."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@cache
def digest(folder: Path) -> str:
    """Ten hex digits over the names and bytes of all files below `folder`."""
    total = hashlib.sha256()
    for path in files(folder):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:10]


def compressed(instance: Path) -> Path:
    """Where the compressed copy of today's files is or would be."""
    return instance / "static" / digest(STATIC)


def compress(instance: Path) -> bool:
    """Make the copy with a `.br` and a `.gz` (browsers take `.br` over https only) beside each text file and drop older
    ones; False if it was there already. Style sheets lose their comments.

    It appears whole or not at all, so that two starts at once do no harm.
    """
    target = compressed(instance)
    if target.is_dir():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    older = [path for path in target.parent.iterdir() if path.is_dir()]
    fresh = Path(tempfile.mkdtemp(dir=target.parent)) / "static"
    shutil.copytree(STATIC, fresh)
    for path in files(fresh):
        if path.suffix == ".css":
            path.write_text(COMMENT.sub(r"\1", path.read_text("utf-8")), "utf-8")
        if path.suffix in TEXT:
            path.with_name(path.name + ".br").write_bytes(brotli.compress(path.read_bytes()))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    try:
        fresh.replace(target)
    except OSError:
        if not target.is_dir():
            raise
    for path in (*older, fresh.parent):
        shutil.rmtree(path, ignore_errors=True)
    return True
