"""Operators of networks: tenants beside the cities, who answers what, and what is wrong in their folders."""

from pathlib import Path

import make_catalogue as make
import pytest
from django.conf import settings as django_settings

from glueckauf.cities import queries
from glueckauf.cities.rules.schema import Network

CITIES = ("bochum", "dortmund", "duisburg", "essen", "gelsenkirchen", "muelheim")


@pytest.mark.parametrize("kommune", CITIES)
def test_each_city_has_its_operator_of_the_power_grid_with_sources(kommune):
    operator = queries.operator_of(kommune, Network.POWER)
    assert operator is not None
    assert all(served.source for served in operator.serves)
    assert {"netzanschluss", "leitstelle"} <= {office.key for office in operator.offices}
    assert operator.open, "no operator promised anything, and its folder says so"


def test_an_operator_may_serve_several_cities_and_a_network_nobody_runs_has_none():
    assert queries.operator_of("essen", "power") == queries.operator_of("muelheim", "power")
    assert queries.operator_of("muelheim", Network.HEAT) is None
    assert queries.owner_of(queries.kommune("bochum"), None).key == "bochum"
    assert queries.owner_of(queries.kommune("muelheim"), Network.HEAT).key == "muelheim"
    assert queries.owner_of(queries.kommune("bochum"), Network.POWER).key == "stadtwerke-bochum-netz"


def test_a_tenant_is_found_by_its_key_whatever_it_is():
    assert queries.tenant("bochum").seat == "Bochum"
    assert queries.tenant("westnetz").full_name == "Westnetz"
    with pytest.raises(queries.UnknownKommune):
        queries.tenant("atlantis")


GOOD = (Path(django_settings.GLUECKAUF.netzbetreiber) / "donetz" / "netzbetreiber.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("prefix: DN", "prefix: BO", "prefix: duplicate_prefix (bochum has BO too)"),
        ("key: donetz", "key: bochum", "key: not_the_name_of_the_folder (bochum)"),
        ("networks: [power, gas, water]", "networks: [steam]", "serves.0.networks.0: enum"),
        ("town: Dortmund", "twon: Dortmund", "twon: extra_forbidden"),
        ("  - key: leitstelle", "  - key: netzanschluss", "value_error"),
    ],
)
def test_a_slip_is_named_with_its_place_and_the_others_go_on(settings, tmp_path, before, after, said):
    assert before in GOOD
    for key, text in (("donetz", GOOD.replace(before, after)), ("zweiter", GOOD.replace("donetz", "zweiter").replace("DN", "ZW"))):
        (tmp_path / key).mkdir()
        (tmp_path / key / "netzbetreiber.yaml").write_text(text, "utf-8")
    make.use(settings, netzbetreiber=tmp_path)
    assert [one.key for one in queries.operators()] == ["zweiter"]
    assert any(said in str(problem) for problem in queries.operator_problems()), list(map(str, queries.operator_problems()))


@pytest.mark.usefixtures("unpublished")
def test_without_an_operator_the_page_says_where_to_go_and_nothing_is_handed_in(settings, tmp_path):
    make.empty(settings, tmp_path)
    (tmp_path / "niemand").mkdir()
    make.leistung(tmp_path / "leistungen", text=make.LEISTUNG.replace("office: buergerbuero", "operator: power\noffice: netzanschluss"))
    with_operator = make.offer("fahrradbox", "bochum")
    assert with_operator.owner.key == "stadtwerke-bochum-netz" and with_operator.leistung.can_be_started
    make.use(settings, netzbetreiber=tmp_path / "niemand")
    without = make.offer("fahrradbox", "bochum")
    assert without.owner.key == "bochum" and not without.leistung.can_be_started
    assert "direkt an ihn" in str(without.leistung.not_offered)


@pytest.mark.usefixtures("unpublished")
def test_an_office_the_operator_does_not_have_is_named(settings, tmp_path):
    make.empty(settings, tmp_path)
    make.leistung(tmp_path / "leistungen", text=make.LEISTUNG.replace("office: buergerbuero", "operator: power\noffice: buergerbuero"))
    assert any("no_such_office" in str(p) and "stadtwerke-bochum-netz" in str(p) for p in make.problems())


@pytest.mark.usefixtures("unpublished")
def test_a_choice_of_networks_names_options_the_form_has(settings, tmp_path):
    make.empty(settings, tmp_path)
    choice = "operator: power\nnetwork_choice: {{field: boxen, here: {{strom: power}}, elsewhere: {{}}}}\noffice: netzanschluss"
    make.leistung(tmp_path / "leistungen", text=make.LEISTUNG.replace("office: buergerbuero", choice))
    assert any("refers to what does not exist: boxen.strom" in str(p) for p in make.problems()), list(map(str, make.problems()))
