"""Files that people might send: honest, disguised and damaged ones. Drawn here, of nobody and nowhere."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript

PLACE_IN_EXIF = "camera of somebody"


def a_photo(
    name: str = "anh.jpg", *, form: str = "JPEG", size: tuple[int, int] = (120, 80)
) -> SimpleUploadedFile:
    """A photo that carries the camera's name and a place in its metadata."""
    image = Image.new("RGB", size, (180, 120, 60))
    exif = Image.Exif()
    exif[0x010F] = PLACE_IN_EXIF
    exif[0x8825] = {1: "N", 2: (19.0, 8.0, 0.0)}
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/octet-stream")


def a_pdf(name: str = "don.pdf", *, password: str = "") -> SimpleUploadedFile:
    """A document with an author, a script that runs when it is opened, and an embedded file."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": PLACE_IN_EXIF})
    writer.add_open_action(JavaScript("app.alert('hello')"))
    writer.add_attachment("hidden.txt", b"hidden payload")
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def a_disguised_file(name: str = "anh.jpg") -> SimpleUploadedFile:
    """A page with a script that says it is a photo."""
    return SimpleUploadedFile(name, b"<html><script>alert(1)</script></html>", content_type="image/jpeg")


def a_damaged_photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    """The first bytes of a photo and nothing after."""
    whole = a_photo(size=(400, 400)).read()
    return SimpleUploadedFile(name, whole[: len(whole) // 3], content_type="image/jpeg")


def an_oversized_photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    """A photo with padding beyond ten megabytes."""
    return SimpleUploadedFile(
        name, a_photo().read() + b"\0" * (10 * 1024 * 1024 + 1), content_type="image/jpeg"
    )
