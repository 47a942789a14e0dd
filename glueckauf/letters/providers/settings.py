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
    return settings.GLUECKAUF.seal_pkcs12 is None and settings.GLUECKAUF.seal_pkcs11 is None


def key_of(tenant: str, *, name: str) -> SealKey:
    """The key that seals for a tenant. `name` stands in the certificate of a demo seal. Raises authority.SealMissing."""
    env = settings.GLUECKAUF
    password = env.seal_password.get_secret_value() if env.seal_password else None
    if env.seal_pkcs11 is not None:
        from glueckauf.letters.providers.token import Token, token_key  # loads the binding only where a token is used

        return token_key(folder(), tenant, Token(module=env.seal_pkcs11, label=env.seal_token, pin=password or ""))
    if env.seal_pkcs12 is not None:
        return authority.pkcs12_key(folder(), tenant=tenant, path=env.seal_pkcs12, password=password)
    if env.is_production:  # the start refuses already (core.production); nothing of ours seals as Muster there
        raise authority.SealMissing("GLUECKAUF_SEAL_PKCS12 or GLUECKAUF_SEAL_PKCS11 is missing")
    return authority.demo_key(folder(), tenant=tenant, name=name)


def trusted() -> tuple[x509.Certificate, ...]:
    """Certificates whose seals we accept: all that ever sealed here, and what the operator added."""
    return folder().trusted()


def verification_url() -> str:
    """https://glueckauf.example/pruefung/"""
    return f"{settings.GLUECKAUF.base_url}/pruefung/"
