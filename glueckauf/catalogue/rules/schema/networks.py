"""Which networks of a city whoever answers runs there: an answer of the form that differs from city to city."""

from collections.abc import Callable

from pydantic import Field

from glueckauf.cities.rules.schema import Network
from glueckauf.forms.schema import Frozen, Key


class NetworkChoice(Frozen):
    """A question for one of the networks. Each is two options of one label; a city keeps one: who answers runs it there, or not."""

    field: Key
    here: dict[Key, Network] = Field(description="Options that stay where the operator who answers runs that network.")
    elsewhere: dict[Key, Network] = Field(description="Options that stay where it does not.")

    @property
    def options(self) -> frozenset[str]:
        """All of them, as `without` names them."""
        return frozenset(f"{self.field}.{key}" for key in (*self.here, *self.elsewhere))

    def gone(self, runs: Callable[[Network], bool]) -> frozenset[str]:
        """Those a city does not have. `runs` says what whoever answers runs there."""
        lost = [key for key, network in self.here.items() if not runs(network)]
        lost += [key for key, network in self.elsewhere.items() if runs(network)]
        return frozenset(f"{self.field}.{key}" for key in lost)
