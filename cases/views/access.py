"""Who may sit at a desk, and which cases lie on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from cases import selectors
from cases.codes import read_code
from cases.models import Case
from organization.actors import Actor
from organization.middleware import ActingRequest
from organization.models import Role

DESK_ROLES = frozenset({Role.RECEPTION, Role.OFFICER, Role.HEAD})

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of an officer in a post that has a desk."""

    actor: Actor


def at_the_desk(
    view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
) -> Callable[Concatenate[ActingRequest, P], HttpResponseBase]:
    """Let in who is signed in and holds, today, a post of reception, case officer or head; tell others why not."""

    @wraps(view)
    def checked(request: ActingRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor is None or request.actor.role not in DESK_ROLES:
            return no_desk(request)
        return view(cast(DeskRequest, request), *args, **kwargs)

    # Wrapping adds attributes, and with them a type that only names the request by place.
    return cast(Callable[Concatenate[ActingRequest, P], HttpResponseBase], login_required(checked))


def no_desk(request: ActingRequest) -> HttpResponse:
    """Say, with status 403, what an account lacks to work at a desk."""
    role = Role(request.actor.role).label if request.actor else ""
    return render(request, "desk/no_desk.html", {"role": role}, status=403)


def find_case(request: DeskRequest, code: str, *, at: datetime) -> Case | None:
    """The case of that code, if it lies in the officer's reach and not in a conflict of interest."""
    case = selectors.by_code(read_code(code) or "")
    if case and selectors.visible_to(request.actor, at=at).filter(pk=case.pk).exists():
        return case
    return None


def case_or_404(request: DeskRequest, code: str, *, at: datetime) -> Case:
    """As `find_case`; what is out of reach or in conflict does not exist for this officer."""
    if case := find_case(request, code, at=at):
        return case
    raise Http404
