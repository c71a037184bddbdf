"""Settings: the empty environment runs, and production refuses to start on a missing or default secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env
from config.env import BASE_DIR, development_secret, is_identity_key, is_weak, new_identity_key

pytestmark = pytest.mark.once

SOUND = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "gD7fH2kLq9ZxC4vB8nM1wE5rT6yU3iO0pA-sD_fGhJkLzXcVbNm",
    "IDENTITY_KEYS": "UGxlYXNlLWRvLW5vdC11c2UtdGhpcy1rZXktMTIzNDU=",
    "ALLOWED_HOSTS": "lang-nghe.example",
    "PUBLIC_BASE_URL": "https://lang-nghe.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one management command with this environment and no other."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=BASE_DIR, env=kept | environment, capture_output=True, text=True, check=False
    )


def test_the_empty_environment_is_a_development_that_works() -> None:
    done = manage("check")
    assert done.returncode == 0, done.stderr


def test_development_makes_its_secrets_up_once_and_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "VAR", tmp_path / "var")
    first = development_secret("SECRET_KEY"), development_secret("IDENTITY_KEYS")
    assert first == (development_secret("SECRET_KEY"), development_secret("IDENTITY_KEYS"))
    assert not is_weak(first[0])
    assert is_identity_key(first[1])
    (kept,) = (tmp_path / "var").iterdir()
    assert kept.stat().st_mode & 0o077 == 0, "only the owner may read the secrets"


def test_two_checkouts_never_share_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = set()
    for checkout in ("one", "other"):
        monkeypatch.setattr(env, "VAR", tmp_path / checkout)
        secrets.add(development_secret("SECRET_KEY"))
    assert len(secrets) == 2


def test_production_refuses_to_start_on_the_empty_environment_and_names_all_that_is_missing() -> None:
    refused = manage("check", ENVIRONMENT="production")
    assert refused.returncode != 0
    for name in ("SECRET_KEY", "IDENTITY_KEYS", "ALLOWED_HOSTS", "PUBLIC_BASE_URL", "EMAIL_URL"):
        assert name in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "change-me-to-something-long-and-random-please"),
        ("SECRET_KEY", "2short"),
        ("IDENTITY_KEYS", ""),
        ("EMAIL_URL", ""),
        ("IDENTITY_KEYS", "change-me"),
        ("DATABASE_URL", "postgres://lang_nghe:change-me@127.0.0.1:1/nowhere"),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_BASE_URL", "http://lang-nghe.example"),
        ("TWILIO_API_ORIGIN", "http://127.0.0.1:9000"),
        ("SMS_GATEWAY", "twilio"),
        ("SMS_GATEWAY", "console,http"),
        ("SMS_GATEWAY", "pigeon"),
        ("SMS_SIM_GATEWAYS", "goc-da:+84900000555:too-short"),
        ("GAMMU_SPOOL", "spool"),
        ("GAMMU_NUMBER", "+84900000777"),
    ],
)
def test_production_refuses_to_start_on_one_bad_value_and_names_it(name: str, value: str) -> None:
    refused = manage("check", **(SOUND | {name: value}))
    assert refused.returncode != 0
    named = {"twilio": "TWILIO_AUTH_TOKEN", "console,http": "SMS_HTTP_SECRET"}.get(value, name)
    lines = [line for line in refused.stderr.splitlines() if line.startswith("  - ")]
    assert len(lines) == 1
    assert named in lines[0]
    if name in {"SECRET_KEY", "IDENTITY_KEYS", "DATABASE_URL"}:
        assert not value or value not in lines[0], "a refusal repeats no secret"


def test_production_starts_when_nothing_is_missing_and_django_finds_nothing_to_warn_of() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **SOUND)
    assert done.returncode == 0, done.stderr


def test_in_production_a_probe_on_the_same_machine_is_answered_and_a_stranger_host_is_not(
    tmp_path: Path,
) -> None:
    installed = SOUND | {"VAR_FOLDER": str(tmp_path)}
    assert manage("collectstatic", "--noinput", **installed).returncode == 0
    ask = "from django.test import Client; print([Client().get('/healthz', HTTP_HOST=host).status_code for host in %r])"
    done = manage(
        "shell",
        "--no-imports",
        "-c",
        ask % (["127.0.0.1", "lang-nghe.example", "evil.example"],),
        **installed,
    )
    assert done.stdout.strip() == "[200, 200, 400]", done.stderr


def test_an_unknown_environment_is_refused_by_name() -> None:
    refused = manage("check", ENVIRONMENT="staging")
    assert refused.returncode != 0
    assert "staging" in refused.stderr


def test_the_example_of_an_environment_serves_development_and_is_refused_in_production() -> None:
    lines = (BASE_DIR / ".env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert manage("check", **example).returncode == 0
    refused = manage("check", **(SOUND | example | {"ENVIRONMENT": "production"}))
    assert "SECRET_KEY is missing" in refused.stderr
    assert "IDENTITY_KEYS is missing" in refused.stderr


def test_a_new_identity_key_is_one() -> None:
    assert is_identity_key(new_identity_key())
    assert not is_identity_key("kA==")
    assert not is_identity_key("not a key")
