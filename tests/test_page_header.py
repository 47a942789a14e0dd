"""The header is kept from one visitor to the next: nothing of a page, a city or a person may go with it."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import escape

from glueckauf.core.page import page
from glueckauf.core.parts.header import for_visitors
from tests import make_identity as make

pytestmark = pytest.mark.django_db
BOCHUM = SimpleNamespace(key="bochum", full_name="Stadt Bochum")
ESSEN = SimpleNamespace(key="essen", full_name="Stadt Essen")


def header(path="/hilfe/", *, method="get", **more):
    request = getattr(RequestFactory(), method)(path)
    return engines["django"].from_string("{% page_header %}").render(page(request) | more, request)


def always_rendered(path, **more):
    """What the template alone makes of it."""
    request = RequestFactory().get(path)
    return get_template("core/parts/header.html").render(page(request) | more, request)


PLACES = [{}, {"kommune": BOCHUM}, {"kommune": ESSEN, "section": "leistungen"}, {"kommune": BOCHUM, "easy_url": "/bochum/x/leicht/"}]


@pytest.mark.parametrize("more", PLACES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_it_says_what_its_template_says_for_each_city_menu_and_language(language, more):
    with translation.override(language):
        for path in ("/hilfe/", '/suche/?was=<b>&wo="x"'):
            assert header(path, **more) == always_rendered(path, **more)


def test_the_link_to_the_other_language_leads_to_this_very_page():
    assert "/antrag/erika/?sprache=en" in header("/antrag/erika/")
    other = header("/antrag/max/")
    assert "erika" not in other and other.count('href="/antrag/max/?sprache=en"') == 2
    assert "sprache=en" not in header("/antrag/max/", method="post")


def test_all_pages_of_a_city_share_one_header_and_each_leads_to_its_own_text():
    addresses = [f"/bochum/leistungen/{slug}/leicht/" for slug in ("hund", "auto", "<b>")]
    header(kommune=BOCHUM, easy_url="/bochum/x/leicht/")
    kept = for_visitors.cache_info().currsize
    pages = [header(kommune=BOCHUM, easy_url=address) for address in addresses]
    assert for_visitors.cache_info().currsize == kept
    assert [page.count(f'href="{escape(address)}"') for page, address in zip(pages, addresses, strict=True)] == [2, 2, 2]
    assert "hund" not in pages[1] and "<b>" not in pages[2]


def test_who_is_signed_in_has_a_button_with_a_token_of_her_own_and_nobody_else_gets_it():
    header()
    hers = header(actor=make.citizen(), csrf_token="hers")
    assert "Abmelden" in hers and 'value="hers"' in hers
    assert "Abmelden" not in header() and "hers" not in header(csrf_token="max")


def test_the_demo_is_told_apart():
    header()
    assert "Demo." in header(demo=True)
    assert "Demo." not in header()
