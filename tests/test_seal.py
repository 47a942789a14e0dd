"""The key of the seal: a demo authority at first use, PKCS#12 in production, rotation without losing old letters."""

import stat
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import make_letters as make
import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11.util.x509 import decode_x509_certificate
from pydantic import SecretStr

from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import queries
from glueckauf.letters.providers import authority, seal
from glueckauf.letters.providers import settings as ours
from glueckauf.letters.queries import Outcome

pytestmark = pytest.mark.django_db
PASSWORD = "nur für den Test"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"var": tmp_path})


def certificate(key, name, *, end=authority.END):
    who = authority.names(name, name)
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number(), authority.BEGIN, end)
    return made.add_extension(authority.usage(sign_certificates=False), critical=True).sign(key, hashes.SHA256())


def write_p12(path, key, name="Stadt Bochum", **more):
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate(key, name, **more), [], BestAvailableEncryption(PASSWORD.encode()))
    )
    return path


def use(settings, path, password=PASSWORD):
    changes = {"seal_pkcs12": path, "seal_password": SecretStr(password)}
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update=changes)


def outcome(letter, at=make.NOON + timedelta(days=1)):
    return queries.verify_upload(BytesIO(read_blob(letter.sha256)), at=at).outcome


def test_the_demo_authority_is_made_once_and_only_its_owner_reads_the_keys(tmp_path):
    make.letter()
    keys = [tmp_path / "seal" / name for name in ("authority.pem", "bochum.pem")]
    assert [stat.S_IMODE(k.stat().st_mode) for k in keys] == [0o600, 0o600]
    before = [k.read_bytes() for k in keys]
    make.letter()
    assert [k.read_bytes() for k in keys] == before
    assert not list((tmp_path / "seal").glob(".*"))


def test_many_processes_at_first_start_end_with_one_authority(tmp_path):
    folder = authority.SealFolder(path=tmp_path / "race")
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda n: authority.read_demo_key.__wrapped__(folder, "bochum", "Stadt Bochum"), range(32)))
    assert len({seal.fingerprint(k.certificate) for k in keys}) == 1
    assert len(folder.trusted()) == 2


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 3072)], ids=["P-256", "RSA"])
def test_production_seals_with_the_key_of_the_file(settings, tmp_path, key):
    use(settings, write_p12(tmp_path / "seal.p12", key))
    letter = make.letter()
    verdict = queries.verify_upload(BytesIO(read_blob(letter.sha256)), at=make.NOON)
    assert (verdict.outcome, verdict.seal, verdict.is_demo) == (Outcome.GENUINE, "Stadt Bochum", False)
    assert b"Muster:" not in read_blob(letter.sha256)


def test_a_folder_gives_each_city_its_own_key(settings, tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir()
    write_p12(folder / "bochum.p12", ec.generate_private_key(ec.SECP256R1()), "Stadt Bochum")
    use(settings, folder)
    assert outcome(make.letter()) == Outcome.GENUINE
    with pytest.raises(authority.SealMissing, match="GLUECKAUF_SEAL_PKCS12"):
        ours.key_of("essen", name="Stadt Essen")


def test_a_wrong_password_names_the_setting(settings, tmp_path):
    use(settings, write_p12(tmp_path / "seal.p12", ec.generate_private_key(ec.SECP256R1())), password="falsch")
    with pytest.raises(authority.SealMissing, match="GLUECKAUF_SEAL_PASSWORD"):
        make.letter()


def test_after_a_rotation_old_and_new_letters_are_genuine(settings, tmp_path):
    soon = make.NOON + timedelta(days=30)
    use(settings, write_p12(tmp_path / "old.p12", ec.generate_private_key(ec.SECP256R1()), end=soon))
    old = make.letter()
    use(settings, write_p12(tmp_path / "new.p12", rsa.generate_private_key(65537, 3072)))
    new = make.letter(at=make.NOON + timedelta(days=60))
    assert old.certificate != new.certificate
    assert outcome(old, at=soon + timedelta(days=100)) == outcome(new, at=soon + timedelta(days=100)) == Outcome.GENUINE


def test_a_certificate_the_operator_puts_into_the_folder_is_trusted(settings, tmp_path):
    letter = make.letter()
    trust = tmp_path / "seal" / "trust"
    kept = {path.name: path.read_bytes() for path in trust.iterdir()}
    for path in trust.iterdir():
        path.unlink()
    assert outcome(letter) == Outcome.UNKNOWN
    (trust / "fruehere.pem").write_bytes(b"".join(kept.values()))
    assert outcome(letter) == Outcome.GENUINE


def test_production_never_seals_as_muster(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "production", "seal_pkcs12": None})
    with pytest.raises(authority.SealMissing, match="GLUECKAUF_SEAL_PKCS12"):
        ours.key_of("bochum", name="Stadt Bochum")


@pytest.fixture(scope="module")
def token():
    """A software token with the seal of Bochum, and an RSA one for all others."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        softhsm("--init-token", "--free", "--label", "glueckauf", "--so-pin", "87654321")
        put_on_token(folder, ec.generate_private_key(ec.SECP256R1()), "bochum", "Siegel der Stadt Bochum")
        put_on_token(folder, rsa.generate_private_key(65537, 3072), "siegel", "Siegel des Verbunds")
        yield {"seal_pkcs11": MODULE, "seal_token": "glueckauf", "seal_password": SecretStr(PIN)}


MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "12345678"


def softhsm(*words):
    subprocess.run(["softhsm2-util", *words, "--pin", PIN], check=True, stdout=subprocess.DEVNULL)


def put_on_token(folder, key, label, name):
    pem = folder / "key.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    softhsm("--import", str(pem), "--token", "glueckauf", "--label", label, "--id", label.encode().hex())
    der = certificate(key, name).public_bytes(Encoding.DER)
    with pkcs11.lib(str(MODULE)).get_token(token_label="glueckauf").open(user_pin=PIN, rw=True) as session:
        session.create_object({**decode_x509_certificate(der), pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label})


@pytest.mark.real
def test_a_key_that_stays_on_its_token_seals(settings, token):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update=token)
    letters = [make.letter(), make.letter(by=Rule(tenant="essen", name="automatic"))]
    verdicts = [queries.verify_upload(BytesIO(read_blob(letter.sha256)), at=make.NOON) for letter in letters]
    assert [(v.outcome, v.seal) for v in verdicts] == [
        (Outcome.GENUINE, "Siegel der Stadt Bochum"),
        (Outcome.GENUINE, "Siegel des Verbunds"),
    ]


@pytest.mark.real
@pytest.mark.parametrize(
    "wrong", [{"seal_token": "andere"}, {"seal_password": SecretStr("00000000")}, {"seal_pkcs11": Path("/nirgends.so")}]
)
def test_a_token_that_does_not_answer_names_the_settings(settings, token, wrong):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update=token | wrong)
    with pytest.raises(authority.SealMissing, match="GLUECKAUF_SEAL_PKCS11"):
        make.letter()
