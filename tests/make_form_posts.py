"""What a browser would send for the form of a page: the inputs of its main form with their values."""

from html.parser import HTMLParser


class Inputs(HTMLParser):
    """Collects names and values of each form of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.area, self.select = [], None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append({} if given.get("method") == "post" else None)
        if not self.forms or self.forms[-1] is None:
            return
        name = given.get("name")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in given:
                self.add(name, given.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea" and name:
            self.area = (name, [])
        elif tag == "select" and name:
            self.select = (name, [])
        elif tag == "option" and self.select:
            self.select[1].append((given.get("value", ""), "selected" in given))

    def handle_data(self, words):
        if self.area:
            self.area[1].append(words)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.add(self.area[0], "".join(self.area[1]).removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, is_chosen in options if is_chosen] or [value for value, _ in options[:1]]
            if chosen:
                self.add(name, chosen[-1])
            self.select = None

    def add(self, name, value):
        self.forms[-1].setdefault(name, []).append(value)


def inputs_of(html, *, holding="version"):
    """The largest form that is posted and has the input named so."""
    parser = Inputs()
    parser.feed(html)
    forms = [form for form in parser.forms if form and holding in form]
    return max(forms, key=len)
