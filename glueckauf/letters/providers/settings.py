"""What letters takes from the settings: its folder, the key that seals for a tenant, and the address of the verification page."""

from pathlib import Path

from cryptography import x509
from django.conf import settings

from glueckauf.letters.providers import authority
from glueckauf.letters.providers.keys import SealKey


def folder() -> authority.SealFolder:
    """var/seal."""
    return authority.SealFolder(path=Path(settings.GLUECKAUF.var) / "seal")


def is_demo_seal() -> bool:
    """Whether letters are sealed by our own demo authority and must say Muster."""
    return settings.GLUECKAUF.seal_pkcs12 is None


def key_of(tenant: str, *, name: str) -> SealKey:
    """The key that seals for a tenant. `name` stands in the certificate of a demo seal. Raises authority.SealMissing."""
    env = settings.GLUECKAUF
    if env.seal_pkcs12 is None:
        return authority.demo_key(folder(), tenant=tenant, name=name)
    password = env.seal_password.get_secret_value() if env.seal_password else None
    return authority.pkcs12_key(folder(), tenant=tenant, path=env.seal_pkcs12, password=password)


def trusted() -> tuple[x509.Certificate, ...]:
    """Certificates whose seals we accept: all that ever sealed here, and what the operator added."""
    return folder().trusted()


def verification_url() -> str:
    """https://glueckauf.example/pruefung/"""
    return f"{settings.GLUECKAUF.base_url}/pruefung/"
