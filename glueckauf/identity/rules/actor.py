"""Who acts. Every action takes one of these as `by`, every query as its first argument.

A closed set: an anonymous visitor, a guest holding what she started in this browser, the holder of the code in a letter, a signed-in
citizen, a clerk (pending until the second factor), a rule of the house that decides alone, the mail inlet, and the operator of the
installation. `scope` says whose rows a transaction may touch, `code` is how the audit names the actor: ids only, never a name.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from glueckauf.core.scope import Scope


class Role(StrEnum):
    """What a clerk account may be. Rows of each domain's permissions.py refer to these and to the kinds below."""

    CLERK = "clerk"
    HEAD = "head"
    ADMIN = "admin"


class Kind(StrEnum):
    """Kinds of actors that are not clerks."""

    ANONYMOUS = "anonymous"
    GUEST = "guest"
    CITIZEN = "citizen"
    OPERATOR = "operator"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Nobody yet: sees public pages, touches no row of a tenant."""

    kind = Kind.ANONYMOUS
    code = "anonymous"
    scope = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Holds what was started with this browser or resume link. `person` is a random UUID as text."""

    person: str
    kind = Kind.GUEST

    @property
    def code(self) -> str:
        """For the audit."""
        return f"guest:{self.person}"

    @property
    def persons(self) -> tuple[str, ...]:
        """Whose rows are hers."""
        return (self.person,)

    @property
    def scope(self) -> Scope:
        """Rows of this person in all tenants."""
        return Scope(person=self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Knows number and code of one Nachforderung: sees its slots and fills them, nothing else of the case. `person`: whose case it is."""

    person: str
    nachforderung_id: int

    @property
    def code(self) -> str:
        """For the audit: nobody knows who holds a letter."""
        return f"code:{self.nachforderung_id}"

    @property
    def scope(self) -> Scope:
        """Rows of this person; what of them, says visible_to."""
        return Scope(person=self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Signed in to a Nutzerkonto whose e-mail address is confirmed. `linked`: persons she was as a guest, whose matters are hers."""

    person: str
    email: str = field(repr=False)
    linked: tuple[str, ...] = ()
    kind = Kind.CITIZEN

    @property
    def persons(self) -> tuple[str, ...]:
        """Whose rows are hers."""
        return (self.person, *self.linked)

    @property
    def code(self) -> str:
        """For the audit."""
        return f"citizen:{self.person}"

    @property
    def scope(self) -> Scope:
        """Rows of this person, and of those linked to her, in all tenants."""
        return Scope(person=",".join(self.persons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A clerk account whose password was right and whose second factor is missing: may set one up, and nothing else."""

    id: int
    kind = Kind.PENDING

    @property
    def code(self) -> str:
        """For the audit."""
        return f"clerk:{self.id}"

    @property
    def scope(self) -> Scope:
        """No row of any tenant."""
        return Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Works for one tenant in some of its offices. `id` is the clerk account."""

    id: int
    tenant: str
    offices: frozenset[str]
    roles: frozenset[Role]
    name: str = field(repr=False, default="")

    @property
    def code(self) -> str:
        """For the audit."""
        return f"clerk:{self.id}"

    @property
    def scope(self) -> Scope:
        """Rows of the tenant; the office narrows further in visible_to."""
        return Scope(tenant=self.tenant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The house itself: automatic decision, deadline job, effect. `name` says which."""

    tenant: str
    name: str

    @property
    def code(self) -> str:
        """For the audit."""
        return f"rule:{self.name}"

    @property
    def scope(self) -> Scope:
        """Rows of the tenant."""
        return Scope(tenant=self.tenant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlet:
    """A mail that arrived at a reply address of this tenant."""

    tenant: str
    code = "inlet:mail"

    @property
    def scope(self) -> Scope:
        """Rows of the tenant."""
        return Scope(tenant=self.tenant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Runs the installation: sees states and numbers, never the content of a Vorgang."""

    id: int
    kind = Kind.OPERATOR

    @property
    def code(self) -> str:
        """For the audit."""
        return f"operator:{self.id}"

    @property
    def scope(self) -> Scope:
        """No row of any tenant."""
        return Scope()


Actor = Anonymous | Guest | Holder | Citizen | Pending | Clerk | Rule | Inlet | Operator
