"""The web application, as a WSGI server wants it."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from config.env import choose_settings

choose_settings()

application = get_wsgi_application()
