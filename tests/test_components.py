"""Components: closed kinds, escaped values, words beside every icon."""

import pytest
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

from glueckauf.core.parts.plot import NARROW, WIDE, drawing, rows
from glueckauf.core.parts.states import STATUS

BINS = [(0, 118), (2, 160), (4, 250), (6, 330), (8, 300), (10, 98), (12, 43)]


def rendered(source: str, **values) -> str:
    return engines["django"].from_string(source).render(values)


def test_what_people_wrote_is_escaped_inside_a_component():
    assert "&lt;b&gt;" in rendered('{% notice "info" title=x %}<p>{{ x }}</p>{% endnotice %}', x="<b>")
    assert "<b>" not in rendered('{% table "C" c r %}', c=["A"], r=[["<b>"]])


def test_a_kind_outside_the_closed_list_is_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        rendered('{% status "gut" %}')


@pytest.mark.parametrize("kind", STATUS)
def test_every_status_has_a_word_beside_its_icon(kind):
    assert rendered("{% status kind %}", kind=kind).split("</span>")[1].strip()


def test_a_link_that_looks_like_a_button_is_a_link():
    assert rendered('{% button "Los" url="/x" %}').startswith("<a ")
    assert 'type="submit"' in rendered('{% button "Los" %}')


def test_the_bars_stay_inside_the_drawing_and_the_table_says_the_same():
    for frame in (WIDE, NARROW):
        picture = drawing(frame, BINS, median_days=8, nine_of_ten_days=11)
        assert all(bar["y"] >= 0 and bar["y"] + bar["height"] == pytest.approx(frame.floor, abs=0.2) for bar in picture["bars"])
        assert all(frame.left <= mark["x"] <= frame.right for mark in picture["marks"])
    assert [count for _, _, count in rows(BINS)] == [count for _, count in BINS]
    assert rows(BINS)[-1][1] is None


def test_one_bar_is_enough():
    assert "<svg" in rendered('{% plot bins 1 1 "Tage" %}', bins=[(0, 3)])


def test_money_and_days_speak_the_language_of_the_page():
    assert rendered("{{ x|cents }}", x=120450) == "1.204,50\xa0€"
    with translation.override("en"):
        assert rendered("{{ x|cents }}", x=120450) == "€1,204.50"


def test_the_page_for_our_own_faults_needs_neither_request_nor_database():
    page = get_template("core/500.html").render({"number": "7F3K-20A9", "again": ""})
    assert "7F3K-20A9" in page and "<h1>" in page
