"""The citizen's addresses. Their names are fixed: messages, staff pages and printed receipts point at them."""

from __future__ import annotations

from django.urls import path

from feedback.web import home, report, texting, track

urlpatterns = [
    path("", home.home, name="home"),
    path("report/", report.report, name="report"),
    path("sms/", texting.how_to_text, name="how_to_text"),
    path("track/", track.track, name="track"),
    path("track/<str:code>/", track.track_case, name="track_case"),
    path("track/<str:code>/files/<uuid:file_id>/", track.track_file, name="track_file"),
]
