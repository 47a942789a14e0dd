"""An operator brings a grid by browser: preview, revision, released by a second person. Others see nothing of it."""

import json
from datetime import timedelta

import make_supply
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from glueckauf.core import clock, files
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.supply import actions, queries, tasks
from glueckauf.supply.engine.exports import own_pipes as pipe_exports
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.models import Grid, GridFile, GridLookTurn, Reservation, Sensor
from glueckauf.supply.rules.imports import KEEP, MOST_OPEN, Stand
from tests import make_identity, make_imports
from tests.make_catalogue import NOON
from tests.test_supply_grids import INP

pytestmark = pytest.mark.django_db
OPERATOR, BY = make_supply.OPERATOR, make_supply.BY
PAGE = "netz-importe"


def desk(tenant=OPERATOR):
    """A browser of somebody at the desk of a tenant."""
    return make_identity.desk_of(make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",)))


def send(browser, content=None, *, network="power", name="netz.zip", **more):
    """The form with a file."""
    given = make_imports.feeder() if content is None else content
    return browser.post(reverse(PAGE), {"network": network, "file": SimpleUploadedFile(name, given), **more})


def looked(answer):
    """The id of the file, after the engine looked at it."""
    assert answer.status_code == 302, answer.content.decode()
    assert actions.look_at_next("test", clock=clock.now)
    return int(answer["Location"].strip("/").split("/")[-1])


def step(browser, file_id, verb):
    return browser.post(reverse("netz-import", args=[file_id]), {"tun": verb})


def release(browser, number, seen, *, network="strom", **more):
    return browser.post(reverse("netz-fassung", args=[network, number]), {"statt": seen, "verstanden": "on"} | more)


def in_force():
    return queries.number_in_force(BY, "power")


def test_one_brings_a_grid_another_puts_it_in_force_and_an_older_one_again():
    max_, petra = desk(), desk()
    waiting = send(max_)
    page = max_.get(waiting["Location"]).content.decode()
    assert "wird angesehen" in page and 'data-hx-trigger="every 2s"' in page
    file_id = looked(waiting)
    page = max_.get(waiting["Location"]).content.decode()
    assert "Knoten" in page and "Es ist die erste Fassung" in page and "keine Lastgänge dabei" in page
    assert step(max_, file_id, "uebernehmen")["Location"] == reverse("netz-fassung", args=["strom", 1])
    assert in_force() == 0
    assert "zweite Person setzt diese Fassung in Kraft" in max_.get(reverse("netz-fassung", args=["strom", 1])).content.decode()
    assert release(max_, 1, 0).status_code == 409 and in_force() == 0
    assert release(petra, 1, 0).status_code == 302 and in_force() == 1
    second = looked(send(petra, make_imports.feeder(6)))
    page = petra.get(reverse("netz-import", args=[second])).content.decode()
    assert "gegenüber Fassung 1" in page and "Knoten: " in page
    step(petra, second, "uebernehmen")
    release(max_, 2, 1)
    assert in_force() == 2
    assert "Wieder in Kraft setzen" in petra.get(reverse("netz-fassung", args=["strom", 1])).content.decode()
    assert release(petra, 1, 2).status_code == 302 and in_force() == 1
    listed = petra.get(reverse(PAGE)).content.decode()
    assert "abgelöst" in listed and "in Kraft" in listed and "Max Beispiel" in listed


@pytest.mark.parametrize(
    ("network", "slug", "name", "content"),
    [
        ("power", "strom", "netz.zip", make_imports.feeder()),
        ("water", "wasser", "netz.inp", INP.encode()),
        ("gas", "gas", "gas.zip", pipe_exports.zipped(synthetic_gas(Town(transformers=1, houses=8)))),
    ],
)
def test_a_revision_goes_home_as_csv_and_comes_back_the_same(network, slug, name, content):
    number = revision_of(network, name, content)
    answer = desk().get(reverse("netz-fassung-netz", args=[slug, number]))
    assert answer["Content-Disposition"] == f'attachment; filename="{slug}-fassung-{number}.zip"' and "no-store" in answer["Cache-Control"]
    again = revision_of(network, "wieder.zip", answer.content)
    difference = queries.revision_page(make_imports.person(OPERATOR), network, again).summary["difference"]
    assert difference and not any(one["count"] for one in difference.values())
    assert "Netz als CSV-Dateien" in desk().get(reverse("netz-fassung", args=[slug, again])).content.decode()
    assert desk().get(reverse("netz-fassung-netz", args=[slug, again])).content == answer.content


def revision_of(network, name, content):
    """Brought, taken over and in force."""
    file_id = make_imports.brought(OPERATOR, content, network=network, name=name)
    number = actions.take_over(file_id, by=make_imports.person(OPERATOR), at=NOON)
    actions.release_grid(network, number=number, by=make_imports.person(OPERATOR, 4712), at=NOON)
    return number


def test_profiles_go_home_as_they_came_and_a_grid_without_has_none():
    number = make_supply.town(by=BY)
    answer = desk().get(reverse("netz-fassung-lastgaenge", args=["strom", number]))
    assert answer.status_code == 200 and answer.content.startswith(b"PK") and answer["Content-Type"] == "application/octet-stream"
    assert "Lastgänge (NPZ)" in desk().get(reverse("netz-fassung", args=["strom", number])).content.decode()
    bare = revision_of("power", "netz.zip", make_imports.feeder())
    assert desk().get(reverse("netz-fassung-lastgaenge", args=["strom", bare])).status_code == 404


def test_each_step_stands_in_the_audit_without_a_name():
    file_id = make_imports.brought(OPERATOR)
    actions.take_over(file_id, by=make_imports.person(OPERATOR), at=NOON)
    with reading(BY):
        found = list(Event.objects.filter(tenant=OPERATOR).order_by("pk").values_list("kind", "payload", "actor"))
    assert [kind.rpartition(".")[2] for kind, *_ in found] == ["GridFileMoved", "GridFileMoved", "GridImported"]
    assert [actor for *_, actor in found] == ["clerk:4711", "rule:supply.looks", "clerk:4711"]
    assert "netz.zip" not in json.dumps([payload for _, payload, _ in found])


def test_cities_and_other_operators_find_none_of_it():
    file_id, number = make_imports.brought(OPERATOR), make_imports.in_force(BY)
    revision = ["strom", number]
    addresses = [reverse(PAGE), reverse("netz-import", args=[file_id]), reverse("netz-fassung", args=revision)]
    files_of_it = [reverse(name, args=revision) for name in ("netz-fassung-netz", "netz-fassung-lastgaenge")]
    assert [desk(who).get(one).status_code for who in ("bochum", "donetz") for one in files_of_it] == [404] * 4
    for method in ("get", "post"):
        assert [getattr(desk("bochum"), method)(one).status_code for one in addresses] == [404, 404, 404]
        assert [getattr(desk("donetz"), method)(one).status_code for one in addresses[1:]] == [404, 404]
    assert "netz.zip" not in desk("donetz").get(addresses[0]).content.decode()
    assert {Client().get(one).status_code for one in addresses} == {302}
    stranger = make_imports.person("donetz")
    for verb in (actions.take_over, actions.drop_file, actions.look_again):
        with pytest.raises(NotFound):
            verb(file_id, by=stranger, at=NOON)
    with pytest.raises(NotFound):
        actions.release_grid("power", number=number, by=stranger, at=NOON)


def test_a_city_cannot_bring_a_grid_and_an_operator_only_of_its_networks():
    assert send(desk("bochum")).status_code == 404
    answer = send(desk("donetz"), network="heat")
    assert answer.status_code == 422 and not GridLookTurn.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 but no archive", "kein lesbares ZIP-Archiv"),
        (b"<html><script>alert(1)</script>", "Für dieses Netz kennt der Import"),
        (b'{"_module": "os", "_class": "system", "_object": "id"}', "Was nicht stimmt"),
        (lambda: make_imports.archive(**{"nodes.csv": "\0" * (300 * 1024 * 1024)}), "Entpackt ist das Archiv größer als 100 MB"),
        (make_imports.feeder()[:-200], "kein lesbares ZIP-Archiv"),
    ],
    ids=["no archive", "html", "foreign class", "bomb", "broken off"],
)
def test_what_is_no_grid_is_refused_with_its_reason(content, said):
    max_ = desk()
    file_id = looked(send(max_, content() if callable(content) else content))
    page = max_.get(reverse("netz-import", args=[file_id])).content.decode()
    assert said in page and "nicht lesbar" in page and "<script>alert" not in page
    assert step(max_, file_id, "uebernehmen").status_code == 409 and in_force() == 0
    assert step(max_, file_id, "verwerfen").status_code == 302
    assert not GridFile.objects.exists()


def test_wrong_rows_are_listed_with_file_line_and_column():
    archive = make_imports.archive(**{"nodes.csv": "id;rated_kv\na;10\na;zehn\n;0,4\n", "sources.csv": "id;node\nq;nirgends\n"})
    max_ = desk()
    file_id = looked(send(max_, archive))
    page = max_.get(reverse("netz-import", args=[file_id])).content.decode()
    assert "nodes.csv, Zeile 3, Spalte id" in page and "nodes.csv, Zeile 3, Spalte rated_kv" in page
    assert "nodes.csv, Zeile 4, Spalte id" in page and "sources.csv, Zeile 2, Spalte node" in page and "4 Fehler" in page


def test_a_file_that_is_too_large_is_not_kept_and_the_page_says_so():
    answer = send(desk(), b"\0" * (100 * 1024 * 1024 + 1))
    assert answer.status_code == 422 and "höchstens 100 MB" in answer.content.decode()
    assert not GridFile.objects.exists()
    both = send(desk(), b"\0" * (60 * 1024 * 1024), profiles=SimpleUploadedFile("p.npz", b"\0" * (50 * 1024 * 1024)))
    assert both.status_code == 422 and "höchstens 100 MB" in both.content.decode()


@pytest.mark.parametrize(
    "more", [{"file": ""}, {"network": "nirgends"}, {"network": "water", "profiles": SimpleUploadedFile("p.npz", b"x")}]
)
def test_a_form_that_makes_no_sense_is_shown_again(more):
    given = {"network": "power", "file": SimpleUploadedFile("netz.zip", b"x")} | more
    assert desk().post(reverse(PAGE), given).status_code == 422
    assert not GridFile.objects.exists()


def test_a_preview_beside_another_revision_does_not_count_any_more():
    file_id, person = make_imports.brought(OPERATOR), make_imports.person(OPERATOR)
    make_imports.in_force(BY)
    assert queries.grid_file(person, file_id).stand is Stand.OUTDATED
    with pytest.raises(actions.NotReady):
        actions.take_over(file_id, by=person, at=NOON)
    actions.look_again(file_id, by=person, at=NOON)
    with pytest.raises(actions.NotReady):
        actions.drop_file(file_id, by=person, at=NOON)
    assert actions.look_at_next("test", clock=lambda: NOON)
    assert queries.grid_file(person, file_id).stand is Stand.READY
    assert actions.take_over(file_id, by=person, at=NOON) == 2
    with pytest.raises(actions.NotReady):
        actions.take_over(file_id, by=person, at=NOON)


def test_a_grid_without_what_the_house_relies_on_says_so_first(as_tenant):
    max_ = desk()
    make_imports.in_force(BY, houses=5)
    with as_tenant(OPERATOR):
        grid = Grid.objects.get(network="power")
        device = {"kind": "wallbox", "sign": 1, "power_kw": 11, "outcome": "yes", "at": NOON, "until": NOON.date()}
        for turn, (node, state) in enumerate([("n-6", "accepted"), ("n-6", "connected"), ("n-5", "freed"), ("n-2", "pending")]):
            Reservation.objects.create(tenant_id=OPERATOR, grid=grid, vorgang_id=turn, turn=turn, node=node, state=state, **device)
        Sensor.objects.create(tenant_id=OPERATOR, series="u5", device="m5", network="power", kind="meter", element="n-5", at=NOON)
    page = max_.get(reverse("netz-import", args=[looked(send(max_, make_imports.feeder(3)))])).content.decode()
    assert "Anschlusspunkte mit zugesagten oder geprüften Geräten, im Ganzen 1: n-6." in page
    assert "Orte von Messstellen, im Ganzen 1: n-5." in page and "laufender Störungen" not in page
    page = max_.get(reverse("netz-import", args=[looked(send(max_, make_imports.feeder(5)))])).content.decode()
    assert "Es fehlen" not in page


def test_neither_who_brought_a_file_nor_who_took_it_over_releases_it():
    first, second, third = (make_imports.person(OPERATOR, number) for number in (1, 2, 3))
    number = actions.take_over(make_imports.brought(OPERATOR, by=first), by=second, at=NOON)
    for one in (first, second):
        with pytest.raises(actions.GridNeedsSecondPerson):
            actions.release_grid("power", number=number, by=one, at=NOON)
    actions.release_grid("power", number=number, by=third, at=NOON)
    assert in_force() == number


def test_who_saw_another_revision_in_force_changes_nothing():
    make_imports.in_force(BY)
    number = actions.take_over(make_imports.brought(OPERATOR), by=make_imports.person(OPERATOR), at=NOON)
    petra = desk()
    for seen in ("0", "9", "", "x", "-1", "1" * 40):
        assert release(petra, number, seen).status_code == 409
    unread = petra.post(reverse("netz-fassung", args=["strom", number]), {"statt": "1"})
    assert unread.status_code == 409 and in_force() == 1
    assert release(petra, number, "1").status_code == 302 and in_force() == number


def test_a_worker_that_dies_over_a_file_leaves_it_to_the_next_and_in_the_end_it_is_refused():
    file_id, at = make_imports.brought(OPERATOR, look=False), NOON
    for _ in range(2):
        assert actions.imports.take_look("dead", at=at).file_id == file_id
        assert actions.imports.take_look("too soon", at=at) is None
        at += timedelta(minutes=6)
    assert actions.look_at_next("next", clock=lambda: at)
    found = queries.grid_file(make_imports.person(OPERATOR), file_id)
    assert found.stand is Stand.REFUSED and "zu groß oder zu verwickelt" in found.places[0][1]


def test_the_engine_looks_at_a_few_files_at_once_and_the_next_has_to_wait():
    max_ = desk()
    for _ in range(MOST_OPEN):
        assert send(max_).status_code == 302
    assert "Es warten schon" in send(max_).content.decode() and GridLookTurn.objects.count() == MOST_OPEN
    assert send(desk("donetz")).status_code == 302


def test_a_file_that_became_no_revision_is_forgotten_and_a_revision_keeps_its_own():
    kept, lost = make_imports.brought(OPERATOR), make_imports.brought(OPERATOR, make_imports.feeder(9))
    actions.take_over(kept, by=make_imports.person(OPERATOR), at=NOON)
    tasks.forget_files(NOON + KEEP - timedelta(hours=1))
    with reading(BY):
        assert GridFile.objects.count() == 2
        hashes = frozenset(GridFile.objects.values_list("content", flat=True))
    assert frozenset().union(*(keeper(hashes) for keeper in files._keepers)) == hashes
    tasks.forget_files(NOON + KEEP + timedelta(hours=1))
    with reading(BY):
        assert set(GridFile.objects.values_list("pk", flat=True)) == {kept} and lost


def test_the_pages_ask_as_often_for_many_revisions_as_for_few(django_assert_max_num_queries):
    max_ = desk()
    for _ in range(3):
        actions.take_over(make_imports.brought(OPERATOR), by=make_imports.person(OPERATOR), at=NOON)
    for _ in range(3):
        make_imports.brought(OPERATOR)
    with django_assert_max_num_queries(32):
        assert max_.get(reverse(PAGE)).status_code == 200
    look = actions.look_at("power", name="netz.zip", content=make_imports.feeder(), by=BY)
    for _ in range(30):
        actions.import_grid(look, by=Rule(tenant=OPERATOR, name="grid"), at=NOON)
    with django_assert_max_num_queries(32):
        assert max_.get(reverse(PAGE)).status_code == 200
