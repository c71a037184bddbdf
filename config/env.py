"""Reading the environment: which settings apply, and where secrets come from.

The empty environment is the embedded development default. A production process gets every secret from
outside and refuses to start without it; a development process makes its secrets up once and keeps them in
``var/`` so that sessions and sealed rows survive a restart.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_FOLDER") or BASE_DIR / "var")
ENVIRONMENTS = {"development": "config.settings.dev", "production": "config.settings.prod"}
SHORTEST_SECRET = 50
PLACEHOLDERS = ("change-me", "changeme", "django-insecure", "secret", "example", "password")

env = environ.Env()


def choose_settings() -> None:
    """Read ``.env`` where there is one and point Django at the settings that ENVIRONMENT names."""
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        return
    if (BASE_DIR / ".env").is_file():
        environ.Env.read_env(str(BASE_DIR / ".env"))
    name = os.environ.get("ENVIRONMENT") or "development"
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(f"ENVIRONMENT is {name!r}; it must be {' or '.join(ENVIRONMENTS)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = ENVIRONMENTS[name]


def new_identity_key() -> str:
    """A new key that seals identities: 32 random bytes in URL-safe base64, as Fernet wants them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def development_secret(name: str) -> str:
    """The secret `name` of this checkout, made up on first use and kept in ``var/``."""
    path = VAR / "development-secrets.json"
    if not path.exists():
        made = {"SECRET_KEY": secrets.token_urlsafe(48), "IDENTITY_KEYS": new_identity_key()}
        _write_once(path, json.dumps(made, indent=2) + "\n")
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept[name]


def is_weak(secret: str) -> bool:
    """Whether `secret` is too short for a key or looks like the placeholder of an example."""
    return len(secret) < SHORTEST_SECRET or is_placeholder(secret)


def is_placeholder(secret: str) -> bool:
    """Whether `secret` is one that everybody knows."""
    return secret.lower().startswith(PLACEHOLDERS)


def is_identity_key(key: str) -> bool:
    """Whether `key` is 32 bytes in URL-safe base64."""
    try:
        return len(base64.urlsafe_b64decode(key.encode())) == 32
    except (binascii.Error, ValueError):
        return False


def refuse(problems: Iterable[str]) -> None:
    """Raise ImproperlyConfigured with every one of `problems`; do nothing when there are none."""
    lines = [f"  - {problem}" for problem in problems]
    if lines:
        raise ImproperlyConfigured("production cannot start:\n" + "\n".join(lines))


def _write_once(path: Path, text: str) -> None:
    """Write `text` to `path` for the owner's eyes; when two processes race, the first one's text stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
