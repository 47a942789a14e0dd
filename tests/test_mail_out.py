"""Mail goes out: queued with what it announces, sent after the commit, retried, given up, bounced."""

import pytest
from make_mail import NOON, PERSON, RULE, tenants

from glueckauf.core import ids
from glueckauf.core.db import writing
from glueckauf.mail import actions, models, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cities():
    tenants()


def send(**changes):
    values = {
        "to": "erika@example.org",
        "subject": "Zu Ihrem Vorgang BO-2026-048213-K ist etwas angekommen",
        "text": "Guten Tag,\n\nzu Ihrem Vorgang BO-2026-048213-K sind 2 von 3 Unterlagen angekommen.\n\nhttps://glueckauf.example/nachweise",
        "topic": "nachforderung:7",
        "person": PERSON,
        "by": RULE,
        "at": NOON,
    } | changes
    return actions.send("bochum", **values)


def test_a_mail_is_queued_and_the_demo_mailbox_keeps_it():
    send()
    assert [m.state for m in queries.outgoing(RULE, "nachforderung:7")] == ["queued"]
    assert actions.send_due(NOON) == 1
    assert [m.state for m in queries.outgoing(RULE, "nachforderung:7")] == ["kept"]


def test_what_is_rolled_back_was_never_announced():
    with pytest.raises(ZeroDivisionError), writing(RULE):
        send()
        1 / 0  # noqa: B018
    assert actions.send_due(NOON) == 0


def test_the_token_is_in_the_address_and_only_its_hash_in_the_table():
    send()
    address = queries.reply_address("bochum", "nachforderung:7")
    code = address.removeprefix("antwort-").partition("@")[0]
    row = models.ReplyAddress.objects.get()
    assert row.digest == ids.hash_code(code)
    assert len(code.replace("-", "")) * 5 >= 80
    assert code not in str(vars(row)) and "048213" not in address
