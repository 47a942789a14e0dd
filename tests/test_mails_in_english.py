"""Mails in the language she filled the form in: every German one has its English twin, and the right one goes out."""

import inspect
from datetime import date, datetime

import pytest

from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge.rules.notices import ENGLISH, GERMAN, in_language
from glueckauf.vorgaenge.rules.notices.english import English
from glueckauf.vorgaenge.rules.notices.german import German
from tests import make

SAMPLES = {
    "at": datetime(2026, 12, 3, 9, 20),
    "until": datetime(2026, 12, 1, 14),
    "where": "Rathaus",
    "change": "https://x.example/termin/",
    "others": ("BO-2026-000002-X",),
    "count": 2,
    "reply_by": date(2026, 12, 14),
    "upload": "https://example.org/",
    "here": 1,
    "total": 2,
    "problems": 1,
    "what": "bescheid",
}


def mails():
    return [name for name, value in vars(German).items() if inspect.isfunction(value) and name != "long_day"]


@pytest.mark.parametrize("name", mails())
def test_every_mail_has_its_english_twin(name):
    wanted = inspect.signature(getattr(GERMAN, name)).parameters
    given = {key: SAMPLES[key] for key in wanted if key != "number"}
    german, english = (getattr(say, name)("BO-2026-000001-X", **given) for say in (GERMAN, ENGLISH))
    assert name in vars(English)
    assert "BO-2026-000001-X" in english.subject
    assert english.subject != german.subject
    assert len(english.paragraphs) == len(german.paragraphs)
    assert len(english.after) == len(german.after)
    assert not set(english.paragraphs) & set(german.paragraphs)


def test_what_is_no_method_is_translated_too():
    assert {name for name, value in vars(German).items() if isinstance(value, str | dict) and not name.startswith("__")} <= vars(
        English
    ).keys()
    assert GERMAN.endings.keys() == ENGLISH.endings.keys()


def test_other_languages_get_german():
    assert in_language("tr") is GERMAN
    assert in_language("en-gb") is ENGLISH


@pytest.mark.django_db
def test_who_filled_the_form_in_english_is_answered_in_english():
    make.publish()
    case = make.vorgang("geburtsurkunde", answers=make.values("geburtsurkunde"), language="en")
    with reading(Scope(tenant="bochum")):
        sent = OutgoingMail.objects.get(subject__contains=case.number)
    assert sent.subject == f"Your case {case.number} has arrived"
    assert '<html lang="en">' in sent.html
    assert "To your case" in sent.html
    assert "Vorgang " not in sent.text
