"""Editions begin on their day in Germany, follow what the shared folder becomes, and two that begin at once both count."""

import threading
from datetime import UTC, date, datetime

import make_catalogue
import make_editing as make
import pytest
from django.db import connections

from glueckauf.catalogue import queries
from glueckauf.catalogue.actions import draft_errors as errors
from glueckauf.catalogue.actions import editing, publish
from glueckauf.catalogue.models import Publication
from glueckauf.catalogue.queries import editing as pages
from glueckauf.catalogue.queries.editions import in_effect
from glueckauf.catalogue.tasks import begin_editions
from glueckauf.cities import queries as cities
from glueckauf.core.errors import NotFound

SLUG = make.SLUG


def amount(city="bochum", slug=SLUG, key="ein_hund"):
    queries.forget()
    return str(queries.leistung(city, slug).leistung.values[key].amount)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "before", "at"),
    [
        (date(2027, 3, 28), datetime(2027, 3, 27, 22, 59, tzinfo=UTC), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),  # summer time begins
        (date(2027, 3, 29), datetime(2027, 3, 28, 21, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),  # the day after
        (date(2027, 10, 31), datetime(2027, 10, 30, 21, 59, tzinfo=UTC), datetime(2027, 10, 30, 22, 0, tzinfo=UTC)),  # it ends
        (date(2027, 11, 1), datetime(2027, 10, 31, 22, 59, tzinfo=UTC), datetime(2027, 10, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_an_edition_begins_at_midnight_in_germany_also_when_the_clocks_change(day, before, at):
    make.published()
    make.with_fee(*make.pair(), "180", on=day)
    begin_editions(before)
    assert amount() == "168"
    begin_editions(at)
    assert amount() == "180"
    assert amount("essen") == "156"
    publications = Publication.objects.count()
    begin_editions(at)
    assert Publication.objects.count() == publications


@pytest.mark.django_db
def test_of_two_planned_ones_each_has_its_time_and_one_can_be_withdrawn():
    make.published()
    adam, lea = make.pair()
    make.with_fee(adam, lea, "200", on=date(2027, 3, 1))
    make.with_fee(adam, lea, "180", on=date(2027, 1, 1))
    begin_editions(datetime(2027, 1, 2, tzinfo=UTC))
    assert amount() == "180"
    page = pages.draft_page(adam, make.override(adam).pk, at=datetime(2027, 1, 2, tzinfo=UTC))
    assert [r.text for r in page.warnings if r.code == "planned"][0].startswith("Fassung 1 ist schon freigegeben und gilt ab 01.03.2027.")
    with pytest.raises(errors.AlreadyInEffect):
        editing.withdraw(SLUG, edition=2, by=adam, at=datetime(2027, 1, 2, tzinfo=UTC))
    editing.withdraw(SLUG, edition=1, by=adam, at=datetime(2027, 1, 2, tzinfo=UTC))
    begin_editions(datetime(2027, 3, 2, tzinfo=UTC))
    assert amount() == "180"
    states = [(row.number, row.state) for row in pages.editions(adam, SLUG, at=datetime(2027, 3, 2, tzinfo=UTC))]
    assert states == [(2, "in_effect"), (1, "withdrawn")]


@pytest.fixture
def own(tmp_path, settings):
    """Folders of one city and one Leistung, to be changed under an edition."""
    make_catalogue.use(settings, leistungen=tmp_path / "leistungen", kommunen=tmp_path / "kommunen")
    make_catalogue.city(tmp_path / "kommunen", "bochum", name="Bochum", prefix="BO", postcode="44787")
    make_catalogue.leistung(tmp_path / "leistungen")
    yield tmp_path
    cities.forget()
    queries.forget()


@pytest.mark.django_db
def test_a_folder_that_changes_under_an_edition_comes_along_and_a_break_keeps_the_last_good_state(own):
    make.published()
    adam, lea = make.pair()
    draft = make.override(adam, "fahrradbox")
    make.save(draft, "change.without", ["boxen"], by=adam)
    make.save(draft, "change.fee", {"kind": "none"}, by=adam)
    make.out(draft, adam, lea)
    begun = queries.leistung("bochum", "fahrradbox")
    assert [f.key for s in begun.leistung.form.sections for f in s.fields] == ["nachname"]

    path = own / "leistungen/fahrradbox/leistung.yaml"
    path.write_text(path.read_text("utf-8").replace("minutes: 2", "minutes: 5"), "utf-8")
    make.published()
    queries.forget()
    assert queries.leistung("bochum", "fahrradbox").leistung.minutes == 5

    path.write_text(path.read_text("utf-8").replace("key: boxen", "key: kisten").replace("answer: boxen", "answer: kisten"), "utf-8")
    problems = make.published().problems
    queries.forget()
    assert [line.partition(":")[0] for line in problems] == ["editionen/bochum/fahrradbox/1"]
    assert queries.leistung("bochum", "fahrradbox").leistung.minutes == 5
    editing.roll_back("fahrradbox", edition=0, by=adam, at=make.NOON)
    queries.forget()
    assert [f.key for s in queries.leistung("bochum", "fahrradbox").leistung.form.sections for f in s.fields] == ["nachname", "kisten"]
    assert queries.problems() == ()


@pytest.mark.django_db
def test_what_was_broken_meanwhile_cannot_be_rolled_back_to(own):
    make.published()
    adam, lea = make.pair()
    for without, fee in ((["boxen"], {"kind": "none"}), ([], {"kind": "none"})):
        draft = make.override(adam, "fahrradbox")
        make.save(draft, "change.without", without, by=adam)
        make.save(draft, "change.fee", fee, by=adam)
        make.out(draft, adam, lea)
    path = own / "leistungen/fahrradbox/leistung.yaml"
    path.write_text(path.read_text("utf-8").replace("key: boxen", "key: kisten").replace("answer: boxen", "answer: kisten"), "utf-8")
    make.published()
    with pytest.raises(errors.HasErrors):
        editing.roll_back("fahrradbox", edition=1, by=adam, at=make.NOON)
    with pytest.raises(NotFound):
        editing.roll_back("fahrradbox", edition=7, by=adam, at=make.NOON)


@pytest.mark.django_db
def test_a_release_reads_only_what_it_changes(monkeypatch):
    make.published()
    adam, lea = make.pair()

    def refuse(*args):
        raise AssertionError("all folders were read")

    monkeypatch.setattr(publish, "everything", refuse)
    make.with_fee(adam, lea, "180")
    assert amount() == "180"


def in_threads(*calls):
    """All at once, each with a connection of its own; what one raised is raised here."""
    raised = []

    def run(call):
        try:
            call()
        except Exception as error:  # told below
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if raised:
        raise raised[0]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_save_at_the_same_time_and_both_count():
    make.published()
    adam, lea = make.pair()
    draft = make.override(adam)
    seen = draft.current

    def writes(by, part):
        for number in range(8):
            editing.save_part(draft.pk, part=part, value=f"{number}", seen=seen if number == 0 else 10_000, by=by, at=make.NOON)

    in_threads(lambda: writes(adam, "change.values.ein_hund.amount"), lambda: writes(lea, "change.values.zwei_hunde.amount"))
    values = pages.draft_page(adam, draft.pk, at=make.NOON).content["change"]["values"]
    assert (values["ein_hund"]["amount"], values["zwei_hunde"]["amount"]) == ("7", "7")


@pytest.mark.django_db(transaction=True)
def test_two_begin_a_draft_at_the_same_time_and_get_the_same_one():
    make.published()
    adam, lea = make.pair()
    found = []
    in_threads(*(lambda by=by: found.append(make.override(by).pk) for by in (adam, lea)))
    assert len(found) == 2
    assert len(set(found)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_cities_release_at_the_same_time_and_both_are_current():
    make.published()
    people = {city: make.pair(city) for city in ("bochum", "essen")}
    drafts = {}
    for city, (one, _) in people.items():
        drafts[city] = make.override(one)
        make.save(drafts[city], "change.values.ein_hund.amount", "180", by=one)
        editing.request_release(drafts[city].pk, effective_from=make.TODAY, by=one, at=make.NOON)
    in_threads(*(lambda city=city: editing.release(drafts[city].pk, by=people[city][1], at=make.NOON) for city in people))
    assert (amount("bochum"), amount("essen"), amount("dortmund")) == ("180", "180", "156")


@pytest.mark.django_db
def test_a_release_between_the_look_and_the_lock_of_another_one_stays(monkeypatch):
    make.published()
    people = {city: make.pair(city) for city in ("bochum", "essen")}
    drafts = {city: make.override(one) for city, (one, _) in people.items()}
    for city, (one, _) in people.items():
        make.save(drafts[city], "change.values.ein_hund.amount", "180", by=one)
        editing.request_release(drafts[city].pk, effective_from=make.TODAY, by=one, at=make.NOON)
    looked = []

    def late(day):
        found = in_effect(day)
        looked.append(found)
        if len(looked) == 1:
            editing.release(drafts["essen"].pk, by=people["essen"][1], at=make.NOON)
        return found

    monkeypatch.setattr(publish, "in_effect", late)
    editing.release(drafts["bochum"].pk, by=people["bochum"][1], at=make.NOON)
    assert (amount("bochum"), amount("essen"), len(looked[0])) == ("180", "180", 1)
