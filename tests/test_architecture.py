"""The house holds its own rules: contracts that really bite, sizes, names, and nothing in the repository that belongs to one machine."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sizes

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "glueckauf"

# Contract, file to plant, its content: one violation for each way the contract can be broken.
PLANTED = [
    ("Packages keep their one order", "core/planted_order.py", "import glueckauf.portal.apps"),
    ("Packages keep their one order", "planted_package/__init__.py", ""),
    ("Inside a domain: one order, no other names", "mail/rules/planted_up.py", "import glueckauf.mail.models"),
    ("Inside a domain: one order, no other names", "mail/planted_name.py", ""),
    ("Rules and engines know no Django, no settings, no clock, no chance", "cities/rules/planted_django.py", "import django"),
    ("Rules and engines know no Django, no settings, no clock, no chance", "letters/rules/planted_clock.py", "import glueckauf.core.clock"),
    ("The Vorgang tables belong to vorgaenge", "portal/views/planted_table.py", "import glueckauf.vorgaenge.models"),
    ("No cycles at any depth", "forms/planted_a.py", "import glueckauf.forms.planted_b"),
    ("Tables are touched by actions and queries only", "mail/tasks/planted_table.py", "import glueckauf.mail.models"),
    ("Reading never writes, in any domain", "mail/queries/planted_write.py", "import glueckauf.mail.actions"),
    ("A view is reached by its URL, a handler by its event", "identity/tasks/planted_handler.py", "import glueckauf.mail.subscriptions"),
    ("A view is reached by its URL, a handler by its event", "mail/actions/planted_view.py", "import glueckauf.portal.views"),
    ("An engine is a library", "letters/engine/planted_core.py", "import glueckauf.core.money"),
]
SUPPORT = {"forms/planted_b.py": "import glueckauf.forms.planted_a"}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What import-linter says about a copy of the house with every violation planted: its section per broken contract."""
    place = tmp_path_factory.mktemp("planted")
    shutil.copytree(PACKAGE, place / "glueckauf", ignore=shutil.ignore_patterns("*.pyc", "static", "templates", "locale"))
    shutil.copy(ROOT / "pyproject.toml", place)
    for name, content in {**{name: content for _, name, content in PLANTED}, **SUPPORT}.items():
        path = place / "glueckauf" / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(f"{content}\n")
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=place, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stdout + done.stderr
    sections = re.split(r"^(.+)\n-{5,}\n", done.stdout.partition("Broken contracts")[2], flags=re.M)
    return dict(zip(sections[1::2], sections[2::2], strict=True))


@pytest.mark.parametrize(("contract", "path", "content"), PLANTED, ids=[path for _, path, _ in PLANTED])
def test_a_planted_violation_turns_its_contract_red(report, contract, path, content):
    module = path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    assert module.rpartition(".")[2] in report.get(contract, ""), f"{contract} does not see {module}"


def test_every_contract_has_its_planted_violation():
    names = set(re.findall(r'^  \{ name = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), flags=re.M))
    assert names == {contract for contract, _, _ in PLANTED}


def test_every_folder_with_python_is_a_package():
    """A folder without __init__.py is invisible to the contracts, violations and all."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_every_domain_is_held_by_the_order_inside_a_domain():
    """A package that is not listed as a container could do as it likes; these four name their modules freely."""
    free = {"core", "config", "forms", "api"}
    domains = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - free
    held = set(
        re.findall(r'"glueckauf\.(\w+)"', (ROOT / "pyproject.toml").read_text().partition("Inside a domain")[2].partition("layers =")[0])
    )
    assert domains <= held


def test_files_fit_into_a_head():
    assert [size for size in sizes.files("glueckauf", "tests", "bench") if size.lines > sizes.MAX_FILE] == []


def test_functions_fit_on_a_screen():
    assert [size for size in sizes.functions("glueckauf", "bench") if size.lines > sizes.MAX_FUNCTION] == []


def test_the_readme_of_nobodys_machine():
    """No tracked file names a package index or a folder of the machine it was written on."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    foreign = re.compile(r"pythonhosted\.org|registry\.npmjs|index-url\s*=|/simple/|(?<![\w.])/(?:work|root|home)/\w")
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.suffix in {".woff2", ".png", ".pdf", ".jpg", ".heic", ".ttf", ".otf"}:
            continue
        text = path.read_text(errors="replace")
        found += [f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match[0]}" for match in foreign.finditer(text)]
    assert found == []


def closed_list():
    """First column of the first table of the glossary."""
    section = (ROOT / "docs" / "glossary.md").read_text().partition("## German nouns in code")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| (\w+) \|", section, flags=re.M)) - {"noun"}


GERMAN = re.compile(
    r"(?:ung|heit|keit|schaft|steuer|schein|ausweis|verfahren|gesetz|amt|stelle|zeichen|leitung|schreiben|satzung|buch)(?:en|s)?$", re.I
)


def is_foreign(word, nouns):
    """German that the list does not have: a compound or plural of one of its nouns, or a word with a German ending."""
    if word in nouns:
        return False
    return any(noun.lower() in word.lower() for noun in nouns) or GERMAN.search(word) is not None


def test_no_file_holds_both_sides_of_a_merge():
    """A template takes the marks of a conflict for text and shows them to everybody."""
    listed = subprocess.run(["git", "grep", "-lE", "^(<{7}|>{7}) "], cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode == 1 and not listed.stdout, listed.stdout or listed.stderr


def test_class_names_use_german_nouns_of_the_glossary_only():
    nouns = closed_list()
    assert len(nouns) >= 16
    classes = {
        node.name: path
        for path in sizes.modules("glueckauf")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    }
    words = {(name, word) for name in classes for word in re.findall(r"[A-Z][a-z0-9]+|[A-Z]+(?![a-z])", name)}
    assert {f"{classes[name].relative_to(ROOT)}: {name}" for name, word in words if is_foreign(word, nouns)} == set()


@pytest.mark.parametrize(
    ("word", "foreign"), [("Bescheid", False), ("Bescheide", True), ("Antragsteller", True), ("Hundesteuer", True), ("Letter", False)]
)
def test_the_glossary_test_itself_sees_german(word, foreign):
    assert is_foreign(word, closed_list()) is foreign


def test_every_threat_names_tests_that_exist():
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "SECURITY.md").read_text())
    assert len(named) >= 20
    assert [(file, name) for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text()] == []


def test_every_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    lines = [line for file in ("requirements.in", "requirements-dev.in") for line in (ROOT / file).read_text().splitlines()]
    names = [re.split(r"[\[=]", line)[0] for line in lines if line and not line.startswith("#")]
    assert [name for name in names if name not in reasons] == []


def test_no_link_in_the_documentation_leads_nowhere():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())]
    assert [f"{page.relative_to(ROOT)}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_pages_on_the_house_name_files_and_events_that_exist():
    """A request must be followed from the page to the row: what docs/architecture.md and docs/vorgaenge.md name is there."""
    text = "".join((ROOT / "docs" / page).read_text() for page in ("architecture.md", "vorgaenge.md"))
    places = [ROOT, PACKAGE, PACKAGE / "vorgaenge", PACKAGE / "vorgaenge" / "actions"]
    files = set(re.findall(r"`([\w/]+\.py)`", text))
    assert len(files) > 20
    assert [name for name in sorted(files) if not any((place / name).exists() for place in places)] == []
    table = text.partition("## Who moves it")[2].partition("## ")[0]
    events = {name for name in re.findall(r"`([A-Z]\w+)`", table)}
    defined = set(re.findall(r"^class (\w+)", (PACKAGE / "vorgaenge" / "events.py").read_text(), re.MULTILINE))
    assert len(events) > 10
    assert events <= defined
