"""Any form of the house, for properties of what is written and read again."""

from typing import Any

from hypothesis import strategies as st

from glueckauf.forms.schema import RESERVED, FormSchema

WORDS = st.text("abcdefgäöüßÄŞñ 0123456789§.,?„“<>&\"'-", min_size=1, max_size=40)
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,5}){0,2}", fullmatch=True).filter(lambda key: key not in RESERVED)
LAWS = st.sampled_from(["Rechtsgrundlage: § 1 BGB", "Damit wir Sie erreichen.", "Rechtsgrundlage: Art. 6 DSGVO"])
NUMBERS = st.sampled_from(["0", "1", "-5", "2.5", "1000"])
TYPES = ("text", "name", "email", "phone", "iban", "plate", "yesno", "consent", "integer", "number", "money", "date", "period")
MORE = ("choice", "choices", "address", "place", "file", "info")


def some(values):
    """One of them or nothing."""
    return st.one_of(st.none(), values)


def options(most=10):
    entry = st.fixed_dictionaries({"key": KEYS, "label": WORDS}, optional={"hint": WORDS, "code": st.sampled_from(["01", "a", "X-9"])})
    return st.lists(entry, min_size=0, max_size=most, unique_by=lambda option: option["key"])


SPECIAL: dict[str, dict[str, Any]] = {
    "text": {
        "max_length": st.integers(1, 6000), "lines": st.integers(1, 4), "codelist": st.just("urn:de:example_1"), "pattern_hint": WORDS,
        "pattern": st.sampled_from(["[A-Z]{3}", "(a+)+", "(?s:.{5,})", "[0-9]+"]),
    },
    "name": {"max_length": st.integers(1, 200)},
    "integer": {"minimum": NUMBERS, "maximum": NUMBERS},
    "number": {"minimum": NUMBERS, "maximum": NUMBERS, "decimals": st.integers(0, 4), "unit": st.just("m")},
    "money": {"minimum": NUMBERS, "maximum": NUMBERS},
    "date": {"earliest": st.just("today"), "latest": st.just("2030-01-01")},
    "period": {"longest_days": st.integers(1, 30)},
    "choice": {"show_as": st.sampled_from(["list", "select"]), "codelist": st.just("urn:de:example_1")},
    "address": {"inside": st.booleans()},
    "file": {"later": st.booleans(), "most": st.integers(1, 8)},
}  # fmt: skip


@st.composite
def fields(draw, key, types=TYPES + MORE):
    """One field with some of what its type can say."""
    kind = draw(st.sampled_from(types))
    found = {"key": key, "type": kind, "label": draw(WORDS)}
    if kind in ("choice", "choices"):
        found["options"] = draw(options())
    if kind == "file":
        found["nachweis"] = draw(st.sampled_from([key, "beleg"]))
    extra = {"hint": WORDS, "why": LAWS, "optional": st.booleans(), "width": st.sampled_from(["full", "half"])} | SPECIAL.get(kind, {})
    return found | {name: draw(values) for name, values in extra.items() if draw(st.integers(0, 3)) == 0}


@st.composite
def forms(draw, conditions=True):
    """Sections, groups and conditions that look back."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=10, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, len(keys)), max_size=2)))
    sections, before = [], []
    for at, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(keys)], strict=True)):
        found = []
        for key in keys[start:end]:
            field = draw(groups(key)) if draw(st.integers(0, 5)) == 0 else draw(fields(key))
            if conditions and before and draw(st.integers(0, 4)) == 0:
                field["when"] = {"field": draw(st.sampled_from(before)), "answered": "true"}
            found.append(field)
            before.append(key)
        sections.append(
            {"key": f"seite{at}", "title": draw(WORDS), "fields": found} | ({"intro": draw(WORDS)} if draw(st.booleans()) else {})
        )
    return FormSchema.model_validate({"sections": sections})


@st.composite
def groups(draw, key):
    """A repeating group."""
    label = draw(WORDS)
    inner = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    least = draw(st.integers(0, 3))
    found = {"key": key, "type": "group", "label": label, "item": draw(st.sampled_from([label, "Eintrag"])), "fewest": least}
    found |= {"most": draw(st.integers(max(1, least), 60)), "fields": [draw(fields(name)) for name in inner]}
    return found | ({"optional": True} if draw(st.booleans()) else {})
