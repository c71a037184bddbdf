"""The organization app, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "organization"
    default_auto_field = "django.db.models.BigAutoField"
