"""Folders become revisions: once, again only when something changed, for life for whoever holds one."""

import time

import make_catalogue as make
import pytest
from django.core.management import call_command

from glueckauf.catalogue import queries
from glueckauf.catalogue.models import Publication, Revision
from glueckauf.catalogue.queries.current import watch
from glueckauf.cities.models import Tenant
from glueckauf.cities.queries import UnknownKommune
from glueckauf.core.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(tmp_path, settings):
    make.use(settings, leistungen=tmp_path / "leistungen", kommunen=tmp_path / "kommunen")
    make.city(tmp_path / "kommunen")
    make.leistung(tmp_path / "leistungen")
    yield tmp_path
    make.cities.forget()
    queries.forget()


def yaml(own):
    return own / "leistungen/fahrradbox/leistung.yaml"


def cheaper(own):
    yaml(own).write_text(yaml(own).read_text("utf-8").replace("7.50", "6.00"), "utf-8")


def test_six_cities_become_tenants_and_every_leistung_a_revision_in_each(unpublished, as_tenant):
    done = make.publish()
    assert done.problems == ()
    assert Tenant.objects.filter(kind="kommune").count() == 6
    assert len(done.new) == Revision.objects.count() == 6 * len(queries.all_of("bochum"))
    with as_tenant("bochum"):
        events = Event.objects.filter(tenant="bochum", kind="catalogue.RevisionPublished")
        assert events.count() == len(queries.all_of("bochum"))
    assert queries.leistung("essen", "hundesteuer-anmeldung").number == 1


def test_publishing_again_changes_nothing_and_asks_little(unpublished, django_assert_max_num_queries):
    make.publish()
    with django_assert_max_num_queries(10):
        assert make.publish().new == ()
    assert Publication.objects.count() == 1


def test_a_change_makes_a_new_revision_and_the_old_one_stays_for_life(own):
    make.publish()
    first = queries.leistung("musterstadt", "fahrradbox")
    cheaper(own)
    assert len(make.publish().new) == 1
    second = queries.leistung("musterstadt", "fahrradbox")
    assert (first.number, second.number) == (1, 2)
    queries.forget()
    assert queries.revision(first.revision_id) == first
    assert str(queries.revision(first.revision_id).leistung.values["miete"].amount) == "7.50"
    assert "7,50" in first.texts["de"]


def test_a_letter_template_belongs_to_its_revision(own):
    make.publish()
    first = queries.leistung("musterstadt", "fahrradbox")
    (own / "leistungen/fahrradbox/bescheid.typ").write_text("anders", "utf-8")
    make.publish()
    assert queries.leistung("musterstadt", "fahrradbox").letter_source("bescheid.typ") == "anders"
    assert "Sie bekommen eine Box." in queries.revision(first.revision_id).letter_source("bescheid.typ")


def test_a_broken_leistung_keeps_its_last_good_revision(own):
    make.publish()
    good = queries.leistung("musterstadt", "fahrradbox")
    yaml(own).write_text("key: [", "utf-8")
    make.leistung(own / "leistungen", "zweite")
    done = make.publish()
    assert [p.split(":")[0] for p in done.problems] == ["leistungen/fahrradbox/leistung.yaml"]
    assert queries.problems() == done.problems
    assert queries.leistung("musterstadt", "fahrradbox") == good
    assert queries.leistung("musterstadt", "zweite").number == 1


def test_a_leistung_that_is_gone_is_no_longer_offered_but_what_was_begun_goes_on(own):
    make.publish()
    begun = queries.leistung("musterstadt", "fahrradbox")
    yaml(own).unlink()
    make.publish()
    with pytest.raises(queries.UnknownLeistung):
        queries.leistung("musterstadt", "fahrradbox")
    assert queries.all_of("musterstadt") == ()
    assert queries.revision(begun.revision_id).leistung.key == "fahrradbox"


def test_what_another_process_published_is_seen_within_seconds(own, monkeypatch):
    make.publish()
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    queries.forget()
    assert queries.leistung("musterstadt", "fahrradbox").number == 1
    cheaper(own)
    here = watch.found, watch.asked
    make.publish()
    watch.found, watch.asked = here  # as if it had happened in a process of its own
    assert queries.leistung("musterstadt", "fahrradbox").number == 1
    clock[0] += 3
    assert queries.leistung("musterstadt", "fahrradbox").number == 2


def test_reading_a_known_revision_costs_no_statement(own, django_assert_num_queries):
    make.publish()
    queries.leistung("musterstadt", "fahrradbox")
    queries.search("fahrradbox")
    with django_assert_num_queries(0):
        queries.leistung("musterstadt", "fahrradbox")
        queries.search("fahrradbox")


def test_unknown_city_and_unknown_leistung_are_not_found(own):
    make.publish()
    with pytest.raises(UnknownKommune):
        queries.leistung("atlantis", "fahrradbox")
    with pytest.raises(queries.UnknownLeistung):
        queries.leistung("musterstadt", "zeppelin")
    with pytest.raises(queries.UnknownLeistung):
        queries.revision(0)


def test_the_commands_of_the_start_can_be_repeated(own, capsys):
    for _ in range(2):
        call_command("cities_sync")
        call_command("catalogue_publish")
    assert capsys.readouterr().out == "tenant musterstadt\npublished 1 revisions\n"


def test_a_city_that_breaks_does_not_take_the_others_with_it(own):
    make.city(own / "kommunen", "beispielstadt", name="Beispielstadt", prefix="BE", postcode="99998")
    make.publish()
    (own / "kommunen/beispielstadt/kommune.yaml").write_text("key: [", "utf-8")
    assert len(make.publish().problems) == 1
    assert queries.leistung("musterstadt", "fahrradbox").number == 1
    assert [hit.kommunen for hit in queries.search("fahrradbox").hits] == [("musterstadt",)]
    assert Tenant.objects.filter(key="beispielstadt").exists()
