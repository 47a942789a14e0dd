"""How a domain names real objects behind its URLs: tests/samples.py says what for."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose object a sample makes."""

    tenant: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How to make the parameters of a URL, and to whom the object belongs."""

    make: Callable[[Owner], dict[str, object]]
    of_tenant: bool
    of_person: bool


SAMPLES: dict[str, Sample] = {}


def sample(*names, of_tenant=False, of_person=False):
    """Registers a function for these URL names."""

    def register(make):
        for name in names:
            assert name not in SAMPLES, f"two samples for {name}"
            SAMPLES[name] = Sample(make=make, of_tenant=of_tenant, of_person=of_person)
        return make

    return register
