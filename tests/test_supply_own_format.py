"""Our own exchange format: the page is read, what was written reads back exactly, wrong places are named, hostile archives are refused."""

import io
import re
import zipfile
from dataclasses import fields, replace

import any_grid
import make_grids
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.imports import own, own_archive, own_rows
from glueckauf.supply.engine.imports.own_columns import FILES
from glueckauf.supply.engine.imports.problems import SHOWN, ImportRefused, RowsRefused
from glueckauf.supply.engine.power.addresses import Connections, no_connections
from glueckauf.supply.engine.power.circuit import circuit, supplied
from glueckauf.supply.engine.power.grid import COUPLER, LINE, TRANSFORMER
from tests import howto

DOC = howto.page("power-grid-as-csv.md")


def of_the_page() -> dict[str, bytes]:
    """File name -> block, in the order they are named."""
    smallest = howto.part(DOC, "The smallest grid that supplies a house")
    found, waiting, at = {}, [], 0
    for block in howto.BLOCK.finditer(smallest):
        waiting += [name for name in re.findall(r"`(\w+\.csv)`", smallest[at : block.start()])]
        found[waiting.pop(0)], at = block[3].encode(), block.end()
    assert not waiting
    return found


def changed(file: str, before: str, after: str) -> dict[str, bytes]:
    files = of_the_page()
    assert before.encode() in files[file]
    return files | {file: files[file].replace(before.encode(), after.encode())}


def packed(files, **options) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return raw.getvalue()


def refused(files) -> RowsRefused:
    with pytest.raises(RowsRefused) as error:
        own.imported(files)
    return error.value


def places(files) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.column) for one in refused(files).problems]


def same(one, other) -> None:
    """Equal in every field, NaN beside NaN."""
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=field.name)
        elif hasattr(a, "__dataclass_fields__"):
            same(a, b)
        else:
            assert a == b, field.name


def test_the_files_of_the_page_are_a_grid_that_supplies_a_house():
    found = own.zipped(packed(of_the_page()))
    grid = found.grid
    assert supplied(circuit(grid)).all() and grid.nodes.id == ("uw", "s1", "h1")
    assert grid.lines.r_ohm.tolist() == pytest.approx([0.208 * 0.0855, 0.02]) and grid.lines.rated_a.tolist() == [270, 250]
    assert grid.lines.c_nf.tolist() == pytest.approx([261 * 0.0855, 0]) and grid.transformers.copper_percent.tolist() == [1.325]
    assert grid.switches.kind == (TRANSFORMER, LINE) and grid.switches.closed.tolist() == [True, False]
    assert grid.loads.profile == ("haushalt-1",) and grid.generators.p_kw.tolist() == [9.8] and grid.sources.voltage_pu.tolist() == [1.02]
    assert (found.connections.house_number, found.connections.node.tolist()) == (("1 a",), [2])
    assert np.isnan(grid.nodes.xy[0]).all() and grid.nodes.xy[1].tolist() == [7.2001, 51.5001]


def test_the_page_names_all_files_and_columns_and_which_are_needed():
    rows = re.findall(r"^\| `(\w+\.csv)` \| (.+) \|$", DOC, re.M)
    assert [name for name, _ in rows] and {name for name, _ in rows} == set(FILES)
    for name, said in rows:
        words = said.split()
        assert tuple(word.strip("*") for word in words) == FILES[name].columns
        assert {word.strip("*") for word in words if word.startswith("**")} == FILES[name].needed


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_marks_separators_and_line_ends_do_not_matter(delimiter, start, newline):
    text = delimiter.join(["ID", "Rated_kV", "x", "y"]) + "\n" + delimiter.join(['"a"', '"0,4"', '" 7,25 "', '"51,5"'])
    grid = own.imported({"Nodes.CSV": start + text.replace("\n", newline).encode() + b"\n\n;;;\n"[: 2 if delimiter != ";" else 7]}).grid
    assert (grid.nodes.id, grid.nodes.rated_kv.tolist(), grid.nodes.xy.tolist()) == (("a",), [0.4], [[7.25, 51.5]])


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "reason"),
    [
        ("nodes.csv", "h1;Hausanschluss;0,4", "s1;Hausanschluss;0,4", (4, "id"), "gibt es schon in Zeile 3"),
        ("nodes.csv", "h1;Hausanschluss;0,4", "h1;Hausanschluss;", (4, "rated_kv"), "fehlt ein Wert"),
        ("nodes.csv", "h1;Hausanschluss;0,4", "h1;Hausanschluss;0", (4, "rated_kv"), "größer als 0"),
        ("nodes.csv", "7,2005;51,5001", "7,2005;", (4, "x"), "Koordinaten"),
        ("nodes.csv", "7,2005", "7.2005", (4, "x"), "Komma und mit Punkt"),
        ("nodes.csv", "uw;Umspannwerk Beispiel;10;", "uw;Umspannwerk Beispiel;1e999;", (2, "rated_kv"), "zu groß"),
        ("nodes.csv", "Umspannwerk Beispiel;10", "Umspannwerk Beispiel;zehn", (2, "rated_kv"), "„zehn“ ist keine Zahl"),
        ("nodes.csv", "id;name;rated_kv;x", "id;name;rated_kv;Farbe", (1, "farbe"), "Spalte „farbe“"),
        ("nodes.csv", "id;name;rated_kv;x", "id;id;rated_kv;x", (1, "id"), "zweimal"),
        ("nodes.csv", "id;name;rated_kv;x", "name;street;x;y", (1, "street"), "zweimal"),
        ("nodes.csv", "h1;Hausanschluss;0,4", "h1;Hausanschluss;0,4;9;9", (4, ""), "8 Felder"),
        ("nodes.csv", "h1;Hausanschluss", 'h1;"Hausanschluss', (4, ""), "Anführungszeichen"),
        ("lines.csv", "k1;s1;h1;85,5;NAYY 4x150", "k1;s1;h1;85,5;NAYY 5x150", (2, "type"), "Leitungstyp „NAYY 5x150“ gibt es nicht"),
        ("lines.csv", "NAYY 4x150;;;", ";;;", (2, "type"), "braucht einen Typ"),
        ("lines.csv", ";;0,02;0,008;250", ";;0,02;0,008;", (3, "type"), "braucht einen Typ"),
        ("lines.csv", "k2;s1;h1;90;;0,02;0,008", "k2;s1;h1;90;;0;0", (3, "r_ohm"), "keinen Widerstand"),
        ("lines.csv", "k1;s1;h1;85,5", "k1;s1;h1;0", (2, "r_ohm"), "keinen Widerstand"),
        ("lines.csv", "k1;s1;h1;85,5", "k1;s1;h1;-1", (2, "length_m"), "nicht kleiner als 0"),
        ("lines.csv", "k2;s1;h1", "k2;s1;s1", (3, "end"), "mit sich selbst"),
        ("lines.csv", "k2;s1;h1", "k2;uw;h1", (3, "end"), "verschiedene Nennspannungen"),
        ("lines.csv", "k2;s1;h1", "k2;s1;h7", (3, "end"), "Den Knoten „h7“ gibt es nicht"),
        ("lines.csv", "0,008;250", "0,008;0", (3, "rated_a"), "größer als 0"),
        ("transformers.csv", "t1;uw;s1", "t1;s1;uw", (2, "hv"), "vertauscht"),
        ("transformers.csv", "400;4;1,325", "400;1;1,325", (2, "copper_percent"), "Wirkanteil"),
        ("transformers.csv", "0,95;5;0", "0,95;13;0", (2, "clock"), "0 bis 11"),
        ("transformers.csv", "0,95;5;0", "0,95;5,5;0", (2, "clock"), "ganze Zahl"),
        ("switches.csv", "q1;transformer;uw;t1", "q1;coupler;uw;uw", (2, "other"), "mit sich selbst"),
        ("switches.csv", "q1;transformer;uw;t1", "q1;coupler;uw;s1", (2, "other"), "verschiedene Nennspannungen"),
        ("switches.csv", "q1;transformer;uw;t1", "q1;drehtür;uw;t1", (2, "kind"), "„drehtür“"),
        ("switches.csv", "q1;transformer;uw;t1", "q1;transformer;uw;t9", (2, "other"), "„t9“"),
        ("switches.csv", "q2;line;h1;k2", "q2;line;uw;k2", (3, "node"), "an keinem Ende"),
        ("switches.csv", "k2;nein;nein", "k2;vielleicht;nein", (3, "closed"), "ja oder nein"),
        ("sources.csv", "netz;uw;1,02", "netz;uw;10,2", (2, "voltage_pu"), "Vielfaches"),
        ("loads.csv", "l1;h1", "l1;h2", (2, "node"), "„h2“"),
        ("connections.csv", "00000", "1067", (2, "postcode"), "fünf Ziffern"),
        ("connections.csv", "a1;h1;Musterstraße", "a1;h1;", (2, "street"), "fehlt ein Wert"),
        ("connections.csv", "a1;h1;", "a1;h9;", (2, "node"), "„h9“"),
        ("grid.csv", "50", "50\n60", (3, ""), "nur eine Zeile"),
    ],
)
def test_a_wrong_place_is_named_alone_with_file_line_column_and_reason(file, before, after, place, reason):
    mine = [one for one in refused(changed(file, before, after)).problems if one.file == file]
    assert [(one.line, one.column) for one in mine] == [place]
    assert reason in mine[0].reason


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_format():
    files = changed("lines.csv", "k2;s1;h1;90", "k2;s1;h7;lang") | {"farben.csv": b"x", "grid.csv": b""}
    files["nodes.csv"] = files["nodes.csv"].replace(b"uw;Umspannwerk Beispiel;10", b"uw;Umspannwerk Beispiel;-10")
    wrong = [
        ("grid.csv", 0, ""),
        ("nodes.csv", 2, "rated_kv"),
        ("lines.csv", 3, "length_m"),
        ("lines.csv", 3, "end"),
        ("farben.csv", 0, ""),
    ]
    assert places(files) == wrong
    assert str(refused(files)) == "grid.csv: Die Datei ist leer. (und 4 weitere Fehler)"


def test_of_many_mistakes_the_first_hundred_are_shown_and_all_counted():
    rows = "".join(f"n{at};-1\n" for at in range(20_000))
    error = refused({"nodes.csv": b"id;rated_kv\n" + rows.encode()})
    assert (len(error.problems), error.count) == (SHOWN, 20_000)
    assert error.problems[99].place == "nodes.csv, Zeile 101, Spalte rated_kv"


@pytest.mark.parametrize(
    ("raw", "line", "word"),
    [
        ("id;rated_kv;street\na;0,4;Musterstraße".encode("iso-8859-1"), 2, "ISO-8859-1"),
        ("id;rated_kv\na;0,4".encode("utf-16"), 0, "UTF-16"),
        (b"", 0, "leer"),
        (b"\xef\xbb\xbf\n\n", 0, "leer"),
        (b"id;name\na;b", 1, "rated_kv"),
        (b"id;rated_kv\n" + b"a" * 30_000 + b";1", 2, "länger"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw, line, word):
    found = refused({"nodes.csv": raw}).problems
    assert [(one.file, one.line) for one in found] == [("nodes.csv", line)] and word in found[0].reason


def test_a_file_that_is_there_twice_is_said_so():
    assert places(of_the_page() | {"Nodes.csv": b"id;rated_kv\n"})[0] == ("nodes.csv", 0, "")


def test_without_nodes_there_is_no_grid():
    assert places({}) == [("nodes.csv", 0, "")]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(own_rows, "MOST_ROWS", 3)
    assert places({"nodes.csv": b"id;rated_kv\n" + b"a;1\n" * 4}) == [("nodes.csv", 5, "")]


def test_a_hundred_megabytes_are_refused_packed_unpacked_and_as_a_folder():
    large = b"\0" * (own_archive.LARGEST_BYTES + 1)
    for files in (lambda: own.zipped(large), lambda: own.imported({"nodes.csv": large}), lambda: own.zipped(packed({"nodes.csv": large}))):
        with pytest.raises(ImportRefused, match="100 MB"):
            files()


def test_an_archive_whose_directory_lies_about_sizes_is_not_believed():
    raw = packed({"nodes.csv": b"id;rated_kv\n" + b"a;1\n" * 10_000})
    at = raw.rindex(b"PK\x01\x02") + 24
    with pytest.raises(ImportRefused):
        own.zipped(raw[:at] + (5).to_bytes(4, "little") + raw[at + 4 :])


@pytest.mark.parametrize("name", ["../nodes.csv", "/etc/nodes.csv", "a/../../nodes.csv", "C:nodes.csv", "..\\nodes.csv"])
def test_a_path_that_leads_out_is_refused(name):
    raw = packed({"nodes_csv_of_a_longer_name"[: len(name)].ljust(len(name), "x"): b"id;rated_kv\n"})
    plain = "nodes_csv_of_a_longer_name"[: len(name)].ljust(len(name), "x").encode()
    with pytest.raises(ImportRefused, match="führt aus dem Archiv"):
        own.zipped(raw.replace(plain, name.encode()))


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"a/nodes.csv": b"", "b/nodes.csv": b""}, "demselben Ordner"),
        ({"a/b/nodes.csv": b""}, "demselben Ordner"),
        ({f"{at}.csv": b"" for at in range(201)}, "mehr als 200"),
        ({"nodes.zip": b"PK"}, "nodes.csv: Diese Datei fehlt. .und ein weiterer Fehler"),
    ],
)
def test_an_archive_of_another_build_is_refused(files, word):
    with pytest.raises(ImportRefused, match=word):
        own.zipped(packed(files))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"id;rated_kv\n", packed({"nodes.csv": b"id;rated_kv\na;1\n"})[:-40]])
def test_what_is_no_archive_is_refused(raw):
    with pytest.raises(ImportRefused, match="ZIP-Archiv"):
        own.zipped(raw)


def test_a_password_and_a_double_file_are_refused():
    raw = bytearray(packed({"nodes.csv": b"id;rated_kv\na;1\n"}))
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ImportRefused, match="Kennwort"):
        own.zipped(bytes(raw))
    twice = packed({"nodes.csv": b"id;rated_kv\na;1\n", "nodes_csv": b"id;rated_kv\nb;1\n"}).replace(b"nodes_csv", b"nodes.csv")
    with pytest.raises(ImportRefused, match="zweimal im Archiv"):
        own.zipped(twice)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_another_way_is_refused(method):
    with pytest.raises(ImportRefused, match="gepackt"):
        own.zipped(packed({"nodes.csv": b"id;rated_kv\na;1\n"}, compress_type=method))


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_broken_archive_brings_the_import_down(changes):
    raw = bytearray(packed({"nodes.csv": b"id;rated_kv\na;1\n"}))
    for at, value in changes:
        raw[at % len(raw)] = value
    try:
        found = own.zipped(bytes(raw))
    except ImportRefused:
        return
    assert found.grid.nodes.id


def test_a_folder_around_the_files_and_what_macos_adds_do_not_matter():
    files = {f"netz/{name}": raw for name, raw in of_the_page().items()}
    found = own.zipped(packed(files | {"netz/": b"", "__MACOSX/netz/._nodes.csv": b"\0", "netz/.DS_Store": b"\0"}))
    same(found, own.imported(of_the_page()))


def test_an_address_without_a_node_is_kept():
    found = own.imported(changed("connections.csv", "a1;h1;", "a1;;"))
    assert found.connections.node.tolist() == [-1]


def test_a_grid_reads_back_exactly_with_its_addresses_and_gives_the_same_bytes():
    grid = make_grids.feeder(4, tap=-1)
    grid = make_grids.switched(grid, (LINE, 1, 0, False), (COUPLER, 2, 4, True), (TRANSFORMER, 0, 0, True))
    addresses = Connections(
        id=("a-0", "a-1"),
        node=np.array([3, -1]),
        street=("Musterstraße", 'Am "Eck"; hinten'),
        house_number=("1", "2 b"),
        postcode=("00000",) * 2,
    )
    raw = exports.zipped(grid, addresses)
    found = own.zipped(raw)
    same(found.grid, grid)
    same(found.connections, addresses)
    assert exports.zipped(found.grid, found.connections) == raw


def test_a_switch_at_a_line_whose_row_is_past_the_last_node_reads_back():
    """A meshed grid has more lines than nodes."""
    grid = make_grids.feeder(2)
    lines = len(grid.nodes) + 2
    twins = make_grids.cables(lines, 100.0)
    at = np.full(lines, grid.lines.start[0]), np.full(lines, grid.lines.end[0])
    meshed = make_grids.switched(replace(grid, lines=replace(twins, start=at[0], end=at[1])), (LINE, int(at[0][0]), lines - 1, False))
    same(own.imported(exports.exported(meshed, no_connections())).grid, meshed)


@given(any_grid.grids())
@settings(max_examples=30, deadline=None)
def test_what_was_written_reads_back_exactly(grid):
    same(own.imported(exports.exported(grid, no_connections())).grid, grid)


@given(st.binary(max_size=300), st.sampled_from(sorted(FILES)))
@settings(max_examples=80, deadline=None)
def test_no_file_brings_the_import_down(raw, file):
    try:
        own.imported(of_the_page() | {file: raw})
    except ImportRefused:
        return
    assert own.imported({"nodes.csv": b"id;rated_kv\n"} | {file: raw})


def test_a_grid_reads_back_also_where_no_line_has_a_length():
    grid = make_grids.feeder(3)
    short = replace(grid, lines=replace(grid.lines, length_m=grid.lines.length_m * 0))
    same(own.imported(exports.exported(short, no_connections())).grid, short)
