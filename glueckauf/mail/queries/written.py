"""From words to the text and HTML of a mail, in our look."""

from django.template.loader import render_to_string

from glueckauf.mail.rules.words import Words, Written


def written(words: Words) -> Written:
    """Same content, same order in both parts."""
    link = f"{words.link[1]}" if words.link else ""
    before, (*rest, last) = "", words.paragraphs
    before = "\n\n".join([*rest, f"{last}\n{link}" if link else last])
    notes = " ".join(words.notes)
    text = "\n\n".join(part for part in (before, *words.after, notes) if part)
    return Written(text=f"{text}\n", html=render_to_string("mail/mail.html", {"words": words}))
