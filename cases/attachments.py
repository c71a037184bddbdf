"""Files that people send: judged by content, freed of metadata, kept out of the web server's reach.

Photos are decoded and written again, so that no camera data, place or hidden payload survives; PDF documents are
copied page by page without their metadata, scripts and embedded files.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import filetype
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from cases.errors import BadAttachment
from cases.models import Attachment, Case, Statement

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
MAX_PIXELS = 50_000_000
MAX_PAGES = 300
THUMBNAIL = 480  # pixels, the longer side
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PDF = "application/pdf"
ACTIVE_KEYS = ("/OpenAction", "/AA", "/Names", "/Metadata", "/AcroForm", "/PieceInfo")
_UNWANTED_IN_NAMES = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True)
class CleanFile:
    """A file that passed: its cleaned bytes, its true type, and the digest of what was sent."""

    name: str
    content_type: str
    data: bytes
    received_sha256: str


def clean_all(uploads: Iterable[UploadedFile[bytes]]) -> list[CleanFile]:
    """Every upload cleaned, or `BadAttachment` naming the first that cannot be taken and why."""
    uploads = list(uploads)
    if len(uploads) > MAX_FILES:
        raise BadAttachment(_("At most %(most)s files at a time.") % {"most": MAX_FILES})
    return [clean(upload) for upload in uploads]


def clean(upload: UploadedFile[bytes]) -> CleanFile:
    """One upload cleaned. Raises `BadAttachment` with the reason for the person who sent it."""
    name = _safe_name(upload.name or "")
    if (upload.size or 0) > MAX_BYTES:
        raise BadAttachment(
            _("“%(name)s” is larger than %(most)s. Send a smaller one.")
            % {"name": name, "most": filesizeformat(MAX_BYTES)}
        )
    data = upload.read()
    content_type = filetype.guess_mime(data) or ""
    if content_type in IMAGES:
        cleaned = _rewrite_image(data, IMAGES[content_type], name)
    elif content_type == PDF:
        cleaned = _rewrite_pdf(data, name)
    else:
        raise BadAttachment(
            _("“%(name)s” is not a photo (JPEG, PNG, WebP) or a PDF document.") % {"name": name}
        )
    return CleanFile(name, content_type, cleaned, hashlib.sha256(data).hexdigest())


def keep(files: Iterable[CleanFile], *, case: Case, statement: Statement) -> list[Attachment]:
    """Store cleaned files with the statement they came with."""
    kept = []
    for clean_file in files:
        attachment = Attachment(
            case=case,
            statement=statement,
            name=clean_file.name,
            content_type=clean_file.content_type,
            size=len(clean_file.data),
            received_sha256=clean_file.received_sha256,
        )
        attachment.file.save(attachment.pk.hex, ContentFile(clean_file.data), save=False)
        attachment.save(force_insert=True)
        kept.append(attachment)
    return kept


def thumbnail(attachment: Attachment) -> bytes:
    """A kept photo as a small JPEG for lists. Raises `FileNotFoundError` where the file is gone."""
    with attachment.file.open("rb") as stored, Image.open(stored) as image:
        image.draft("RGB", (THUMBNAIL, THUMBNAIL))  # lets a large JPEG be decoded small
        image.thumbnail((THUMBNAIL, THUMBNAIL))
        small = image.convert("RGB")
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def _rewrite_image(data: bytes, form: str, name: str) -> bytes:
    damaged = BadAttachment(_("“%(name)s” is damaged and cannot be opened.") % {"name": name})
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadAttachment(_("“%(name)s” has too many pixels. Send a smaller one.") % {"name": name})
            upright = ImageOps.exif_transpose(image)
            mode = "RGBA" if form != "JPEG" and "A" in upright.getbands() else "RGB"
            pixels = upright.convert(mode)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise damaged from error
    pixels.info.clear()
    out = io.BytesIO()
    pixels.save(out, form, quality=85)
    return out.getvalue()


def _rewrite_pdf(data: bytes, name: str) -> bytes:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise BadAttachment(_("“%(name)s” is locked with a password. Send it unlocked.") % {"name": name})
        if len(reader.pages) > MAX_PAGES:
            raise BadAttachment(_("“%(name)s” has too many pages.") % {"name": name})
        writer = PdfWriter()
        for page in reader.pages:
            copied = writer.add_page(page)
            for key in ("/AA", "/Metadata", "/PieceInfo", "/Annots"):
                copied.pop(NameObject(key), None)
        for key in ACTIVE_KEYS:
            writer.root_object.pop(NameObject(key), None)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (
        PyPdfError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        IndexError,
    ) as error:
        raise BadAttachment(_("“%(name)s” is damaged and cannot be opened.") % {"name": name}) from error
    return out.getvalue()


def _safe_name(name: str) -> str:
    base = _UNWANTED_IN_NAMES.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    stem, dot, suffix = base.rpartition(".")
    shortened = f"{stem[:80]}.{suffix[:8]}" if dot else base[:88]
    return shortened or _("file")
