"""What the files leistungen/woerter.yaml and leistungen/lebenslagen.yaml may say: words that mean the same, and situations of life."""

from pydantic import BaseModel, ConfigDict, Field

from glueckauf.forms.schema import Text


class Strict(BaseModel):
    """A typo names its path."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """woerter.yaml."""

    groups: tuple[tuple[str, ...], ...] = Field(description="Words that mean the same, in any language; the first one names the group.")


class LifeSituation(Strict):
    """One situation of life."""

    title: Text
    leistungen: tuple[str, ...] = Field(min_length=1, description="Keys, the first one first; one that is not there yet is passed over.")
    phrases: tuple[str, ...] = Field(min_length=1, description="What people say in it, in German, English and Turkish.")


class LifeSituations(Strict):
    """lebenslagen.yaml."""

    situations: tuple[LifeSituation, ...]
