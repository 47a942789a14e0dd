"""One spelling per address, and never a way to another host."""

import pytest
from django.utils.http import url_has_allowed_host_and_scheme
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.identity.rules.address import NotAnAddress, folded
from glueckauf.identity.rules.path import local_path


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Erika@Mustermann.Example ", "erika@mustermann.example"),
        ("erika+hund@mustermann.example", "erika+hund@mustermann.example"),
        ("erika@MÜLHEIM.example", "erika@xn--mlheim-3ya.example"),
        ("erika@mu\u0308lheim.example", "erika@xn--mlheim-3ya.example"),
        ("erika@straße.example", "erika@xn--strae-oqa.example"),
    ],
)
def test_one_mailbox_has_one_spelling(typed, address):
    assert folded(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "erika",
        "erika@",
        "@mustermann.example",
        "erika@localhost",
        "erika@127.0.0.1",
        "erika@[127.0.0.1]",
        "eri ka@mustermann.example",
        "erika\n@mustermann.example",
        "erika@mustermann.example\nBcc: alle@stadt.example",
        "erika@mustermann.example,max@beispiel.example",
        "eri\u212aa@mustermann.example",
        "..erika@mustermann.example",
        "a" * 65 + "@mustermann.example",
        "erika@" + "a" * 250 + ".example",
        '"erika"@mustermann.example',
        "<erika@mustermann.example>",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(NotAnAddress):
        folded(typed)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_the_result_is_plain(text):
    try:
        address = folded(text)
    except NotAnAddress:
        return
    assert folded(address) == address
    assert address.isascii()
    assert address.isprintable()
    assert address.count("@") == 1


@pytest.mark.parametrize("path", ["/", "/vorgaenge/?seite=2", "/bochum/leistungen/hund%20anmelden/", "/m%C3%BClheim/", "/a//b"])
def test_a_path_of_ours_is_kept(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:/evil.example",
        "evil.example",
    ]
    + ["javascript:alert(1)", "/\n/evil.example", "/\t/evil.example", "\x00/", " /x", "", "/x\\..\\y", "/ evil"],
)
def test_everything_else_leads_to_the_start(evil):
    assert local_path(evil) == "/"


@given(st.text(alphabet="/\\:@?#.\t\n xeh%0", max_size=12))
def test_what_we_call_local_django_does_too(text):
    assert url_has_allowed_host_and_scheme(local_path(text), allowed_hosts=None, require_https=True)
