"""A Leistung that another body decides: who that is, where to go, what one needs, what the city can and cannot do."""

from typing import Annotated

from pydantic import Field, StringConstraints

from glueckauf.forms.schema import Frozen, Words

Link = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s<>\"']*)?$", max_length=300)]


class Door(Frozen):
    """One way to the body that decides. Without a link it is a desk or a letter, and the note says which."""

    text: Words = Field(description="What the way is called: Online mit dem Ausweis.")
    url: Link | None = Field(None, description="An https address of that body; a shortened or foreign one is no address.")
    note: Words | None = None
    open: str = Field("", description="What is not certain yet, e.g. an address nobody has looked up.")


class Handover(Frozen):
    """Said on the first screen. Where the city itself decides, `ours` says so. A Leistung with it may still have a form of ours: then we
    pass on what was handed in."""

    body: Words = Field(description="Who decides, as the subject of a sentence: das Bundesamt für Justiz.")
    ours: bool = Field(False, description="The city itself decides; `body` only runs the online form. The mode is then the city's own.")
    doors: tuple[Door, ...] = Field(min_length=1)
    needs: tuple[Words, ...] = Field((), description="What one should have at hand there.")
    we_can: Words = Field(description="What the city does for it, in a sentence or two.")
    we_cannot: Words = Field(description="What it cannot do, and that nothing is stored where that is so.")
