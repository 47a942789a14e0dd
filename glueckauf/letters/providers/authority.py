"""Keys and certificates of the seal, and the folder of certificates that stay trusted.

Demo and test: an authority of our own is made at first use in var/seal/, and from it one certificate per tenant, named Muster.
Production: PKCS#12, one file for the installation or a folder of <tenant>.p12. Every certificate that ever sealed is kept in
var/seal/trust/, so that letters stay verifiable after a rotation; an operator may put older ones there by hand.
"""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from glueckauf.letters.providers.keys import LocalKey, SealKey

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)  # wide: the demo's clock moves


class SealMissing(Exception):
    """No usable key for this tenant. The text names the setting, for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFolder:
    """Where the demo authority and the trusted certificates lie: var/seal."""

    path: Path

    def trust(self, certificate: x509.Certificate) -> None:
        """Keeps a certificate for verification. Twice is fine."""
        folder = self.path / "trust"
        target = folder / f"{certificate.fingerprint(hashes.SHA256()).hex()}.pem"
        if not target.exists():
            place(target, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)

    def trusted(self) -> tuple[x509.Certificate, ...]:
        """Every certificate in the trust folder, read again only when the folder changed."""
        folder = self.path / "trust"
        return read_certificates(folder, folder.stat().st_mtime_ns) if folder.exists() else ()


@lru_cache(maxsize=4)
def read_certificates(folder: Path, changed_ns: int) -> tuple[x509.Certificate, ...]:
    """All PEM files of a folder; several certificates in one file are fine."""
    files = sorted(p for p in folder.iterdir() if p.suffix in {".pem", ".crt"})
    return tuple(c for f in files for c in x509.load_pem_x509_certificates(f.read_bytes()))


def demo_key(folder: SealFolder, *, tenant: str, name: str) -> SealKey:
    """The Muster seal of a tenant, made at first use. `name` stands in its certificate: Stadt Bochum."""
    return read_demo_key(folder, tenant, name)


@lru_cache(maxsize=64)
def read_demo_key(folder: SealFolder, tenant: str, name: str) -> SealKey:
    """Loaded once per process. Authority and certificate are each one file with key and certificate, so never half of one exists."""
    authority = kept(folder.path / "authority.pem", new_authority)
    root = x509.load_pem_x509_certificate(authority)
    folder.trust(root)
    pem = kept(folder.path / f"{tenant}.pem", lambda: new_certificate(authority, name))
    key = serialization.load_pem_private_key(pem, None)
    certificate = x509.load_pem_x509_certificate(pem)
    folder.trust(certificate)
    return LocalKey.of(key, certificate, chain=(root,))


def pkcs12_key(folder: SealFolder, *, tenant: str, path: Path, password: str | None) -> SealKey:
    """The production key: a file, or <tenant>.p12 in a folder. Raises SealMissing."""
    return read_pkcs12(folder, path / f"{tenant}.p12" if path.is_dir() else path, password)


@lru_cache(maxsize=64)
def read_pkcs12(folder: SealFolder, path: Path, password: str | None) -> SealKey:
    """Loaded once per process: after a rotation the processes are started again."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() if password else None)
    except (OSError, ValueError) as error:
        raise SealMissing(f"GLUECKAUF_SEAL_PKCS12: {path} cannot be read, or GLUECKAUF_SEAL_PASSWORD is wrong ({error})") from error
    if key is None or certificate is None:
        raise SealMissing(f"GLUECKAUF_SEAL_PKCS12: {path} holds no key with its certificate")
    for one in (certificate, *chain):
        folder.trust(one)
    return LocalKey.of(key, certificate, chain=tuple(chain))


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content, made at first use. Two processes at first start end with one."""
    if not path.exists():
        place(path, make(), mode=0o600)
    return path.read_bytes()


def place(path: Path, content: bytes, *, mode: int) -> None:
    """Writes a file that is whole from its first moment and never replaced; whoever comes second keeps the first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    made.touch(mode=mode)
    made.write_bytes(content)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()


def new_authority() -> bytes:
    """Key and certificate of the demo authority, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = names("Glückauf Muster-Zertifizierungsstelle, ohne rechtliche Wirkung", "Glückauf Demo")
    signed = builder(name, name, key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return pem_of(key, signed.add_extension(usage(sign_certificates=True), critical=True).sign(key, hashes.SHA256()))


def new_certificate(authority: bytes, name: str) -> bytes:
    """Key and certificate of a tenant's Muster seal, as PEM."""
    ca_key = serialization.load_pem_private_key(authority, None)
    ca = x509.load_pem_x509_certificate(authority)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise SealMissing("var/seal/authority.pem does not hold the key we made")
    key = ec.generate_private_key(ec.SECP256R1())
    made = builder(names(f"Muster-Siegel der {name}", name), ca.subject, key.public_key())
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return pem_of(key, made.add_extension(usage(sign_certificates=False), critical=True).sign(ca_key, hashes.SHA256()))


def names(common: str, organisation: str) -> x509.Name:
    """A subject, cut to the 64 characters X.520 allows."""
    attributes = [(NameOID.COUNTRY_NAME, "DE"), (NameOID.ORGANIZATION_NAME, organisation[:64]), (NameOID.COMMON_NAME, common[:64])]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])


def builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    """What both certificates share."""
    made = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), BEGIN, END)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def usage(*, sign_certificates: bool) -> x509.KeyUsage:
    """The authority signs certificates, a seal signs documents."""
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=not sign_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def pem_of(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    """Both in one file."""
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + certificate.public_bytes(serialization.Encoding.PEM)
