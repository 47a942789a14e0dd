"""The Rechtsbehelfsbelehrung: remedy, body, seat, period and nothing else; what explains stands outside."""

from hypothesis import given
from hypothesis import strategies as st

from glueckauf.cities.rules.schema import Court
from glueckauf.letters.rules.belehrung import Bodies, Money, Remedy, belehrung

VG = Court(
    name="Verwaltungsgericht Gelsenkirchen", street="Bahnhofsvorplatz 3", postcode_town="45879 Gelsenkirchen", source="§ 17 JustG NRW"
)
AG = Court(name="Amtsgericht Musterstadt", street="Musterstraße 1", postcode_town="44787 Musterstadt", source="Muster")
BOCHUM = Bodies(authority="Stadt Bochum", address="Musterplatz 4, 44787 Bochum", court=VG)

KLAGE = (
    "kann innerhalb eines Monats nach Bekanntgabe Klage beim Verwaltungsgericht Gelsenkirchen, Bahnhofsvorplatz 3, 45879 Gelsenkirchen, "
    "erhoben werden."
)
WIDERSPRUCH = "kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Stadt Bochum, Musterplatz 4, 44787 Bochum, erhoben werden."


def test_a_permit_goes_to_court():
    assert belehrung("klage", bodies=BOCHUM).texts == (f"Gegen diesen Bescheid {KLAGE}",)


def test_a_dog_tax_notice_takes_a_widerspruch_and_payment_goes_on():
    found = belehrung("widerspruch", fees=["widerspruch"], bodies=BOCHUM, money=Money.DUE)
    assert found.texts == (f"Gegen diesen Bescheid {WIDERSPRUCH}",)
    assert "zahlen Sie auch dann" in found.explanation[0] and "§\xa080 Abs.\xa02 Satz\xa01 Nr.\xa01 VwGO" in found.explanation[0]


def test_a_permit_with_a_fee_of_another_remedy_has_a_text_for_each():
    assert belehrung("klage", fees=["widerspruch", "klage"], bodies=BOCHUM, money=Money.DUE).texts == (
        f"Gegen die Entscheidung in der Sache {KLAGE}",
        f"Gegen die Festsetzung der Gebühr {WIDERSPRUCH}",
    )


def test_a_certificate_with_a_fee_speaks_of_the_fee_only():
    assert belehrung("none", fees=["klage"], bodies=BOCHUM).texts == (f"Gegen die Festsetzung der Gebühr {KLAGE}",)


def test_a_receipt_carries_none():
    found = belehrung("none", fees=["none"], bodies=BOCHUM, money=Money.DUE)
    assert (found.texts, found.explanation) == ((), ())


def test_a_refused_certificate_of_civil_status_goes_to_the_local_court():
    local = Bodies(authority=BOCHUM.authority, address=BOCHUM.address, court=VG, local_court=AG)
    text = belehrung("amtsgericht", bodies=local).texts[0]
    assert "beim Amtsgericht Musterstadt, Musterstraße 1, 44787 Musterstadt, eine gerichtliche Entscheidung" in text


def test_a_city_that_has_not_entered_its_local_court_names_none():
    found = belehrung("amtsgericht", bodies=BOCHUM)
    assert not any("Frist" in line for line in found.explanation)
    assert (
        found.texts[0]
        == "Gegen diesen Bescheid kann beim zuständigen Amtsgericht eine gerichtliche Entscheidung beantragt werden (§\xa049 PStG)."
    )


def test_the_name_of_the_city_is_not_said_twice():
    full = Bodies(authority="Stadt Bochum", address="Stadt Bochum, Musterplatz 4, 44787 Bochum", court=VG)
    assert belehrung("widerspruch", bodies=full).texts == (f"Gegen diesen Bescheid {WIDERSPRUCH}",)


remedies = st.sampled_from([Remedy.KLAGE, Remedy.WIDERSPRUCH, Remedy.NONE])


@given(main=remedies, fees=st.lists(remedies, max_size=4), money=st.sampled_from(Money))
def test_each_remedy_has_one_text_and_the_box_explains_nothing(main, fees, money):
    found = belehrung(main, fees=fees, bodies=BOCHUM, money=money)
    assert len(found.texts) == len({r for r in (main, *fees) if r != Remedy.NONE})
    assert all(text.endswith("erhoben werden.") and "Monats" in text and "§" not in text for text in found.texts)
    assert bool(found.texts) == bool(found.explanation)
    assert any("80" in line for line in found.explanation) == (money == Money.DUE and bool(found.texts))
