#!/usr/bin/env python
"""The command line of the project: Django's commands and our own."""

from __future__ import annotations

import sys

from config.env import choose_settings


def main() -> None:
    """Run one management command with the settings that ENVIRONMENT names."""
    choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
