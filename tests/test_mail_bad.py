"""Mail nobody should send: each is answered, kept and shown, and none stops the next one."""

import time

import pytest
from make_mail import (
    DOMAIN,
    NOON,
    NUMBER,
    PNG,
    RULE,
    TOPIC,
    address,
    arrive,
    bounced,
    cities,
    clerk,
    events,
    in_tenant,
    mail,
    raw,
    seen,
    send,
    winmail,
    with_photo,
)

from glueckauf.core.files import read_blob
from glueckauf.core.outbox.dispatch import drain
from glueckauf.mail import actions, models, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked():
    cities()
    send()


def code():
    """Of the mail that went out."""
    with in_tenant():
        return models.OutgoingMail.objects.get().code


def lines(*headers, body="Guten Tag"):
    """A raw mail from header lines as they are, text or bytes."""
    given = [h if isinstance(h, bytes) else h.encode() for h in headers]
    start = [b"From: Erika Mustermann <erika@example.org>", b"Message-ID: <raw@example.org>"]
    return b"\r\n".join([*start, *given, b"", body if isinstance(body, bytes) else body.encode()])


def test_winmail_dat_gives_its_files_and_its_words():
    message = mail("")
    content = winmail([("Impfpaß.png", PNG), ("..\\..\\x.pdf", b"%PDF-1.4")], body="Anbei der Pass. Grüße")
    message.add_attachment(content, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found = seen(arrive(message, address()))
    assert [(a.filename, read_blob(a.original)) for a in found.attachments] == [("Impfpaß.png", PNG), ("x.pdf", b"%PDF-1.4")]
    assert found.text == "Anbei der Pass. Grüße"


@pytest.mark.parametrize("content", [b"\x78\x9f\x3e\x22" + bytes(40), b"\x78\x9f\x3e\x22\x01\x00" + b"\x02" * 60_000])
def test_a_broken_winmail_dat_is_kept_as_it_came(content):
    message = mail()
    message.add_attachment(content, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found = seen(arrive(message, address()))
    assert [a.filename for a in found.attachments] in (["winmail.dat"], [])
    assert read_blob(found.raw)


def test_a_winmail_dat_of_a_million_objects_is_counted_before_it_is_opened():
    message = mail()
    message.add_attachment(
        b"\x78\x9f\x3e\x22\x01\x00" + bytes(11) * 1_000_000, maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    started = time.perf_counter()
    found = seen(arrive(message, address()))
    assert found.problems == ("winmail_unreadable",) and [a.filename for a in found.attachments] == ["winmail.dat"]
    assert time.perf_counter() - started < 5


def test_html_only_mail_becomes_plain_text():
    html = """<html><head><title>weg</title><style>p{}</style></head><body><p>Guten&nbsp;Tag,</p><div>anbei <b>zwei</b> Fotos.<br>Gruß</div>
    <ul><li>eins<li>zwei</ul><script>alert(1)</script><img src=http://spy.example/x.gif><a href="http://evil.example">hier</a></body></html>"""
    message = mail(subject="nur HTML")
    message.set_content(html, subtype="html")
    assert seen(arrive(message, address())).text == "Guten Tag,\nanbei zwei Fotos.\nGruß\n- eins\n- zwei\nhier"


def test_markup_in_plain_text_stays_text():
    assert seen(arrive(mail("<script>alert(1)</script>"), address())).text == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied; owner-email=x"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"X_Auto_Response_Suppress": "All"}, "suppressed"),
        ({"List_Id": "<news.example.org>"}, "list"),
    ],
)
def test_an_auto_reply_is_stored_and_marked_and_lands_in_no_slot(headers, reason):
    got = arrive(with_photo(mail("Ich bin nicht da.", **headers)), address())
    found = seen(got)
    assert (found.automatic, found.topic, len(found.attachments)) == (reason, TOPIC, 1)
    assert "MailReceived" not in events() and "MailQuarantined" not in events()
    assert models.Dispatch.objects.count() == 1


def test_a_null_sender_is_automatic_by_envelope_or_return_path():
    assert seen(arrive(mail("a"), address(), envelope_from="")).automatic == "null_sender"
    assert seen(arrive(b"Return-Path: <>\r\n" + raw(mail("b")), address(), envelope_from=None)).automatic == "null_sender"
    assert seen(arrive(mail("c", Auto_Submitted="no"), address())).automatic == ""


def test_a_clerk_can_still_put_a_photo_sent_by_a_robot_to_its_topic():
    got = arrive(with_photo(mail(Precedence="bulk")), address())
    actions.assign(got.mail_id, topic=TOPIC, by=clerk(), at=NOON)
    assert events()[-1] == "MailReceived"


def test_a_bounce_marks_our_mail_as_failed_and_says_so_once():
    for _ in range(2):
        arrive(bounced(code()), f"rueck-{code().lower()}@{DOMAIN}", envelope_from="")
    (ours,) = queries.outgoing(RULE, TOPIC)
    assert (ours.state, ours.error) == ("failed", "bounced 5.1.1")
    assert len(events(kind="MailFailed")) == 1 and queries.quarantine(clerk()) == ()


def test_a_bounce_is_found_by_the_returned_message_id_too():
    arrive(bounced(code()), f"bochum@{DOMAIN}", envelope_from="")
    assert queries.outgoing(RULE, TOPIC)[0].state == "failed"


@pytest.mark.parametrize("changes", [{"action": "delayed", "status": "4.4.1"}, {"action": "delivered", "status": "2.0.0"}])
def test_a_delay_is_no_failure(changes):
    arrive(bounced(code(), **changes), f"rueck-{code().lower()}@{DOMAIN}", envelope_from="")
    assert queries.outgoing(RULE, TOPIC)[0].state == "queued"


def test_a_bounce_of_a_mail_we_never_sent_changes_nothing():
    arrive(bounced("AAAA-AAAA-AAAA-AAAA"), f"bochum@{DOMAIN}", envelope_from="")
    assert queries.outgoing(RULE, TOPIC)[0].state == "queued"


def test_two_thousand_nested_parts_are_kept_unread():
    content = b"From: erika@example.org\r\nSubject: tief\r\n"
    for depth in range(2_000):
        content += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
    got = arrive(content + b"\r\nText", address())
    found = seen(got)
    assert (found.problems, found.subject, found.attachments) == (("too_deep",), "tief", ())
    assert read_blob(found.raw).startswith(content[:50]) and events()[-1] == "MailReceived"


def test_forty_mails_inside_each_other_are_kept_unread():
    content = b"".join(b"Subject: %d\r\nContent-Type: message/rfc822\r\n\r\n" % depth for depth in range(40)) + b"Text"
    assert seen(arrive(lines("Content-Type: message/rfc822", body=content), address())).problems == ("too_deep",)


def test_a_thousand_small_parts_are_kept_unread():
    body = b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 1_000 + b"--b--\r\n"
    assert seen(arrive(lines('Content-Type: multipart/mixed; boundary="b"', body=body), address())).problems == ("too_many_parts",)


def test_a_header_of_a_megabyte_costs_no_time():
    started = time.perf_counter()
    long = b'Content-Type: text/plain; a="' + b'";x="' * 200_000
    assert seen(arrive(lines(long), address())).problems == ("header_too_long",)
    arrive(lines(b"Subject: " + b"=?utf-8?q?a?= " * 80_000, b"X: " + b"y" * 1_000_000), address())
    assert time.perf_counter() - started < 5


def test_an_unknown_charset_is_guessed():
    content = lines('Content-Type: text/plain; charset="x-martian"', body="Grüße aus Mülheim".encode("cp1252"))
    assert seen(arrive(content, address())).text == "Grüße aus Mülheim"


@pytest.mark.parametrize("charset", ["hex", "idna", "punycode", "undefined", "utf-8*de", '"', "\x00", "é" * 50, "utf-16"])
def test_a_strange_charset_harms_nothing(charset):
    found = seen(
        arrive(lines(f'Content-Type: text/plain; charset="{charset}"', f"Subject: =?{charset}?q?abc?=", body="Guten Tag!"), address())
    )
    assert found.text and found.is_read


def test_a_subject_that_decodes_to_a_line_break_stays_one_line():
    found = seen(arrive(lines("Subject: =?utf-8?q?Hund=0D=0ABcc:_all=40example.org?="), address()))
    assert found.subject == "Hund Bcc: all@example.org"


def test_latin_1_headers_are_read():
    content = lines(
        "Subject: Grüße".encode("latin-1"),
        b'From: "M\xfcller" <x@example.org>',
        'Content-Type: image/png; name="Paß.png"'.encode("latin-1"),
    )
    found = seen(arrive(content, address()))
    assert found.subject == "Grüße" and found.attachments[0].filename == "Paß.png"


@pytest.mark.parametrize(
    ("header", "filename"),
    [
        (b'attachment; filename="../../etc/x.pdf"', "x.pdf"),
        (b'attachment; filename="C:\\\\Users\\\\x.pdf"', "x.pdf"),
        (b'attachment; filename="a\x00b.pdf"', "a b.pdf"),
        (b"attachment; filename*=utf-8''Pa%C3%9F%0D%0Ax.pdf", "Paß x.pdf"),
        (b"attachment; filename*0=Impf; filename*1=pass.pdf", "Impfpass.pdf"),
        (b'attachment; filename="=?utf-8?q?Pa=C3=9F.pdf?="', "Paß.pdf"),
        (b"attachment; filename*=utf-8''foto%E2%80%AEfdp.exe", "fotofdp.exe"),
        (b'attachment; filename="' + b"a" * 300 + b'.pdf"', "a" * 116 + ".pdf"),
        (b'attachment; filename="..."', "Anhang 1.pdf"),
        (b"attachment; filename*=x-martian''a%FF.pdf", "a\xff.pdf"),
    ],
)
def test_a_file_name_is_only_a_name(header, filename):
    content = lines("Content-Type: application/pdf", b"Content-Disposition: " + header, body="%PDF-1.4")
    assert [a.filename for a in seen(arrive(content, address())).attachments] == [filename]


def test_photos_without_a_name_are_files_and_small_pictures_of_a_signature_are_marked():
    message = mail("Zwei Fotos")
    message.add_related(PNG + bytes(20_000), "image", "png", cid="<foto@x>")
    message.add_related(PNG, "image", "png", cid="<logo@x>")
    found = seen(arrive(message, address())).attachments
    assert [(a.filename, a.is_decoration) for a in found] == [("Foto 1.png", False), ("Foto 2.png", True)]


def test_a_photo_alone_without_any_text_is_a_file():
    content = lines("Content-Type: image/heic", "Content-Transfer-Encoding: base64", body="AAAAGGZ0eXBoZWlj")
    found = seen(arrive(content, address()))
    assert [a.filename for a in found.attachments] == ["Foto 1.heic"] and found.text == ""


def test_files_of_a_forwarded_mail_are_found_and_its_words_are_marked():
    outer = mail("Siehe unten.")
    outer.add_attachment(with_photo(mail("Das Original.", subject="Foto", sender="max@example.org")))
    found = seen(arrive(outer, address()))
    assert [a.filename for a in found.attachments] == ["impfpass.png"]
    assert found.text == "Siehe unten.\n\n--- Weitergeleitete Nachricht von max@example.org: Foto ---\nDas Original."


def test_words_in_two_shapes_are_read_once():
    message = mail("Nur einmal.")
    message.add_alternative("<p>Nur einmal.</p>", subtype="html")
    assert seen(arrive(with_photo(message), address())).text == "Nur einmal."


def test_signatures_are_no_files():
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--b--\r\n"
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nHallo\r\n--b\r\n" + signature
    content = lines('Content-Type: multipart/signed; boundary="b"', body=body)
    found = seen(arrive(content, address()))
    assert (found.text, found.attachments) == ("Hallo", ())


def test_a_mail_of_25_megabytes_with_its_photo_is_taken():
    message = with_photo(mail(), content=PNG + bytes(18_000_000))
    content = raw(message)
    assert len(content) > 24_000_000
    started = time.perf_counter()
    found = seen(arrive(content, address()))
    assert found.attachments[0].size == len(PNG) + 18_000_000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1_000,
        b"kein Kopf, nur Text",
        b"From: <<<>>>@@\r\nDate: gestern\r\nMessage-ID:\r\n\r\n\x00\xff\xfe",
        b"Content-Type: multipart/mixed\r\n\r\nkein boundary",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----',
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDog",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!kaputt!!!",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-martian\r\n\r\nText",
        b"Content-Type: ;;;===\r\nContent-Disposition: ;;;filename=\r\n\r\nText",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--",
        "Subject: \ud83d\ude00".encode("utf-16", "surrogatepass") + b"\r\n\r\nx",
        b"Subject: =?utf-8?b?////?= =?utf-8?b?A?=\r\n\r\nx",
    ],
)
def test_rubbish_is_kept_and_read_as_far_as_it_goes(content):
    got = arrive(content, address())
    assert seen(got).is_read and read_blob(seen(got).raw) == content


def test_one_bad_mail_does_not_stop_the_next():
    actions.receive(
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 5_000, [address()], NOON, envelope_from="x@example.org"
    )
    actions.receive(raw(with_photo(mail())), [address()], NOON, envelope_from="erika@example.org")
    drain(NOON)
    assert events().count("MailReceived") == 2


def test_a_number_in_a_broken_shape_is_no_suggestion():
    arrive(mail(f"BO-2026-048213-X und {NUMBER}A und {NUMBER.lower()}", sender="fremd@example.net"), f"bochum@{DOMAIN}")
    (line,) = queries.quarantine(clerk())
    assert [s.value for s in line.suggestions] == [NUMBER]
