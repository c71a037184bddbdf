"""`manage.py draw_lifecycle`: writes `docs/lifecycle.md` from the table of moves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.services.drawing import drawn
from config.env import BASE_DIR

PAGE = BASE_DIR / "docs" / "lifecycle.md"


class Command(BaseCommand):
    help = "Draw the life of a case from its table of moves into docs/lifecycle.md."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(drawn(), encoding="utf-8")
        self.stdout.write(f"{PAGE.relative_to(BASE_DIR)}")
