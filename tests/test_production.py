"""What production needs before it starts: one sentence per missing or unsafe setting, and nothing else stops it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as at_start
from django.core.management import CommandError, call_command
from pydantic import SecretStr

from glueckauf.core.owner import as_owner
from glueckauf.core.production import of_production, of_role

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[1]
COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")


@pytest.fixture
def good(settings, tmp_path):
    """An installation with everything in place; `good(name=value)` breaks one thing and returns what is said, errors first."""
    seal = tmp_path / "siegel.p12"
    seal.write_bytes(b"x")
    (tmp_path / "var").mkdir(mode=0o750)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.bind(str(tmp_path / "clamd"))
    clamd.listen()
    values = {
        "mode": "production",
        "secret_key": SecretStr("7pT0dKq2vYbN5sX8mZc4Lw1RjHf6Ga9uEi3oQtDnBkVyPxSz"[::-1] + "Wr5C"),
        "base_url": "https://rathaus.ruhr",
        "allowed_hosts": "rathaus.ruhr",
        "trusted_proxies": "127.0.0.1,::1",
        "smtp_host": "127.0.0.1",
        "mail_domain": "post.rathaus.ruhr",
        "lmtp_host": "127.0.0.1",
        "listen_host": "127.0.0.1",
        "seal_pkcs12": seal,
        "clamd_socket": tmp_path / "clamd",
        "database_owner": None,
        "database_backup": None,
        "var": tmp_path / "var",
    }
    for name in COOKIES:
        setattr(settings, name, True)
    settings.UNKNOWN_VARIABLES = ()

    def said(**changes):
        settings.GLUECKAUF = at_start.GLUECKAUF.model_copy(update=values | changes)
        found = [m for m in of_production() if m.id != "glueckauf.W002"]
        return [str(m.msg) for m in found if m.is_serious()], [str(m.msg) for m in found if not m.is_serious()]

    yield said
    clamd.close()


def test_an_installation_with_everything_in_place_starts_without_a_word(good):
    assert good() == ([], [])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"secret_key": None}, "GLUECKAUF_SECRET_KEY"),
        ({"secret_key": SecretStr("a" * 60)}, "GLUECKAUF_SECRET_KEY"),
        ({"base_url": "http://rathaus.ruhr"}, "GLUECKAUF_BASE_URL"),
        ({"base_url": "https://rathaus.ruhr/"}, "GLUECKAUF_BASE_URL"),
        ({"allowed_hosts": "127.0.0.1,localhost"}, "GLUECKAUF_ALLOWED_HOSTS must name rathaus.ruhr"),
        ({"allowed_hosts": "rathaus.ruhr,*"}, "no pattern"),
        ({"allowed_hosts": "rathaus.ruhr,testserver"}, "not testserver"),
        ({"trusted_proxies": ""}, "GLUECKAUF_TRUSTED_PROXIES is empty"),
        ({"trusted_proxies": "nginx"}, "neither an address"),
        ({"trusted_proxies": "0.0.0.0/0"}, "believes everybody"),
        ({"smtp_host": ""}, "GLUECKAUF_SMTP_HOST"),
        ({"mail_domain": "post.glueckauf.example"}, "GLUECKAUF_MAIL_DOMAIN"),
        ({"lmtp_host": "0.0.0.0"}, "GLUECKAUF_LMTP_HOST"),
        ({"lmtp_host": "::"}, "GLUECKAUF_LMTP_HOST"),
        ({"files_s3_bucket": "akten"}, "GLUECKAUF_FILES_S3_SECRET_KEY"),
        ({"files_s3_endpoint": "http://s3.rathaus.ruhr"}, "GLUECKAUF_FILES_S3_ENDPOINT"),
        ({"seal_pkcs12": None}, "every letter would say Muster"),
        ({"seal_pkcs12": Path("/nowhere.p12")}, "is not there"),
    ],
)
def test_one_thing_wrong_is_one_sentence_that_names_it(good, changes, named):
    errors, _ = good(**changes)
    assert len(errors) == 1
    assert named in errors[0]


@pytest.mark.parametrize("name", COOKIES)
def test_a_cookie_that_leaves_tls_stops_the_start(good, settings, name):
    setattr(settings, name, False)
    assert len(good()[0]) == 1


def test_debug_stops_the_start(good, settings):
    settings.DEBUG = True
    assert "DEBUG" in good()[0][0]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"clamd_socket": None}, "not scanned"),
        ({"clamd_socket": Path("/nowhere")}, "nobody answers"),
        ({"lmtp_host": "10.0.0.7"}, "nobody but Postfix"),
        ({"listen_host": "0.0.0.0"}, "nobody but nginx"),
        ({"database_owner": "postgresql://x"}, "GLUECKAUF_DATABASE_OWNER"),
    ],
)
def test_what_works_but_less_safely_is_a_warning(good, changes, named):
    errors, warnings = good(**changes)
    assert errors == []
    assert len(warnings) == 1
    assert named in warnings[0]


def test_a_folder_everybody_may_read_is_a_warning(good, tmp_path):
    (tmp_path / "var").chmod(0o755)
    assert "chmod o=" in good()[1][0]


@pytest.mark.parametrize("command", ["run", "web", "worker", "inlet"])
def test_nothing_that_serves_starts_with_an_error(good, command):
    good(smtp_host="", seal_pkcs12=None)
    with pytest.raises(CommandError, match=r"(?s)Not started\..*GLUECKAUF_SMTP_HOST.*GLUECKAUF_SEAL_PKCS12"):
        call_command(command)


@pytest.mark.postgres
def test_a_role_that_owns_the_tables_is_refused(good):
    with as_owner():
        assert "owns the tables" in good()[0][0]
    assert good() == ([], [])


@pytest.mark.postgres
def test_a_database_that_does_not_answer_is_named(good, monkeypatch):
    from django.db import connection

    good()
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    (found,) = of_role()
    assert "does not answer" in found.msg


def test_demo_and_test_need_nothing_of_it(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo"})
    assert of_production() == []


def glueckauf(*words, **variables):
    """The operator's command line, with these variables and no others of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GLUECKAUF_")}
    done = subprocess.run([sys.executable, "-m", "glueckauf", *words], cwd=ROOT, env=clean | variables, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_wrong_variable_is_a_sentence_and_no_traceback(tmp_path):
    code, said = glueckauf("check", GLUECKAUF_VAR=str(tmp_path), GLUECKAUF_LISTEN_PORT="achttausend", GLUECKAUF_MODE="prod")
    assert code != 0
    assert "GLUECKAUF_LISTEN_PORT: " in said and "GLUECKAUF_MODE: " in said and "Traceback" not in said


def test_check_says_all_of_it_at_once_and_names_a_typing_error(tmp_path):
    code, said = glueckauf(
        "check", GLUECKAUF_VAR=str(tmp_path), GLUECKAUF_MODE="production", GLUECKAUF_SECRET_KEY="kurz", GLUECKAUF_SMPT_HOST="relay"
    )
    assert code != 0
    for named in ("SECRET_KEY", "BASE_URL", "TRUSTED_PROXIES", "SMTP_HOST is missing", "SEAL_PKCS12", "GLUECKAUF_SMPT_HOST is no setting"):
        assert named in said


def test_production_without_a_secret_is_one_sentence(tmp_path):
    code, said = glueckauf("check", GLUECKAUF_VAR=str(tmp_path), GLUECKAUF_MODE="production")
    assert code != 0
    assert said.splitlines()[-1].startswith("GLUECKAUF_SECRET_KEY is missing")


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_passwords_are_slow_to_guess_everywhere_but_in_tests(mode, tmp_path):
    env = os.environ | {"GLUECKAUF_MODE": mode, "GLUECKAUF_VAR": str(tmp_path), "GLUECKAUF_SECRET_KEY": "x" * 60}
    words = "from django.contrib.auth.hashers import identify_hasher, make_password as make; print(identify_hasher(make('x')).algorithm)"
    command = [sys.executable, "-c", f"import django; django.setup(); {words}"]
    env |= {"DJANGO_SETTINGS_MODULE": "glueckauf.config.settings"}
    assert subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.strip() == "scrypt"
