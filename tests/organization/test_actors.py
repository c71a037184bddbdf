"""Who is acting, as the record will keep it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from organization import services
from organization.actors import Actor, ActorKind, Channel, actor_of
from organization.middleware import ActingRequest, ActorMiddleware
from organization.selectors import current_posting
from tests.factories.organization import a_cast, a_posting, acting, somebody


def test_an_actor_has_a_name_and_an_officer_a_post() -> None:
    with pytest.raises(ValueError, match="name"):
        Actor.system(" ")
    with pytest.raises(ValueError, match="post"):
        Actor(ActorKind.OFFICER, "Trần Văn Việc")


def test_a_citizen_is_never_named() -> None:
    assert Actor.citizen(Channel.SMS).name == "citizen"


@pytest.mark.django_db
def test_an_officer_acts_in_the_words_of_the_posting() -> None:
    cast = a_cast()
    actor = actor_of(cast.officer, channel=Channel.DESK, address="203.0.113.7")
    assert (actor.name, actor.post) == ("Trần Văn Việc", "Công chức chuyên môn, Xã Gốc Đa")
    assert (actor.posting_id, actor.officer_id) == (cast.officer.pk, cast.officer.officer_id)
    assert (actor.unit_id, actor.role) == (cast.commune.pk, "officer")
    assert actor.user_id == User.objects.get(username="officer").pk


@pytest.mark.django_db
def test_a_request_of_a_signed_in_officer_carries_the_actor(client: Client) -> None:
    cast = a_cast()
    assert _actor_on_request(client) is None
    client.force_login(User.objects.get(username="officer"))
    actor = _actor_on_request(client)
    assert actor == actor_of(cast.officer, channel=Channel.DESK, address="203.0.113.7")


@pytest.mark.django_db
def test_an_account_without_a_current_posting_does_not_act(client: Client) -> None:
    cast = a_cast()
    yesterday = timezone.localdate() - timedelta(days=1)
    services.end_posting(cast.officer, ends_on=yesterday, by=somebody(), because="moved")
    client.force_login(User.objects.get(username="officer"))
    assert _actor_on_request(client) is None


@pytest.mark.django_db
def test_a_visitor_without_a_session_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert _actor_on_request(client) is None


@pytest.mark.django_db
def test_of_two_postings_the_headship_speaks() -> None:
    cast = a_cast()
    also = a_posting(cast.officer.post, cast.head.officer)
    user = User.objects.get(username="head")
    today = timezone.localdate()
    assert current_posting(user, today) == cast.head
    services.end_posting(cast.head, ends_on=today - timedelta(days=1), by=somebody(), because="left")
    assert current_posting(user, today) == also
    assert current_posting(AnonymousUser(), today) is None


@pytest.mark.django_db
def test_an_actor_keeps_the_words_of_then_when_the_post_is_renamed() -> None:
    cast = a_cast()
    before = acting(cast.head)
    cast.head.post.title = "Chủ tịch lâm thời"
    assert before.post == "Chủ tịch, Xã Gốc Đa"


def _actor_on_request(client: Client) -> Actor | None:
    """What the middleware puts on a request that has the cookies and session of `client`."""
    request = ActingRequest()
    request.__dict__.update(RequestFactory(REMOTE_ADDR="203.0.113.7").get("/").__dict__)
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    if request.COOKIES:
        request.session = client.session
        request.user = User.objects.get(pk=client.session["_auth_user_id"])
    ActorMiddleware(lambda _: HttpResponse())(request)
    return request.actor
