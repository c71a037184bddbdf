"""Handing out files: only to those who may see the case, never to be run, never to be kept by a cache."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cases import selectors
from cases.attachments import thumbnail
from cases.models import Attachment
from cases.views.access import DeskRequest, at_the_desk


@at_the_desk
def file(request: DeskRequest, uuid: UUID) -> HttpResponseBase:
    """A file of a case on this desk; with `?small`, the photo reduced."""
    visible = selectors.visible_to(request.actor, at=timezone.now())
    attachment = get_object_or_404(Attachment, pk=uuid, case__in=visible)
    return served(attachment, small="small" in request.GET)


def served(attachment: Attachment, *, small: bool = False) -> HttpResponseBase:
    """The response with a file: a photo is shown in the page, a document is saved. The caller has asked who is asking.

    `small` gives a photo reduced to a JPEG. Raises `Http404` where the file is gone.
    """
    try:
        if small and attachment.is_image:
            response: HttpResponseBase = HttpResponse(thumbnail(attachment), content_type="image/jpeg")
        else:
            response = FileResponse(
                attachment.file.open("rb"),
                as_attachment=not attachment.is_image,
                filename=attachment.name,
                content_type=attachment.content_type,
            )
    except FileNotFoundError as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
