"""Who may open the pages of inspection: an inspector, for what is under them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.jurisdiction import Jurisdiction
from organization.middleware import ActingRequest
from organization.models import Role

Rest = ParamSpec("Rest")


def for_inspectors(
    view: Callable[Concatenate[ActingRequest, Jurisdiction, Rest], HttpResponseBase],
) -> Callable[Concatenate[ActingRequest, Rest], HttpResponseBase]:
    """Give the view the jurisdiction of the inspector who asks; others meet the sign-in page or 403."""

    @require_safe
    @wraps(view)
    def guarded(request: ActingRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.actor is None or request.actor.role != Role.INSPECTOR:
            raise PermissionDenied
        return view(request, Jurisdiction.of(request.actor, at=timezone.now()), *args, **kwargs)

    return guarded  # type: ignore[return-value]  # typed for positional requests only
