"""The addresses that the text message provider calls."""

from __future__ import annotations

from django.urls import path

from feedback.sms import views

urlpatterns = [
    path("sms/twilio/inbound/", views.inbound, name="twilio_inbound"),
    path("sms/twilio/fallback/", views.inbound, name="twilio_fallback"),
    path("sms/twilio/status/", views.status, name="twilio_status"),
]
