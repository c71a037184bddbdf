"""The addresses of inspection, under /inspection/."""

from __future__ import annotations

from django.urls import path

from accountability.views import cases, officers, overview, units

app_name = "inspection"
urlpatterns = [
    path("", overview.overview, name="home"),
    path("units/", units.units, name="units"),
    path("units.xlsx", units.units_sheet, name="units_sheet"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("officers/", officers.officers, name="officers"),
    path("officers.xlsx", officers.officers_sheet, name="officers_sheet"),
    path("officers/<int:pk>/", officers.officer, name="officer"),
    path("officers/<int:pk>.xlsx", officers.officer_sheet, name="officer_sheet"),
    path("cases/", cases.cases, name="cases"),
    path("cases.xlsx", cases.cases_sheet, name="cases_sheet"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>.xlsx", cases.case_sheet, name="case_sheet"),
    path("files/<uuid:pk>/", cases.file, name="file"),
]
