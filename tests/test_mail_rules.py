"""Rules of mail: whatever bytes arrive, reading them ends and gives something a database can hold."""

from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given, settings
from hypothesis import strategies as st
from make_mail import DOMAIN

from glueckauf.core import ids
from glueckauf.mail.rules import places
from glueckauf.mail.rules.files import safe_name
from glueckauf.mail.rules.headers import clean_line
from glueckauf.mail.rules.identity import content_key, split
from glueckauf.mail.rules.numbers import numbers_in
from glueckauf.mail.rules.parse import parse
from glueckauf.mail.rules.plain import plain

PIECES = [
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: multipart/alternative; boundary=c\r\n",
    b"Content-Type: multipart/report; boundary=b\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Content-Type: text/html; charset=x\r\n",
    b"Content-Type: application/ms-tnef; name=winmail.dat\r\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%00\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Transfer-Encoding: uuencode\r\n",
    b"Subject: =?utf-16?b?/////?=\r\n",
    b"From: \xff\xfe\r\n\t<a@b>\r\n",
    b"\r\n",
    b"--b\r\n",
    b"--c\r\n",
    b"--b--\r\n",
    b'x\x9f>"\x01\x00',
]
mails = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=30)), max_size=25).map(b"".join)


def storable(text):
    """Fits a column on both databases."""
    text.encode()
    return "\x00" not in text


@settings(max_examples=400, deadline=None)
@given(mails, st.sampled_from([None, "", "erika@example.org"]))
def test_any_bytes_can_be_read(raw, envelope_from):
    found = parse(raw, envelope_from=envelope_from)
    lines = [found.subject, found.from_address, found.from_name, found.message_id, *(f.filename for f in found.files)]
    assert all(storable(line) and "\n" not in line and "\r" not in line for line in lines)
    assert storable(found.text) and "\r" not in found.text
    assert all(f.filename and len(f.filename) <= 130 for f in found.files)


@given(st.text(), st.sampled_from(["image/png", "application/pdf", "x"]))
def test_a_name_never_leaves_its_folder(claimed, media_type):
    name = safe_name(claimed, media_type, 1)
    assert name and not set(name) & {"/", "\\", "\x00", "\n"} and not name.startswith(".") and len(name) <= 130


@given(st.text())
def test_a_line_is_a_line(text):
    assert clean_line(text, 300).splitlines() in ([], [clean_line(text, 300)])


@settings(deadline=None)
@given(st.text(max_size=300))
def test_html_never_survives(text):
    assert "<b" not in plain(f"<b {text}>").replace("&lt;", "") or "<b" in text


@given(st.text(alphabet="abcdefgh \n", min_size=1), st.lists(st.sampled_from(["Received: x", "Delivered-To: y", "Return-Path: <z>"])))
def test_what_servers_write_on_top_does_not_make_another_mail(text, trace):
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "x"
    message.set_content(text)
    plain_one = message.as_bytes(policy=SMTP)
    on_top = "".join(f"{line}\r\n" for line in trace).encode() + plain_one
    assert content_key(*split(plain_one)) == content_key(*split(on_top)) == content_key(*split(on_top.replace(b"\r\n", b"\n")))


@given(st.integers(0, 999_999), st.text(alphabet=" .,:-\nabc", max_size=20))
def test_a_right_number_is_found_in_any_words(count, words):
    number = ids.number("BO", 2026, count)
    assert numbers_in(f"{words} {number} {words}") == (number,)


def test_a_reply_address_reads_back():
    code = ids.new_code()
    found = places.place(places.reply_address(code, DOMAIN), DOMAIN)
    assert found.purpose == "antwort" and ids.hash_code(found.code) == ids.hash_code(code)
    assert places.place(f"<{places.bounce_address(code, DOMAIN)}>", DOMAIN).purpose == "rueck"
    assert places.place(places.reply_address(code, "evil.example"), DOMAIN) == places.Place()
    assert places.place(places.reply_address(code, f"evil{DOMAIN}"), DOMAIN) == places.Place()
