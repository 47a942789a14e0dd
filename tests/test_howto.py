"""The pages of docs/howto/ are followed: their files are written, their commands run, what they promise is there."""

import pytest
from django.test import Client

from tests import howto, make_catalogue

pytestmark = pytest.mark.django_db
FOLDER = howto.part(howto.page("add-a-leistung.md"), "From nothing to a page")
PAGE = "/{}/leistungen/fahrradbox/"


@pytest.fixture
def folder(settings, tmp_path):
    """A catalogue without Leistungen, and our cities."""
    return make_catalogue.empty(settings, tmp_path)


def test_a_leistung_by_folder_becomes_the_page_the_howto_promises(folder):
    howto.follow(FOLDER, folder)
    client = Client()
    assert "7,50\xa0€" in client.get(PAGE.format("bochum")).content.decode()
    assert "noch nicht eingetragen" in client.get(PAGE.format("essen")).content.decode()
    assert "Dortmund vermietet keine Fahrradboxen." in client.get(PAGE.format("dortmund")).content.decode()
    assert PAGE.format("bochum") in client.get("/suche/", {"q": "fahrrad abstellen bochum"}, follow=True).content.decode()


def test_the_howto_is_followed_whole_and_not_past_it(folder):
    found = list(howto.blocks(FOLDER))
    assert len([b for b in found if b.kind == "file"]) == len({b.file for b in found if b.file}) == FOLDER.count("`leistungen/") + 2
    with pytest.raises(AssertionError, match="the page says"):
        howto.follow(FOLDER.replace("nothing is wrong", "all is well"), folder)
