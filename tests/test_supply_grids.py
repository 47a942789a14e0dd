"""A grid is imported: preview, revision, in force. What is wrong is named with its place, and the old revision stays."""

import io
import json
from dataclasses import replace
from io import StringIO

import make_grids
import make_supply
import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError

from glueckauf.core import files
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.supply import actions, queries
from glueckauf.supply.engine.exports import own
from glueckauf.supply.engine.power.addresses import no_connections
from glueckauf.supply.models import GridRevision
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
BY = make_supply.BY
INP = """[JUNCTIONS]
J1 10 5
J2 12 3
[RESERVOIRS]
R1 60
[PIPES]
P1 R1 J1 100 200 130 0 Open
P2 J1 J2 150 150 130 0 Open
[OPTIONS]
UNITS CMH
HEADLOSS H-W
[TIMES]
DURATION 24:00
[END]
"""


def feeder(houses=5, **change):
    grid = make_grids.feeder(houses)
    loads = replace(grid.loads, id=tuple(f"load-{at}" for at in range(houses)), **change)
    return own.zipped(replace(grid, loads=loads), no_connections())


@pytest.fixture
def run(tmp_path):
    """`glueckauf grid …` with files of these contents."""

    def call(verb, *words, network="power", **contents):
        paths = []
        for name, content in contents.items():
            path = tmp_path / name
            path.write_bytes(content)
            paths += [str(path)] if name == "file" else [f"--{name}", str(path)]
        out = StringIO()
        call_command("grid", verb, *paths, *words, "--operator", make_supply.OPERATOR, "--network", network, stdout=out)
        return out.getvalue()

    return call


def number():
    return queries.in_force(BY, "power").number


def test_without_release_only_the_preview_is_shown(run):
    said = run("import", file=feeder())
    assert "nodes                7" in said and "islands 1" in said and "the first revision" in said
    assert "Nothing was kept" in said and queries.revisions(BY, "power") == ()


def test_the_second_import_says_what_changes_and_takes_over(run):
    run("import", "--release", file=feeder())
    said = run("import", "--release", file=feeder(6))
    assert "added: 3" in said and "Revision 2 is in force" in said and number() == 2
    assert [(row.number, row.is_in_force) for row in queries.revisions(BY, "power")] == [(2, True), (1, False)]
    actions.release_grid("power", number=1, by=BY, at=NOON.replace(year=2027))
    assert number() == 1 and "in force" in run("list")
    with pytest.raises(NotFound):
        actions.release_grid("power", number=9, by=BY, at=NOON)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Für dieses Netz kennt der Import"),
        (b"PK\x03\x04 but no archive", "kein lesbares ZIP-Archiv"),
        (b'{"_module": "os", "_class": "system"', "Datei"),
        (b"[JUNCTIONS]\n", "CSV-Archiv, unser GeoJSON oder pandapower"),
        (json.dumps({"_object": {"trafo3w": {"_class": "DataFrame", "_object": "{}"}}}).encode(), ""),
    ],
)
def test_what_is_no_grid_is_refused_and_the_old_revision_stays(run, content, said):
    run("import", "--release", file=feeder())
    with pytest.raises(CommandError, match="The revision in force stays") as refused:
        run("import", "--release", file=content)
    assert said in str(refused.value) and number() == 1


def test_everything_that_is_wrong_is_said_with_its_place(run):
    grid = make_grids.feeder(3)
    twice = replace(grid, nodes=replace(grid.nodes, id=("n-0", "n-1", "n-1", "n-3", "n-4")))
    with pytest.raises(CommandError) as refused:
        run("import", "--release", file=own.zipped(twice, no_connections()))
    assert "nodes.csv, Zeile 4, Spalte id" in str(refused.value)
    with pytest.raises(queries.NoGrid):
        number()


def test_an_island_is_shown_but_may_be_imported(run):
    grid = make_grids.feeder(4)
    open_end = make_grids.switched(grid, ("line", 2, 1, False))
    fixed = replace(open_end, loads=replace(grid.loads, id=tuple(f"load-{at}" for at in range(4))))
    said = run("import", file=own.zipped(fixed, no_connections()))
    assert "unsupplied: 3 (n-3, n-4, n-5)" in said


def test_a_file_of_a_hundred_megabytes_is_not_even_read(run, tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    with pytest.raises(CommandError, match="larger than 100 MB"):
        call_command("grid", "import", str(large), "--operator", make_supply.OPERATOR)


def series(**change):
    out = io.BytesIO()
    np.savez(out, **{"names": np.array(["haus"]), "values": np.ones((35136, 1), dtype=np.float32), **change})
    return out.getvalue()


def test_devices_that_name_a_profile_need_it(run):
    named = feeder(profile=("haus",) * 5)
    with pytest.raises(CommandError, match="haus"):
        run("import", file=named)
    assert "Revision 1" in run("import", "--release", file=named, profiles=series())


@pytest.mark.parametrize(
    ("profiles", "said"),
    [
        (series(values=np.full((35136, 1), np.nan)), "35136 Viertelstunden haben eine Lücke, die erste ist Nummer 1"),
        (series(values=np.ones((100, 1))), "die Datei hat 100"),
        (series(values=np.ones((35136, 2))), "genau eine Spalte"),
        (series(names=np.array([{"a": 1}], dtype=object)), "keine lesbare Datei"),
        (b"nonsense", "keine lesbare Datei"),
    ],
)
def test_profiles_with_gaps_or_objects_are_refused(run, profiles, said):
    with pytest.raises(CommandError, match=said):
        run("import", file=feeder(), profiles=profiles)


def test_a_water_grid_is_a_revision_too(run):
    said = run("import", "--release", network="water", file=INP.encode())
    assert "pipes                2" in said and queries.in_force(BY, "water").format == "epanet"
    more = INP.replace("[RESERVOIRS]", "J3 9 1\n[RESERVOIRS]").replace("[OPTIONS]", "P3 J2 J3 50 100 130 0 Open\n[OPTIONS]")
    assert "nodes J3, pipes P3" in run("import", network="water", file=more.encode())
    with pytest.raises(queries.NoGrid):
        number()


def test_files_of_a_revision_are_kept_and_the_model_is_what_was_imported(run):
    run("import", "--release", file=feeder(), profiles=series())
    with reading(BY):
        row = GridRevision.objects.visible_to(BY).get()
    assert files.read_blob(row.model) == feeder()
    hashes = frozenset([row.model, row.series])
    assert frozenset().union(*(keeper(hashes) for keeper in files._keepers)) == hashes
    assert ContentFile(files.read_blob(row.series)).size


def test_the_demo_town_is_built_once_and_says_that_it_is_invented(run):
    assert "revision 1 is in force (synthetic)" in run("demo")
    assert "revision 1" in run("demo") and len(queries.revisions(BY, "power")) == 1
    assert queries.in_force(BY, "power").is_synthetic
