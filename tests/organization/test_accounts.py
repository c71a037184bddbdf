"""Accounts in the administration: every change gives its reason and is on record; no account is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from organization.history import UnattributedChange, attributed
from organization.models import AccountChange
from organization.services import on_record
from tests.factories.organization import Cast, a_cast, somebody

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"
OLD, NEW = "cau-long-buoi-sang", "mua-ngau-thang-bay"
WHY = "transfer decision 12"


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def site(cast: Cast) -> Client:
    """The administration as the head of the commune sees it, in English."""
    head = User.objects.get(username="head")
    head.is_staff = head.is_superuser = True
    head.save()
    client = Client(REMOTE_ADDR=ADDRESS, headers={"accept-language": "en"})
    client.force_login(head)
    return client


@pytest.fixture
def account(db: None) -> User:
    return User.objects.create_user("lan", password=OLD)


def _page(name: str, account: User | None = None) -> str:
    return reverse(f"admin:auth_user_{name}", args=[account.pk] if account else [])


def _change(site: Client, account: User, **changes: Any) -> Answer:
    """Open the form of the account, alter some of it and send it; a value of None is a box left empty."""
    form = site.get(_page("change", account)).context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if name not in ("password", "change_reason")}
    filled = {**kept, **changes}
    return site.post(
        _page("change", account),
        {name: value for name, value in filled.items() if value not in (None, False)},
    )


def _set_password(site: Client, account: User, **filled: str) -> Answer:
    enabled = {"usable_password": "true", "password1": NEW, "password2": NEW, "set-password": "1"}
    return site.post(_page("password_change", account), {**enabled, **filled})


def _fresh(account: User) -> User:
    return User.objects.get(pk=account.pk)


@pytest.mark.parametrize("reason", [{}, {"change_reason": "   "}])
def test_nothing_is_saved_without_a_reason_and_each_form_says_so(
    site: Client, account: User, reason: dict[str, str]
) -> None:
    new = {"username": "moi", "usable_password": "true", "password1": NEW, "password2": NEW}
    own = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    pages = [
        site.post(_page("add"), {**new, **reason}),
        _change(site, account, username="huong", **reason),
        _set_password(site, account, **reason),
        _signed_in(account).post(reverse("admin:password_change"), {**own, **reason}),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert 'name="change_reason"' in text
        assert "This field is required." in text
    assert not User.objects.filter(username__in=["moi", "huong"]).exists()
    assert _fresh(account).check_password(OLD)
    assert not AccountChange.objects.exists()


def test_the_record_says_who_in_which_post_why_and_from_where(
    site: Client, cast: Cast, account: User
) -> None:
    assert _change(site, account, username="huong", change_reason=WHY).status_code == 302
    row = AccountChange.objects.get()
    assert (row.account, row.username, row.changes) == (account, "huong", {"username": ["lan", "huong"]})
    assert (row.actor_name, row.actor_post) == ("Đỗ Văn Trưởng", "Chủ tịch, Xã Gốc Đa")
    assert (row.actor_posting_id, row.history_user) == (cast.head.pk, User.objects.get(username="head"))
    assert (row.history_change_reason, row.actor_channel, row.actor_address) == (WHY, "admin", ADDRESS)


def test_an_account_without_a_post_signs_as_one(account: User) -> None:
    client = Client(REMOTE_ADDR=ADDRESS)
    client.force_login(User.objects.create_superuser("root"))
    _change(client, account, first_name="Lan", change_reason=WHY)
    row = AccountChange.objects.get()
    assert (row.actor_name, row.actor_post, row.actor_address) == ("root", "account without a post", ADDRESS)


def test_what_an_account_may_do_is_told_before_and_after(site: Client, account: User) -> None:
    permission = Permission.objects.get(codename="change_calendarday")
    _change(
        site, account, is_active=False, is_staff="on", user_permissions=[permission.pk], change_reason=WHY
    )
    assert AccountChange.objects.get().changes == {
        "is_active": [True, False],
        "is_staff": [False, True],
        "user_permissions": [[], ["organization.change_calendarday"]],
    }
    assert list(_fresh(account).user_permissions.all()) == [permission]


def test_a_new_account_is_on_record_without_its_secret(site: Client) -> None:
    new = {"username": "moi", "usable_password": "true", "password1": NEW, "password2": NEW}
    site.post(_page("add"), {**new, "change_reason": WHY})
    row = AccountChange.objects.get()
    assert (row.account, row.history_type) == (User.objects.get(username="moi"), "+")
    assert row.changes == {"username": ["", "moi"], "is_active": [False, True], "password": ["none", "set"]}
    _holds_no_secret(row)


def test_of_a_password_only_the_fact_is_kept(site: Client, account: User) -> None:
    assert _set_password(site, account, change_reason=WHY).status_code == 302
    assert _fresh(account).check_password(NEW)
    row = AccountChange.objects.get()
    assert (row.changes, row.history_change_reason) == ({"password": ["set", "replaced"]}, WHY)
    assert (row.actor_name, row.actor_channel) == ("Đỗ Văn Trưởng", "admin")
    _holds_no_secret(row)


def test_a_password_taken_away_and_given_back_is_on_record(site: Client, account: User) -> None:
    off = {"usable_password": "false", "password1": "", "password2": "", "unset-password": "1"}
    _set_password(site, account, **off, change_reason=WHY)
    assert not _fresh(account).has_usable_password()
    _set_password(site, account, change_reason=WHY)
    given, taken = AccountChange.objects.all()
    assert (taken.changes, given.changes) == ({"password": ["set", "none"]}, {"password": ["none", "set"]})


def test_ones_own_password_is_changed_on_record(account: User) -> None:
    filled = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW, "change_reason": WHY}
    answer = _signed_in(account).post(reverse("admin:password_change"), filled)
    assert answer["Location"] == reverse("admin:password_change_done")
    row = AccountChange.objects.get()
    assert (row.account, row.actor_name, row.changes) == (account, "lan", {"password": ["set", "replaced"]})
    _holds_no_secret(row)


def test_the_page_for_ones_own_password_is_for_the_administration_only(account: User) -> None:
    client = Client()
    client.force_login(account)
    assert client.get(reverse("admin:password_change")).status_code == 302


def test_what_changes_nothing_leaves_no_record(site: Client, account: User) -> None:
    assert _change(site, account, change_reason=WHY).status_code == 302
    assert not AccountChange.objects.exists()


def test_an_account_is_closed_and_never_deleted(site: Client, account: User) -> None:
    assert site.post(_page("delete", account), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": str(account.pk), "post": "yes"}
    site.post(_page("changelist"), chosen)
    _change(site, account, is_active=False, change_reason=WHY)
    assert not _fresh(account).is_active
    with pytest.raises(models.ProtectedError):
        account.delete()


def test_the_history_page_is_the_record(site: Client, account: User) -> None:
    _change(site, account, username="huong", is_staff="on", change_reason=WHY)
    _set_password(site, account, change_reason="the old one was shared")
    text = site.get(_page("history", account)).content.decode()
    for shown in (
        "Đỗ Văn Trưởng<br>Chủ tịch, Xã Gốc Đa",
        "username: lan → huong",
        "staff status: no → yes",
        "password: a password → a new password",
        WHY,
        "the old one was shared",
        f"Administration {ADDRESS}",
    ):
        assert shown in text


def test_groups_are_not_offered(site: Client, account: User) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")
    assert "groups" not in site.get(_page("change", account)).context["adminform"].form.fields


@pytest.mark.parametrize(
    "attack",
    ["UPDATE organization_accountchange SET actor_name = 'x'", "DELETE FROM organization_accountchange"],
)
def test_raw_sql_cannot_rewrite_the_record(site: Client, account: User, attack: str) -> None:
    _change(site, account, username="huong", change_reason=WHY)
    refused = pytest.raises(IntegrityError, match="append-only: organization_accountchange")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert AccountChange.objects.get().actor_name == "Đỗ Văn Trưởng"


@pytest.mark.parametrize(
    ("column", "check"), [("history_change_reason", "why"), ("actor_name", "who"), ("actor_post", "post")]
)
def test_the_database_refuses_a_record_that_does_not_say_who_and_why(
    site: Client, account: User, column: str, check: str
) -> None:
    _change(site, account, username="huong", change_reason=WHY)
    row = AccountChange.objects.get()
    row.pk = None
    setattr(row, column, "  ")
    with pytest.raises(IntegrityError, match=f"organization_accountchange_{check}"), transaction.atomic():
        AccountChange.objects.bulk_create([row])


def test_an_account_and_its_record_are_written_together_or_not_at_all(account: User) -> None:
    def rename_and_fail() -> None:
        account.username = "huong"
        account.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), attributed(somebody(), WHY), on_record(account):
        rename_and_fail()
    with pytest.raises(UnattributedChange), on_record(account):
        rename_and_fail()
    assert _fresh(account).username == "lan"
    assert not AccountChange.objects.exists()


def _signed_in(account: User) -> Client:
    account.is_staff = True
    account.save()
    client = Client(REMOTE_ADDR=ADDRESS, headers={"accept-language": "en"})
    client.force_login(account)
    return client


def _holds_no_secret(row: AccountChange) -> None:
    kept = str(AccountChange.objects.filter(pk=row.pk).values().get())
    digest = User.objects.get(pk=row.account_id).password
    for secret in (OLD, NEW, digest, digest.rsplit("$", 1)[-1]):
        assert secret not in kept
