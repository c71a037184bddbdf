"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path

from cases.views import (
    calling,
    case,
    counter,
    duties,
    files,
    group,
    inbox,
    joining,
    letters,
    moves,
    receiving,
    recusing,
)

app_name = "desk"

urlpatterns = [
    path("", inbox.home, name="inbox"),
    path("calls/", calling.list_of_calls, name="calls"),
    path("new/", counter.new, name="new"),
    path("refusals/", receiving.refuse, name="refuse_reception"),
    path("refusals/<int:pk>/", receiving.refusal, name="refusal"),
    path("receipt/<code>/", counter.receipt, name="receipt"),
    path("cases/<code>/", case.case_page, name="case"),
    path("cases/<code>/letter/", letters.letter, name="letter"),
    path("cases/<code>/recuse/", recusing.recuse, name="recuse"),
    path("cases/<code>/move/<move>/", moves.move, name="move"),
    path("cases/<code>/duties/<int:term_id>/", duties.duty, name="duty"),
    path("cases/<code>/group/", group.group, name="group"),
    path("cases/<code>/earlier/", joining.earlier, name="earlier"),
    path("files/<uuid:uuid>/", files.file, name="file"),
]
