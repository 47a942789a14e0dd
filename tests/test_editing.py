"""Administrators edit a Leistung: every save is a version, two at once lose nothing, only two together release."""

from datetime import date

import make_editing as make
import pytest

from glueckauf.catalogue import queries
from glueckauf.catalogue.actions import draft_errors as errors
from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.models import Draft, DraftVersion, Edition, Revision
from glueckauf.catalogue.queries import editing as pages
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.fee import compute
from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.core.models import Event
from glueckauf.identity.rules.actor import Role
from tests.make_catalogue import dogs

pytestmark = pytest.mark.django_db
SLUG = make.SLUG


@pytest.fixture(autouse=True)
def catalogue():
    make.published()


@pytest.fixture
def adam():
    return make.editor()


@pytest.fixture
def lea():
    return make.editor(role=Role.HEAD)


def fee_in(city):
    leistung = queries.leistung(city, SLUG).leistung
    return compute(leistung.fee, leistung.values, dogs("2026-11-14")).total_cents


def content(draft, actor):
    return pages.draft_page(actor, draft.pk, at=make.NOON).content


def test_a_fee_changed_for_one_city_shows_in_the_next_calculation_of_that_city_only(adam, lea):
    before = {city: fee_in(city) for city in ("bochum", "essen", "dortmund")}
    revisions = Revision.objects.count()
    make.with_fee(adam, lea, "180")
    assert fee_in("bochum") == 3000
    assert {city: fee_in(city) for city in ("essen", "dortmund")} == {city: before[city] for city in ("essen", "dortmund")}
    assert Revision.objects.count() == revisions + 1


def test_nobody_releases_alone(adam, lea):
    draft = make.override(adam)
    make.save(draft, "change.values.ein_hund.amount", "180", by=adam)
    editing.request_release(draft.pk, effective_from=make.TODAY, by=lea, at=make.NOON)
    for alone in (adam, lea):  # one wrote last, the other asked
        with pytest.raises(errors.NeedsSecondPerson):
            editing.release(draft.pk, by=alone, at=make.NOON)
    assert fee_in("bochum") == 2800
    editing.release(draft.pk, by=make.editor(), at=make.NOON)
    assert fee_in("bochum") == 3000


def test_a_clerk_without_the_role_releases_nothing(adam):
    draft = make.override(adam)
    editing.request_release(draft.pk, effective_from=make.TODAY, by=adam, at=make.NOON)
    with pytest.raises(Forbidden):
        editing.release(draft.pk, by=make.editor(role=Role.CLERK), at=make.NOON)


def test_another_city_finds_nothing(adam, as_tenant):
    draft, stranger = make.override(adam), make.editor("essen")
    for step in (
        lambda: pages.draft_page(stranger, draft.pk, at=make.NOON),
        lambda: make.editing.save_part(draft.pk, part="change.note", value="x", seen=1, by=stranger, at=make.NOON),
        lambda: editing.request_release(draft.pk, effective_from=make.TODAY, by=stranger, at=make.NOON),
        lambda: editing.release(draft.pk, by=stranger, at=make.NOON),
        lambda: editing.discard(draft.pk, by=stranger, at=make.NOON),
        lambda: editing.undo(draft.pk, by=stranger, at=make.NOON),
        lambda: editing.roll_back(SLUG, edition=1, by=stranger, at=make.NOON),
    ):
        with pytest.raises(NotFound):
            step()
    assert pages.editions(stranger, SLUG, at=make.NOON) == ()
    with as_tenant("essen"):
        assert Draft.objects.filter(tenant_id="essen").count() == 0


def test_two_in_different_parts_both_count(adam, lea):
    draft = make.override(adam)
    seen = draft.current
    make.save(draft, "change.values.ein_hund.amount", "180", by=adam, seen=seen)
    make.save(draft, "change.note", {"de": "Ein Hinweis.", "en": "A note."}, by=lea, seen=seen)
    found = content(draft, adam)["change"]
    assert (found["values"]["ein_hund"]["amount"], found["note"]["de"]) == ("180", "Ein Hinweis.")


def test_two_in_one_mapping_merge_key_by_key(adam, lea):
    draft = make.override(adam)
    seen, value = draft.current, dict(content(draft, adam)["change"]["values"]["ein_hund"])
    make.save(draft, "change.values.ein_hund", value | {"amount": "180"}, by=adam, seen=seen)
    make.save(draft, "change.values.ein_hund", value | {"source": "Satzung 2027"}, by=lea, seen=seen)
    found = content(draft, adam)["change"]["values"]["ein_hund"]
    assert (found["amount"], found["source"]) == ("180", "Satzung 2027")


def test_two_in_the_same_part_are_shown_and_nothing_is_lost(adam, lea, as_tenant):
    draft = make.override(adam)
    seen = draft.current
    make.save(draft, "change.note", "Von Adam.", by=adam, seen=seen)
    with pytest.raises(errors.EditedMeanwhile) as refused:
        make.save(draft, "change.note", "Von Lea.", by=lea, seen=seen)
    assert (refused.value.theirs, refused.value.mine) == ("Von Adam.", "Von Lea.")
    assert "Max Beispiel" in str(refused.value)
    assert content(draft, lea)["change"]["note"] == "Von Adam."
    aside = [save for save in pages.draft_page(lea, draft.pk, at=make.NOON).editors if save.is_aside]
    assert [(save.part, save.value) for save in aside] == [("change.note", "Von Lea.")]
    make.save(draft, "change.note", "Von Lea.", by=lea)  # having seen both
    assert content(draft, lea)["change"]["note"] == "Von Lea."


def test_undo_goes_back_step_by_step_and_keeps_every_version(adam, as_tenant):
    draft = make.override(adam)
    start = content(draft, adam)
    for word in ("eins", "zwei"):
        make.save(draft, "change.note", word, by=adam)
    editing.undo(draft.pk, by=adam, at=make.NOON)
    assert content(draft, adam)["change"]["note"] == "eins"
    editing.undo(draft.pk, by=adam, at=make.NOON)
    assert content(draft, adam) == start
    with pytest.raises(errors.NothingToUndo):
        editing.undo(draft.pk, by=adam, at=make.NOON)
    with as_tenant("bochum"):
        assert [v.number for v in DraftVersion.objects.order_by("number")] == [1, 2, 3, 4, 5]


def test_an_item_keeps_its_place_when_somebody_puts_another_before_it(adam, lea):
    draft = make.own(adam)
    seen, fields = draft.current, "leistung.form.sections.0.fields"
    new = {"key": "boxen", "type": "integer", "label": "Wie viele Boxen?"}
    editing.insert_item(draft.pk, part=f"{fields}.0", value=new, seen=seen, by=adam, at=make.NOON)
    make.save(draft, f"{fields}.1.label", "Familienname", by=lea, seen=seen)  # she saw nachname at 1
    keys = [(f["key"], f["label"]) for f in content(draft, adam)["leistung"]["form"]["sections"][0]["fields"]]
    assert keys[0] == ("boxen", "Wie viele Boxen?")
    assert keys[2] == ("nachname", "Familienname")
    editing.move_item(draft.pk, part=f"{fields}.boxen", to=3, seen=9, by=adam, at=make.NOON)
    assert [f["key"] for f in content(draft, adam)["leistung"]["form"]["sections"][0]["fields"]][3] == "boxen"


def test_what_somebody_changed_is_not_deleted_unseen(adam, lea):
    draft = make.own(adam)
    seen, part = draft.current, "leistung.form.sections.0.fields.0"
    make.save(draft, f"{part}.label", "Rufname", by=adam, seen=seen)
    with pytest.raises(errors.EditedMeanwhile):
        editing.remove_item(draft.pk, part=part, seen=seen, by=lea, at=make.NOON)
    editing.remove_item(draft.pk, part=part, seen=9, by=lea, at=make.NOON)
    with pytest.raises(errors.NoSuchPart):
        make.save(draft, "leistung.form.sections.0.fields.vorname.label", "weg", by=adam, seen=9)


def test_a_tab_left_open_over_a_release_is_told_and_its_words_are_kept(adam, lea, as_tenant):
    draft = make.override(adam)
    make.save(draft, "change.values.ein_hund.amount", "180", by=adam)
    make.out(draft, adam, lea)
    with pytest.raises(errors.DraftEnded):
        make.save(draft, "change.values.ein_hund.amount", "999", by=adam)
    assert fee_in("bochum") == 3000
    with as_tenant("bochum"):
        assert DraftVersion.objects.get(is_aside=True).value == "999"


def test_while_it_lies_for_release_nobody_edits_until_it_is_sent_back(adam, lea):
    draft = make.override(adam)
    editing.request_release(draft.pk, effective_from=make.TODAY, by=adam, at=make.NOON)
    with pytest.raises(errors.UnderRelease):
        make.save(draft, "change.note", "x", by=lea)
    with pytest.raises(errors.NoReason):
        editing.send_back(draft.pk, reason=" ", by=lea, at=make.NOON)
    editing.send_back(draft.pk, reason="Die Quelle fehlt.", by=lea, at=make.NOON)
    page = pages.draft_page(adam, draft.pk, at=make.NOON)
    assert (page.state, page.sent_back) == ("editing", "Die Quelle fehlt.")
    with pytest.raises(errors.NotAsked):
        editing.release(draft.pk, by=lea, at=make.NOON)


def test_an_edition_begins_on_its_day_and_not_before(adam, lea):
    make.with_fee(adam, lea, "180", on=date(2027, 1, 1))
    assert fee_in("bochum") == 2800
    with pytest.raises(errors.DayIsPast):
        make.with_fee(adam, lea, "190", on=date(2026, 11, 23))


def test_rolling_back_brings_an_older_content_as_a_new_edition(adam, lea):
    make.with_fee(adam, lea, "180")
    make.with_fee(adam, lea, "240")
    assert fee_in("bochum") == 4000
    editing.roll_back(SLUG, edition=1, by=adam, at=make.NOON)
    assert fee_in("bochum") == 3000
    rows = pages.editions(adam, SLUG, at=make.NOON)
    assert [(row.number, row.state, row.restores) for row in rows] == [(3, "in_effect", 1), (2, "past", None), (1, "past", None)]
    editing.roll_back(SLUG, edition=0, by=adam, at=make.NOON)
    assert fee_in("bochum") == 2800


def test_a_new_service_is_written_released_and_taken_back(adam, lea):
    draft = make.own(adam)
    assert pages.draft_page(adam, draft.pk, at=make.NOON).problems == ()
    make.out(draft, adam, lea)
    assert queries.leistung("bochum", "fahrradbox").number == 1
    with pytest.raises(queries.UnknownLeistung):
        queries.leistung("essen", "fahrradbox")
    make.published()  # a start in between changes nothing
    assert queries.leistung("bochum", "fahrradbox").number == 1
    editing.roll_back("fahrradbox", edition=0, by=adam, at=make.NOON)
    with pytest.raises(queries.UnknownLeistung):
        queries.leistung("bochum", "fahrradbox")


def test_a_copy_begins_as_the_city_offers_it(adam):
    draft = make.own(adam, "hund-probe", copy_of=SLUG)
    page = pages.draft_page(adam, draft.pk, at=make.NOON)
    assert page.problems == ()
    assert page.content["leistung"]["values"]["ein_hund"]["amount"] == "168"
    assert len(page.examples) >= 1
    assert all(run.is_green for run in page.examples), [run.differences for run in page.examples]


def test_red_examples_and_errors_block_a_release_and_the_published_state_stays(adam):
    draft = make.override(adam)
    make.save(draft, "change.values.ein_hund.amount", "-5", by=adam)
    page = pages.draft_page(adam, draft.pk, at=make.NOON)
    assert [(r.path, r.code) for r in page.problems] == [("change.values.ein_hund.amount", "greater_than_equal")]
    with pytest.raises(errors.HasErrors):
        editing.request_release(draft.pk, effective_from=make.TODAY, by=adam, at=make.NOON)
    assert fee_in("bochum") == 2800


def test_kinds_do_not_mix_and_addresses_are_addresses(adam):
    with pytest.raises(errors.SharedSlug):
        make.own(adam, SLUG)
    with pytest.raises(errors.SlugInvalid):
        make.own(adam, "Fahrrad Box/../x")
    with pytest.raises(NotFound):
        make.override(adam, "gibt-es-nicht")
    draft = make.own(adam)
    assert make.own(make.editor()).pk == draft.pk  # the same one for everybody of the city
    with pytest.raises(errors.OtherKind):
        editing.start_draft("fahrradbox", kind=DraftKind.OVERRIDE, by=adam, at=make.NOON)


def test_the_audit_holds_ids_and_codes_only(adam, lea, as_tenant):
    make.with_fee(adam, lea, "180")
    with as_tenant("bochum"):
        kinds = list(Event.objects.filter(kind__startswith="catalogue.").exclude(kind="catalogue.RevisionPublished").order_by("pk"))
    assert [e.kind.partition(".")[2] for e in kinds] == ["DraftStarted", "ReleaseAsked", "EditionReleased"]
    assert all("180" not in str(e.payload) for e in kinds)
    with as_tenant("bochum"):
        edition = Edition.objects.get()
    assert (edition.requested_by, edition.released_by) == (adam.code, lea.code)


def test_the_overview_names_drafts_and_editions(adam, lea):
    make.with_fee(adam, lea, "180")
    make.own(adam)
    rows = {row.slug: row for row in pages.overview(adam, at=make.NOON).rows}
    assert (rows[SLUG].kind, rows[SLUG].edition, rows[SLUG].draft_id) == ("override", 1, None)
    assert (rows["fahrradbox"].number, rows["fahrradbox"].draft_state) == (0, "editing")
