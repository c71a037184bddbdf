"""Files are judged by what they are, freed of what they tell beside the picture, and refused with a reason."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from cases.attachments import clean, clean_all
from cases.errors import BadAttachment
from cases.models import Attachment
from tests.factories.cases import a_case
from tests.factories.files import (
    PLACE_IN_EXIF,
    a_damaged_photo,
    a_disguised_file,
    a_pdf,
    a_photo,
    an_oversized_photo,
)
from tests.factories.organization import Cast


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_photo_loses_the_camera_and_the_place_but_not_the_picture(form: str, kind: str) -> None:
    cleaned = clean(a_photo(form=form))
    assert cleaned.content_type == f"image/{kind}"
    assert PLACE_IN_EXIF.encode() not in cleaned.data
    picture = Image.open(io.BytesIO(cleaned.data))
    assert picture.size == (120, 80)
    assert not picture.getexif()


def test_what_was_sent_can_be_proven_by_its_digest() -> None:
    photo = a_photo()
    sent = hashlib.sha256(photo.read()).hexdigest()
    photo.seek(0)
    assert clean(photo).received_sha256 == sent


def test_a_pdf_loses_its_author_scripts_and_embedded_files_but_not_its_pages() -> None:
    cleaned = clean(a_pdf())
    document = PdfReader(io.BytesIO(cleaned.data))
    assert len(document.pages) == 1
    assert not {"/Names", "/OpenAction", "/Metadata"} & set(document.root_object)
    for secret in (PLACE_IN_EXIF.encode(), b"hidden payload", b"app.alert"):
        assert secret not in cleaned.data


@pytest.mark.parametrize(
    "upload",
    [
        a_disguised_file(),
        a_damaged_photo(),
        an_oversized_photo(),
        a_pdf(password="khóa"),
        SimpleUploadedFile("x.pdf", b"%PDF-1.7 nothing else"),
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        SimpleUploadedFile("x.gif", b"GIF89a/*payload*/"),
        SimpleUploadedFile("x.exe", b"MZ\x90\x00"),
    ],
    ids=["disguised", "damaged", "oversized", "locked", "empty-pdf", "svg", "gif", "exe"],
)
def test_what_is_not_an_honest_photo_or_document_is_refused_by_name(upload: SimpleUploadedFile) -> None:
    with pytest.raises(BadAttachment, match=str(upload.name)):
        clean(upload)


def test_more_than_five_files_are_refused() -> None:
    with pytest.raises(BadAttachment, match="5"):
        clean_all([a_photo() for _ in range(6)])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\anh nhà.jpg", "anh nhà.jpg"),
        ("a\x00b<i>.jpg", "a_b_i_.jpg"),
    ],
)
def test_a_file_name_cannot_lead_anywhere(given: str, kept: str) -> None:
    upload = a_photo()
    upload._name = given  # type: ignore[attr-defined]  # past Django's own cleaning
    assert clean(upload).name == kept


def test_a_kept_file_is_stored_under_a_name_that_tells_nothing(cast: Cast) -> None:
    case = a_case(cast.commune, files=[clean(a_photo("nhà bà Lan.jpg"))])
    attachment = Attachment.objects.get(case=case)
    assert attachment.name == "nhà bà Lan.jpg"
    assert attachment.file.name == f"cases/{attachment.pk.hex}"
    with attachment.file.open() as stored:
        assert Image.open(stored).size == (120, 80)
