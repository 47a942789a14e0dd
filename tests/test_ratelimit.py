"""Rate limits: counted for all processes together, kept when refused, tied to a visitor's true address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory

from glueckauf.core import ratelimit
from glueckauf.core.errors import TooManyAttempts
from glueckauf.core.models import RateWindow

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def attempt(key="erika", *, limit=3, at=NOON):
    ratelimit.hit("test", key, limit=limit, per=HOUR, at=at)


@pytest.mark.django_db
def test_the_fourth_attempt_within_the_hour_is_refused_and_hears_how_long_to_wait():
    for _ in range(3):
        attempt()
    with pytest.raises(TooManyAttempts) as refused:
        attempt(at=NOON + timedelta(minutes=20))
    assert refused.value.values == {"minutes": 40}


@pytest.mark.django_db
def test_after_the_window_one_may_try_again_and_refused_attempts_do_not_prolong_it():
    for _ in range(3):
        attempt()
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            attempt(at=NOON + timedelta(minutes=59))
    attempt(at=NOON + HOUR)
    assert RateWindow.objects.get().count == 1


@pytest.mark.django_db
def test_keys_and_names_do_not_share_a_count():
    attempt(limit=1)
    attempt("max", limit=1)
    ratelimit.hit("other", "erika", limit=1, per=HOUR, at=NOON)
    assert sorted(RateWindow.objects.values_list("name", "count")) == [("other", 1), ("test", 1), ("test", 1)]


@pytest.mark.django_db
def test_the_table_tells_nobody_who_tried():
    attempt("erika@mustermann.example")
    assert "mustermann" not in str(RateWindow.objects.values())


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten():
    attempt()
    attempt("later", at=NOON + timedelta(minutes=30))
    assert ratelimit.forget_past(NOON + HOUR) == 1


@pytest.mark.django_db(transaction=True)
def test_a_limit_inside_an_action_would_be_rolled_back_with_it_so_it_is_a_fault():
    with pytest.raises(RuntimeError), transaction.atomic():
        attempt()


@pytest.mark.django_db(transaction=True)
def test_of_twenty_attempts_at_once_exactly_the_limit_gets_through():
    def run(_):
        try:
            attempt("together", limit=7)
        except TooManyAttempts:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(run, range(20))) == 7


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ("", "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8,127.0.0.1", "127.0.0.1", "6.6.6.6, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "<script>", "unknown"),
        ("socket", "", "203.0.113.9", "203.0.113.9"),
        ("", "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
    ],
)
def test_forwarded_addresses_count_only_from_proxies_of_ours(settings, proxies, remote, forwarded, address):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"trusted_proxies": proxies})
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert ratelimit.address_of(request) == address


@pytest.mark.django_db
def test_the_cache_of_all_processes_has_its_table():
    assert cache.add("code", "used", timeout=60)
    assert not cache.add("code", "used", timeout=60)
