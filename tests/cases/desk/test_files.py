"""Files of a case: for those who may see the case, never to be run, never to be kept by a cache."""

from __future__ import annotations

import io

from PIL import Image

from cases.attachments import clean_all
from cases.models import Attachment, Case
from tests.factories.cases import a_case
from tests.factories.desk import Desk
from tests.factories.files import a_pdf, a_photo
from tests.factories.organization import Cast


def the_file(case: Case) -> Attachment:
    return case.attachments.get()


def body(desk: Desk) -> bytes:
    return b"".join(desk.page)  # a file comes as a stream


def test_a_photo_is_shown_in_the_page(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo("rác.jpg")]))
    officer.page = officer.client.get(f"/desk/files/{the_file(case).pk}/")  # type: ignore[assignment]
    assert officer.page.headers["Content-Type"] == "image/jpeg"
    assert officer.page.headers["Content-Disposition"].startswith("inline")
    with Image.open(io.BytesIO(body(officer))) as image:
        assert image.size == (120, 80)


def test_a_photo_comes_small_for_the_page(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo(form="PNG", size=(1600, 1200))]))
    officer.page = officer.client.get(f"/desk/files/{the_file(case).pk}/?small")  # type: ignore[assignment]
    with Image.open(io.BytesIO(officer.page.content)) as image:
        assert (image.format, image.size) == ("JPEG", (480, 360))


def test_a_document_is_saved_and_not_opened(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_pdf()]))
    officer.page = officer.client.get(f"/desk/files/{the_file(case).pk}/?small")  # type: ignore[assignment]
    assert officer.page.headers["Content-Type"] == "application/pdf"
    assert officer.page.headers["Content-Disposition"] == 'attachment; filename="don.pdf"'
    assert body(officer).startswith(b"%PDF")


def test_no_browser_guesses_its_type_and_no_cache_keeps_it(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo()]))
    for query in ("", "?small"):
        officer.page = officer.client.get(f"/desk/files/{the_file(case).pk}/{query}")  # type: ignore[assignment]
        assert body(officer)
        assert officer.page.headers["X-Content-Type-Options"] == "nosniff"
        assert officer.page.headers["Cache-Control"] == "private, no-store"


def test_who_may_not_see_the_case_does_not_get_its_files(officer: Desk, head: Desk, cast: Cast) -> None:
    elsewhere = the_file(a_case(cast.neighbour, files=clean_all([a_photo()])))
    conflicted = the_file(a_case(cast.commune, about=cast.head.officer, files=clean_all([a_photo()])))
    for desk in (officer, head):
        for each in (elsewhere, conflicted):
            desk.open(f"/desk/files/{each.pk}/")
            assert desk.status == 404


def test_a_stranger_does_not_get_files(cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo()]))
    stranger = Desk()
    stranger.open(f"/desk/files/{the_file(case).pk}/")
    assert stranger.path.startswith("/accounts/login/")


def test_a_file_that_is_gone_from_the_disk_is_not_found(officer: Desk, cast: Cast) -> None:
    attachment = the_file(a_case(cast.commune, files=clean_all([a_photo()])))
    attachment.file.storage.delete(str(attachment.file.name))
    for query in ("", "?small"):
        officer.open(f"/desk/files/{attachment.pk}/{query}")
        assert officer.status == 404
