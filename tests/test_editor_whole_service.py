"""What an administrator needs beside the form to make a whole service in the browser: checks, effects, another body, a yearly fee, code
lists of a FIM schema, and a preview that is filled in."""

import re
from html import unescape

import make_xdatenfelder
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from glueckauf.catalogue.queries import editing as drafts
from glueckauf.core import clock
from tests import make_editing, make_identity
from tests.make_form_posts import inputs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(transactional_db):
    """An administrator of Bochum at her desk."""
    make_editing.published()
    return make_editing.editor()


@pytest.fixture
def desk(editor):
    """Her browser."""
    return make_identity.desk_of(editor)


def page(editor, draft):
    """The draft as it stands."""
    return drafts.draft_page(editor, draft.pk, at=clock.now())


def said(editor, draft):
    """What the draft says of the service."""
    return page(editor, draft).content["leistung"]


def text(response):
    """Words of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def base(draft):
    return f"/schreibtisch/leistungen/{draft.pk}/"


def sent(desk, address, **changes):
    """Posts the form of a page with some inputs changed."""
    values = inputs_of(desk.get(address).content.decode(), holding="version")
    return desk.post(address, values | {name.replace("__", "-"): value for name, value in changes.items()} | {"tun": "sichern"})


# --- checks, effects, another body ----------------------------------------------------------------------------------------------


def test_she_chooses_which_checks_run_and_what_a_grant_causes(desk, editor):
    draft = make_editing.own(editor, "zone-kopie", copy_of="halteverbot-umzug")
    before = said(editor, draft)
    address = f"{base(draft)}fristen/"
    assert sent(desk, address).status_code == 303
    assert said(editor, draft) == before | {"deadlines": {}}, "a page sent back unchanged changes nothing"
    shown = text(desk.get(address))
    assert "Anschrift in der Stadt" in shown
    assert "Sperrung im Straßenraum" in shown
    changed = sent(
        desk,
        address,
        checks=["anschrift", "pflichtnachweise"],
        shown_checks=["anschrift"],
        effects__0__kind="sperrung",
        effects__0__until="",
    )
    assert changed.status_code == 303
    found = said(editor, draft)
    assert (sorted(found["checks"]), found["shown_checks"]) == (["anschrift", "pflichtnachweise"], ["anschrift"])
    assert found["effects"][0] == {"kind": "sperrung", "object": "stelle", "interval": "zeitraum", "value": "stunde_von"}
    assert not [p for p in page(editor, draft).problems if p.code != "example_differs"]


def test_a_check_that_does_not_run_is_not_shown(desk, editor):
    draft = make_editing.own(editor, "zone-kopie", copy_of="halteverbot-umzug")
    assert sent(desk, f"{base(draft)}fristen/", checks=["anschrift"], shown_checks=["pflichtnachweise"]).status_code == 303
    wrong = [p for p in page(editor, draft).problems if p.path == "leistung.shown_checks"]
    assert [p.text for p in wrong] == ["Die Person kann nur von einer Prüfung lesen, die auch läuft: pflichtnachweise."]


def test_an_effect_or_check_nobody_registered_is_kept_and_named(desk, editor):
    draft = make_editing.own(editor, "zone-kopie", copy_of="halteverbot-umzug")
    make_editing.save(draft, "leistung.checks", ["kennt-niemand"], by=editor)
    address = f"{base(draft)}fristen/"
    assert "kennt-niemand (unbekannt)" in text(desk.get(address))
    assert sent(desk, address).status_code == 303
    assert said(editor, draft)["checks"] == ["kennt-niemand"]


def test_a_service_another_body_decides_names_its_doors(desk, editor):
    draft = make_editing.own(editor, "zeugnis")
    door = {"handover__doors__0__text__de": "Online beantragen", "handover__doors__0__url": "https://www.stelle.example/antrag"}
    can = {"handover__we_can__de": "Wir helfen im Bürgerbüro.", "handover__we_cannot__de": "Ausstellen können wir es nicht."}
    body = {"mode": "H", "handover__body__de": "die Beispielstelle"}
    assert sent(desk, f"{base(draft)}fristen/", **body, **door, **can).status_code == 303
    found = said(editor, draft)
    assert found["handover"]["doors"] == [{"text": "Online beantragen", "url": "https://www.stelle.example/antrag"}]
    assert not [p for p in page(editor, draft).problems if "handover" in p.path]
    script = sent(desk, f"{base(draft)}fristen/", handover__doors__0__url="javascript:alert(1)", handover__doors__0__text__de="<b>Weg</b>")
    assert script.status_code == 303
    assert [p for p in page(editor, draft).problems if "handover" in p.path], "no address of another kind is released"
    assert "<b>Weg</b>" not in desk.get(f"{base(draft)}fristen/").content.decode()


# --- the yearly fee -------------------------------------------------------------------------------------------------------------


def test_a_yearly_fee_is_added_worded_and_taken_away(desk, editor):
    draft = make_editing.own(editor, "fahrradbox")
    address = f"{base(draft)}gebuehr/"
    assert desk.post(address, {"teil": "jahr"}).status_code == 404, "nothing is due each year where nothing is computed"
    desk.post(address, {"teil": "zeile", "version": page(editor, draft).version})
    added = desk.post(address, {"teil": "jahr", "version": page(editor, draft).version})
    assert added.status_code == 303
    line = added["Location"].partition("?")[0]
    assert sent(desk, line, text__de="Miete im Folgejahr", law="Satzung über Fahrradboxen").status_code == 303
    assert said(editor, draft)["fee"]["yearly"]["text"] == "Miete im Folgejahr"
    assert "Jedes Jahr: Miete im Folgejahr" in text(desk.get(address))
    assert desk.post(address, {"teil": "jahr", "version": page(editor, draft).version}).status_code == 404
    desk.post(line, {"tun": "loeschen", "version": page(editor, draft).version})
    assert "yearly" not in said(editor, draft)["fee"]
    assert len(said(editor, draft)["fee"]["lines"]) == 1


# --- FIM ------------------------------------------------------------------------------------------------------------------------


def brought(desk, schema, *lists):
    """A schema with its code lists."""
    files = [SimpleUploadedFile(f"liste-{at}.xml", content) for at, content in enumerate(lists)]
    return desk.post("/schreibtisch/leistungen/neu/", {"weg": "fim", "fim-datei": SimpleUploadedFile("s.xml", schema), "fim-listen": files})


def test_code_lists_beside_a_fim_schema_become_answers_and_the_report_says_so(desk, editor):
    answer = brought(desk, make_xdatenfelder.everything(), make_xdatenfelder.genericode())
    assert answer.status_code == 200
    assert "Codelisten" in text(answer)
    assert "keine: Das Schema nennt diese Liste nicht" not in text(answer)
    draft_id = int(re.search(r"/schreibtisch/leistungen/(\d+)/formular/", answer.content.decode())[1])
    found = drafts.draft_page(editor, draft_id, at=clock.now()).content["leistung"]["form"]["sections"]
    fields = [field for section in found for field in section["fields"]]
    assert any(field.get("codelist") == "urn:de:example_1" and field["type"] == "choice" for field in fields)


def test_a_file_that_is_no_code_list_is_named_and_begins_no_draft(desk, editor):
    before = len(drafts.overview(editor, at=clock.now()).rows)
    schema, good = make_xdatenfelder.everything(), make_xdatenfelder.genericode()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for bad in (b"kein xml", b"<a/>", bomb, schema):
        answer = brought(desk, schema, good, bad)
        assert answer.status_code == 422
        assert "liste-1.xml" in text(answer)
    assert brought(desk, schema, *[good] * 16).status_code == 422
    assert len(drafts.overview(editor, at=clock.now()).rows) == before


# --- the preview ----------------------------------------------------------------------------------------------------------------


def test_the_preview_starts_with_the_answers_of_an_example_and_says_which_conditions_hold(desk, editor):
    draft = make_editing.own(editor, "hund-kopie", copy_of="hundesteuer-anmeldung")
    address = f"{base(draft)}formular/section:hunde/"
    first = desk.get(address)
    name = page(editor, draft).content["examples"][0]["values"]["hunde"][0]["rufname"]
    assert f'value="{name}"' in first.content.decode()
    assert "Bedingungen mit diesen Antworten" in text(first)
    assert "wird nicht gefragt" in text(first)
    nobody = desk.get(f"{address}?beispiel=-")
    assert f'value="{name}"' not in nobody.content.decode()
    assert f'value="{name}"' not in desk.get(address).content.decode(), "the choice stays while she edits"
    assert f'value="{name}"' in desk.get(f"{base(draft)}ansicht/?beispiel=0").content.decode()
    for hostile in ("999", "-1", "x" * 500, "<script>", "٣"):
        assert desk.get(address, {"beispiel": hostile}).status_code == 200


def test_a_city_that_changes_a_shared_service_sees_its_examples_and_what_is_the_same_everywhere(desk, editor):
    draft = make_editing.override(editor)
    assert "Antworten von" in text(desk.get(f"{base(draft)}formular/"))
    assert "Für alle Städte gleich bleiben Name, Suchworte, LeiKa-Schlüssel" in text(desk.get(base(draft)))
