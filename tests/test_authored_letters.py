"""A letter's template is a program an administrator types: what runs too long, grows too large or never ends stops a process of its own."""

import resource
import time

import make_letters as make
import pytest

from glueckauf.core.confined import Limits, Stopped, ask
from glueckauf.letters import queries
from glueckauf.letters.providers import authored
from glueckauf.letters.providers.authored import TemplateTooCostly, TemplateTooLong
from glueckauf.letters.providers.typesetter import TemplateBroken

pytestmark = pytest.mark.django_db
BOMBS = {
    "a billion letters": "#for i in range(1000000000) [x]",
    "a loop in a loop in a loop": "#for i in range(20000) { for j in range(20000) { for k in range(20000) { let x = i * j * k } } }",
    "a word that doubles": '#{ let s = "x"; for i in range(60) { s = s + s }; [#s] }',
    "a page as large as a street": "#set page(width: 90000cm, height: 90000cm)\nHallo",
}
ENDLESS = {"recursion": "#let f(n) = f(n + 1)\n#f(0)", "a loop that always holds": "#{ let i = 0; while true { i += 1 } }"}


def with_more(bomb):
    return f"{make.TEMPLATE}\n{bomb}"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_a_template_ends_its_own_process_in_time_and_this_one_does_not_grow(name):
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    with pytest.raises(TemplateTooCostly):
        queries.authored_pictures(with_more(BOMBS[name]), make.daten())
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert time.monotonic() - began <= authored.LIMITS.seconds + authored.PATIENCE + 5
    assert after.ru_utime - before.ru_utime < 2, "the work was done elsewhere"
    assert after.ru_maxrss - before.ru_maxrss < 100_000, "kilobytes"
    assert queries.authored_pictures(make.TEMPLATE, make.daten()), "the next letter is set as ever"


@pytest.mark.parametrize("name", ENDLESS)
def test_what_typst_itself_refuses_is_broken(name):
    with pytest.raises(TemplateBroken):
        queries.authored_pictures(with_more(ENDLESS[name]), make.daten())


def test_a_letter_longer_than_anybody_prints_is_refused_with_its_length():
    with pytest.raises(TemplateTooLong) as refused:
        queries.authored_pictures(with_more("#pagebreak()\n" * 24), make.daten())
    assert "26" in str(refused.value)


def test_the_good_ones_before_a_bomb_keep_their_verdict_and_what_follows_is_not_claimed():
    good, bad, bomb = make.TEMPLATE, with_more("#gibtesnicht"), with_more(BOMBS["a billion letters"])
    fine, broken, stopped = queries.authored_faults([(template, make.daten()) for template in (good, bad, bomb, good)])
    assert fine is None
    assert isinstance(broken, TemplateBroken)
    assert not isinstance(broken, TemplateTooCostly)
    assert isinstance(stopped, TemplateTooCostly)


def test_it_looks_as_if_it_were_set_here():
    assert queries.authored_pictures(make.TEMPLATE, make.daten()) == queries.preview_pictures(make.TEMPLATE, make.daten())


def test_a_confined_program_has_no_secret_of_ours_writes_no_file_and_takes_no_more_than_it_may(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUECKAUF_SECRET_KEY", "geheim")
    program = tmp_path / "program.py"

    def run(code):
        program.write_text(code)
        return ask(program, "wort", content=b"inhalt", limits=Limits(memory=200_000_000, cpu=1, seconds=10))

    assert run("import os, sys; print(sorted(os.environ), sys.argv[1], sys.stdin.read())") == b"['LC_CTYPE'] wort inhalt\n"
    for greedy in (f"open({str(tmp_path / 'x')!r}, 'w').write('x' * 100_000)", "x = bytes(500_000_000)", "while True: pass"):
        with pytest.raises(Stopped) as stopped:
            run(f"print('halb', flush=True)\n{greedy}")
        assert stopped.value.answer == b"halb\n"
    assert (tmp_path / "x").read_text() == ""
