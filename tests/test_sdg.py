"""What Annex II of the Single Digital Gateway names is there in English, completely."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pydantic import BaseModel

from glueckauf.catalogue.rules.sdg import ANNEX_II
from glueckauf.forms.schema import Text
from tests.make_catalogue import everything


def untranslated(value: object, path: str = "") -> Iterator[str]:
    """Where a sentence has German only. Names that are the same in both languages say so by being written twice."""
    if isinstance(value, Text) and not value.en:
        yield f"{path}: {value.de}"
    for name, inner in [] if isinstance(value, Text) else inside(value):
        yield from untranslated(inner, f"{path}.{name}")


def inside(value: object) -> list[tuple[object, object]]:
    """Parts of a definition by their names."""
    if isinstance(value, BaseModel):
        return [(name, getattr(value, name)) for name in type(value).model_fields]
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("slug", sorted(ANNEX_II))
def test_it_is_there_in_english(slug):
    assert (Path(settings.GLUECKAUF.leistungen) / slug / "text.en.md").exists()
    offers = [offer for offer in everything().offers if offer.leistung.key == slug]
    assert offers
    assert sorted({line for offer in offers for line in untranslated(offer.leistung)}) == []
    assert sorted({line for offer in offers for line in untranslated(offer.change)}) == []


def test_the_walk_itself_sees_what_is_missing():
    offer = next(offer for offer in everything().offers)
    changed = offer.leistung.model_copy(update={"short": Text(de="nur deutsch")})
    assert ".short: nur deutsch" in set(untranslated(changed))
