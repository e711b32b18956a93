"""Settings: from the environment, from the instance folder, and the bounds that keep requests small."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {
    "SMTP_URL": "smtp://USER:PASSWORD@HOST:PORT, or smtps://…",
    "SMS_URL": "https://HOST/PATH, or file:NAME",
}


class Unusable(ValueError):
    """A setting of the environment is not understood; the text says which."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The application's configuration; makes the instance folder and its secret key where they are missing."""
    instance = Path(environ.get("DESK_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return {
        "INSTANCE": instance,
        "SECRET_KEY": environ.get("SECRET_KEY") or kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": environ.get("DATABASE_URL") or f"sqlite:///{instance / 'dashboard.sqlite'}",
        "BASE_URL": (environ.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        "SMTP_URL": gateway(environ, "SMTP_URL", {"smtp", "smtps"}),
        "SMS_URL": gateway(environ, "SMS_URL", {"https", "http", "file"}),
        "SMS_TOKEN": environ.get("SMS_TOKEN", ""),
        "TRUSTED_HOSTS": hosts(environ.get("TRUSTED_HOSTS", "")),
        # Commands may take as long as they need; a web request that takes 15 s is lost anyway.
        "STATEMENT_TIMEOUT_MS": 0 if environ.get("FLASK_RUN_FROM_CLI") == "true" else 15_000,
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 1_000,
        "SESSION_COOKIE_NAME": "desk",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": (environ.get("BASE_URL") or "").startswith("https://"),
        "SESSION_IDLE": timedelta(hours=2),
        "SESSION_LENGTH": timedelta(hours=12),
        # A phone in somebody’s pocket, which reads their own orders and no more.
        "BUYER_SESSION_IDLE": timedelta(days=7),
        "BUYER_SESSION_LENGTH": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        # Pages whose address is a secret send no referrer, and their forms must work behind https all the same.
        "WTF_CSRF_SSL_STRICT": False,
    }


def gateway(environ: Mapping[str, str], name: str, schemes: set[str]) -> str:
    """The address of a mail server or SMS gateway, "" for none. Raises Unusable for what is none."""
    url = environ.get(name) or ""
    try:
        at = urlsplit(url)
        whole = at.scheme in schemes and bool(at.path if at.scheme == "file" else at.hostname) and at.port != 0
    except ValueError:
        whole = False
    if url and not whole:
        raise Unusable(f"{name} is not understood: {EXAMPLES[name]}.")
    return url


def kept_secret(file: Path) -> str:
    """The secret key kept in `file`, readable by its owner only; made at the first start."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as new:
        key = secrets.token_hex(32)
        new.write(key)
    return key


def hosts(text: str) -> list[str] | None:
    """The trusted host names in a comma-separated list; None (any host) when it is empty."""
    return [name.strip() for name in text.split(",") if name.strip()] or None
