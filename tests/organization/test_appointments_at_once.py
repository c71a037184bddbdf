"""Two people who fill one headship at the same moment: one of them is told."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from organization.errors import OrganizationError
from organization.models import Posting, Role
from tests.factories.organization import a_post, a_posting, a_unit, an_officer


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_give_one_head() -> None:
    post = a_post(a_unit(), role=Role.HEAD, is_head=True)
    officers = [an_officer() for _ in range(4)]
    start, refused = Barrier(len(officers)), []

    def appoint(number: int) -> None:
        try:
            start.wait()
            a_posting(post, officers[number])
        except OrganizationError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=appoint, args=[number]) for number in range(len(officers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Posting.objects.count() == 1
    assert len(refused) == 3
