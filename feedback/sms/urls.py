"""The addresses that the providers of text messages call, and the simulator's."""

from __future__ import annotations

from django.urls import path

from feedback.sms import gateway, reports, simulator_views, views

urlpatterns = [
    path("sms/twilio/inbound/", views.inbound, name="twilio_inbound"),
    path("sms/twilio/fallback/", views.inbound, name="twilio_fallback"),
    path("sms/twilio/status/", views.status, name="twilio_status"),
    path("sms/gateway/inbound/", gateway.door, name="sim_gateway"),
    path("sms/http/status/<uuid:message_id>/<str:token>/", reports.http_status, name="http_status"),
    path("sms/simulator/", simulator_views.page, name="sms_simulator"),
]
