"""English is complete: every German text that a page marks for translation has its English one, and the compiled files are current."""

import gettext
import re
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "glueckauf"
CATALOGUES = sorted(PACKAGE.glob("**/locale/en/LC_MESSAGES/django.po"))
CALL = re.compile(r"""\bn?p?gettext\((?:u)?'((?:[^'\\]|\\.)*)'|_\("((?:[^"\\]|\\.)*)"\)|_\('((?:[^'\\]|\\.)*)'\)""")
ENTRY = re.compile(r'^msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?(?P<texts>(?:msgstr(?:\[\d\])? (?:".*"\n)+)+)', re.MULTILINE)


def entries(path: Path) -> dict[str, str]:
    """msgid -> all of its msgstr, quotes and escapes removed."""
    return {plain(found["id"]): plain(found["texts"]) for found in ENTRY.finditer(path.read_text() + "\n")}


def plain(quoted: str) -> str:
    """The text between the quotes of several lines."""
    return "".join(re.findall(r'"(.*)"', quoted)).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def marked(path: Path) -> set[str]:
    """German texts that a template marks."""
    found = CALL.findall(templatize(path.read_text(), origin=str(path)))
    return {next(filter(None, groups), "").replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n") for groups in found} - {""}


def test_every_entry_has_its_english_text():
    empty = [f"{path.parents[3].name}: {msgid}" for path in CATALOGUES for msgid, text in entries(path).items() if msgid and not text]
    assert not empty
    assert not [path for path in CATALOGUES if "#, fuzzy" in path.read_text()]


def test_every_text_of_a_template_is_known():
    assert "Das ist der gewöhnliche Satz." in " ".join(marked(PACKAGE / "portal/templates/portal/parts/fee_result.html"))
    known = {msgid for path in CATALOGUES for msgid in entries(path)}
    missing = {f"{path.relative_to(PACKAGE)}: {text}" for path in PACKAGE.glob("**/templates/**/*.html") for text in marked(path) - known}
    assert not missing, "\n".join(sorted(missing))


def test_the_compiled_files_say_the_same():
    for path in CATALOGUES:
        with path.with_suffix(".mo").open("rb") as compiled:
            translated = gettext.GNUTranslations(compiled)
        in_context = set(re.findall(r'^msgctxt ".*"\nmsgid "(.*)"', path.read_text(), re.MULTILINE))
        for msgid, text in entries(path).items():
            if msgid and msgid not in in_context:
                assert translated.gettext(msgid) in text or translated.ngettext(msgid, msgid, 1) in text, msgid
