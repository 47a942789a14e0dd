"""What Erika sees: her texts, what to mend and where, in German or English, and nothing that breaks the page."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.utils.translation import override

from glueckauf.forms.read import FieldError
from glueckauf.forms.shown import Upload
from glueckauf.forms.templatetags.formlanguage import empty, form_fields
from glueckauf.forms.validators.kinds import KINDS
from tests import make_forms as make

FORM = make.dog_form()
HUND, HALTER = FORM.sections
PAGE = engines["django"].from_string(
    "{% load formlanguage %}{% form_errors errors section %}{% form_fields section values errors uploads %}"
)
EVERY = make.form(
    *[make.field(kind, key=kind, hint="Ein Hinweis.", why="Ein Grund.") for kind in KINDS],
    make.field("text", key="lang", lines=4),
    make.field("choice", key="auswahl", show_as="select"),
    make.field("info", key="info"),
    {
        "key": "viele",
        "label": "Viele",
        "type": "group",
        "item": "Person",
        "fewest": 2,
        "fields": [make.field(kind, key=kind) for kind in KINDS if kind != "appointment"],
    },
).sections[0]


def page(section, values=None, errors=(), uploads=()):
    return PAGE.render({"section": section, "values": values or {}, "errors": errors, "uploads": uploads})


class Outline(HTMLParser):
    """Ids, labels, described-by and link targets of a page; open elements must be closed in order."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.pointers, self.inputs, self.open = Counter(), [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert not {"style", "onclick", "onchange"} & set(given)
        self.ids.update([given["id"]] if "id" in given else [])
        self.pointers += [given["for"]] if "for" in given else []
        self.pointers += given.get("aria-describedby", "").split() + given.get("aria-labelledby", "").split()
        self.pointers += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.inputs += [given] if tag in ("input", "select", "textarea") and given.get("type") != "hidden" else []
        self.open += [tag] if tag not in ("input", "br") else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("errors", ["none", "all"])
def test_every_label_hint_error_and_link_finds_its_input(errors):
    found = make.post(EVERY, {"viele-items": "2"})
    outline = Outline(page(EVERY, found.values, found.errors if errors == "all" else ()))
    assert outline.open == []
    assert [id_ for id_, count in outline.ids.items() if count > 1] == []
    assert [target for target in outline.pointers if target not in outline.ids] == []
    assert len(found.errors) == len(KINDS) + 2 * len(EVERY.fields[-1].fields) + 2


def test_every_input_has_a_label_and_an_autocomplete_where_text_is_typed():
    outline = Outline(page(EVERY))
    labelled = set(outline.pointers)
    assert [given["id"] for given in outline.inputs if given["id"] not in labelled] == []
    typed = [given for given in outline.inputs if given.get("type") in ("text", "email", "tel")]
    assert typed and all(given.get("autocomplete") for given in typed)


def test_a_wrong_input_shows_what_was_typed_and_says_so_to_readers():
    found = make.post(HUND, {"rufname": "<b>Flöz</b>\U0001f415", "seit-day": "31", "seit-month": "11", "seit-year": "2026"})
    html = page(HUND, found.values, found.errors)
    assert "<b>Flöz" not in html and 'value="&lt;b&gt;Flöz&lt;/b&gt;\U0001f415"' in html
    assert re.search(r'id="seit-day"[^>]*value="31"[^>]*aria-invalid="true" aria-describedby="seit-fehler"', html)
    assert 'href="#seit-day"' in html


def test_questions_that_only_appeared_are_announced_and_not_marked_as_wrong():
    html = page(HUND, {"gross": True}, (FieldError("chip", "Bitte füllen Sie dieses Feld aus.", is_new=True),))
    assert 'role="status"' in html and 'role="alert"' not in html and "aria-invalid" not in html
    assert 'href="#chip"' in html


def test_conditional_fields_come_and_go_without_script_and_say_what_they_hang_on():
    assert 'name="chip"' not in page(HUND, {"gross": False})
    html = page(HUND, {"gross": True})
    assert 'name="chip"' in html
    assert 'data-decides="chip"' in html and 'data-depends="gross"' in html


def test_documents_are_listed_with_what_is_wrong_and_can_be_taken_out():
    uploads = [
        Upload(key="d1", field="vertrag", filename="vertrag.pdf", size_text="1,2 MB", detail="1 Seite"),
        Upload(key="d2", field="vertrag", filename="<foto>.jpg", size_text="0,4 MB", problem="Das Foto ist nicht lesbar.", ok=False),
        Upload(key="d3", field="anderes", filename="fremd.pdf", size_text="1 MB", ok=False),
    ]
    html = page(HALTER, {"gross": True, "vertrag": ["d1"]}, (), uploads)
    assert "vertrag.pdf" in html and "&lt;foto&gt;.jpg" in html and "fremd.pdf" not in html
    assert re.findall(r'name="remove_file" value="(\w+)"', html) == ["d1", "d2"]
    full = page(HALTER, {"gross": True, "vertrag": ["d1", "d2"]}, (), uploads)
    assert 'type="file"' not in full
    later = page(HALTER, {"gross": True, "vertrag": []})
    assert re.search(r'name="vertrag-later"[^>]* checked', later)


def test_a_group_has_its_buttons_within_its_limits():
    empty = page(HALTER, {"gross": True})
    assert 'name="personen-items" value="1"' in empty and 'name="add" value="personen"' in empty and 'name="remove"' not in empty
    full = page(HALTER, {"gross": True, "personen": [{}, {}, {}]})
    assert 'name="add"' not in full and re.findall(r'name="remove" value="([^"]+)"', full) == ["personen-0", "personen-1", "personen-2"]
    errors = (FieldError("personen-1-name", "Bitte tragen Sie den Namen ein."),)
    assert "Person 2, Name: Bitte" in page(HALTER, {"gross": True, "personen": [{}, {}]}, errors)


def test_the_english_page_has_no_german_of_ours():
    with override("en"):
        html = page(HUND, {"gross": True, "ort": "anders"}, make.post(HUND, {}).errors)
        everything = page(EVERY, {}, make.post(EVERY, {}).errors)
    assert ">Name<" in html and "Rufname" not in html
    assert not re.search("Bitte|freiwillig|Monat|Straße|Warum|hinzufügen|Ja<|wählen|Zum Beispiel|Datei|nachreich", everything)


def test_an_empty_section_is_rendered_once_and_what_a_person_typed_is_never_kept():
    section = make.form(make.field("text")).sections[0]
    empty.cache_clear()
    assert "Flöz" in form_fields(section, {"f": "Flöz"})
    assert empty.cache_info().currsize == 0
    assert "Flöz" not in form_fields(section, {})
    assert form_fields(section, {}) == form_fields(section, {})
    assert (empty.cache_info().currsize, empty.cache_info().misses) == (1, 1)
