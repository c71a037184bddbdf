"""Every address of the site. Each app brings its own; what belongs to no app is here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.i18n import set_language

from config import components, health
from messaging import operations_admin
from organization.account_admin import OwnPassword

urlpatterns = [
    path("", include("feedback.web.urls")),
    path("", include("feedback.sms.urls")),
    path("desk/", include("cases.urls")),
    path("inspection/", include("accountability.urls")),
    path("accounts/login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/password_change/", admin.site.admin_view(OwnPassword.as_view())),
    path(
        "admin/messaging/operations/",
        admin.site.admin_view(operations_admin.page),
        name="messaging_operations",
    ),
    path("admin/", admin.site.urls),
]

if settings.ENVIRONMENT == "development":
    urlpatterns.append(path("components/", components.components, name="components"))
