"""Builders for XDatenfelder files. Synthetic: no such file is to be had, the shape follows the standard as the notes describe it."""

NS2, NS3 = "urn:xoev-de:fim:standard:xdatenfelder_2", "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"


def element(tag, *inside, id_="", **texts):
    """An element with identity, simple children and others."""
    named = f"<identifikation><id>{id_}</id><version>1.0.0</version></identifikation>" if id_ else ""
    simple = "".join(f"<{key}>{value}</{key}>" for key, value in texts.items())
    return f"<{tag}>{named}{simple}{''.join(inside)}</{tag}>"


def code(name, said):
    return f"<{name}><code xmlns=''>{said}</code></{name}>"


def place(count, inside, law=""):
    return f"<struktur><anzahl>{count}</anzahl><bezug>{law}</bezug><enthaelt>{inside}</enthaelt></struktur>"


def field(id_, name, typ="text", art="input", *inside, label="", help_=""):
    return element(
        "datenfeld", code("feldart", art), code("datentyp", typ), *inside,
        id_=id_, name=name, bezeichnungEingabe=label or name, hilfetextEingabe=help_,
    )  # fmt: skip


def group(id_, name, *places, label=""):
    return element("datenfeldgruppe", *places, id_=id_, name=name, bezeichnungEingabe=label or name)


def rule(id_, words, script=""):
    return element("regel", id_=id_, name="Regel", freitextRegel=words, skript=script)


def schema(*inside, version=3, name="Testantrag"):
    """A whole Stammdatenschema. Version 3 calls the label of a schema bezeichnung."""
    label = "bezeichnung" if version == 3 else "bezeichnungEingabe"
    body = element("stammdatenschema", *inside, id_="S60000000001", name=name, **{label: name})
    return wrapped("xdatenfelder.stammdatenschema.0102", body, NS3 if version == 3 else NS2)


def wrapped(root, body, namespace=NS3):
    header = "<header><nachrichtID>1</nachrichtID><erstellungszeitpunkt>2026-11-24T12:00:00Z</erstellungszeitpunkt></header>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">{header}{body}</{root}>'.encode()


def genericode(uri="urn:de:example", version="1", rows=(("000", "unbekannt"), ("m", "männlich"), ("w", "weiblich"))):
    """A code list as the XRepository writes it."""
    lines = "".join(
        f'<Row><Value ColumnRef="code"><SimpleValue>{key}</SimpleValue></Value>'
        f'<Value ColumnRef="name"><SimpleValue>{name}</SimpleValue></Value></Row>'
        for key, name in rows
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
<Identification><ShortName>Beispiel</ShortName><LongName>Beispielliste</LongName><Version>{version}</Version>
<CanonicalUri>{uri}</CanonicalUri><CanonicalVersionUri>{uri}_{version}</CanonicalVersionUri></Identification>
<ColumnSet><Column Id="code" Use="required"><ShortName>code</ShortName><Data Type="string"/></Column>
<Column Id="name" Use="required"><ShortName>name</ShortName><Data Type="string"/></Column>
<Key Id="codeKey"><ShortName>codeKey</ShortName><ColumnRef Ref="code"/></Key></ColumnSet>
<SimpleCodeList>{lines}</SimpleCodeList></gc:CodeList>""".encode()


REFERENCE = (
    "<codelisteReferenz><canonicalIdentification>urn:de:example</canonicalIdentification><version>1</version>"
    "<canonicalVersionUri>urn:de:example_1</canonicalVersionUri></codelisteReferenz>"
)
VALUES = (
    "<werte><wert><code>01</code><name>rot</name><hilfe>wie Feuer</hilfe></wert><wert><code>blau</code><name>blau</name></wert></werte>"
)


def everything():
    """A full XDF3 schema with every art, typ and cardinality; synthetic, for there is no real one."""
    person = group(
        "G60000000001", "Person",
        place("1:1", field("F60000000001", "Name", "text_latin", "input", '<praezisierung minLength="2" maxLength="80"/>'), "§ 1 BGB"),
        place("0:1", field("F60000000002", "Geboren", "date")),
        place("1:1", field("F60000000003", "Uhrzeit", "time")),
        place("1:1", field("F60000000004", "Zeitpunkt", "datetime")),
        place("1:1", field("F60000000005", "Farbe", "text", "select", VALUES)),
        place("1:1", field("F60000000006", "Geschlecht", "text", "select", REFERENCE)),
        place("1:1", field("F60000000007", "Kennung", "text", "input", '<praezisierung pattern="[A-Z]{3}"/>')),
        place("1:1", field("F60000000008", "Böse", "text", "input", '<praezisierung pattern="(a+)+$"/>')),
        place("0:1", group("G60000000002", "Konto", place("1:1", field("F60000000009", "Bank")))),
        place("2:5", field("F60000000010", "Zeile")),
        place("1:1", field("F60000000001", "Name", "text_latin")),
        rule("R60000000001", "Wenn F1 gefüllt ist, dann auch F2.", "while(true){}"),
    )  # fmt: skip
    child = group(
        "G60000000003", "Kind",
        place("1:1", field("F60000000011", "Vorname")),
        place("1:2", field("F60000000012", "Schule")),
        place("0:1", group("G60000000004", "Hort", place("1:1", field("F60000000013", "Ort des Horts")))),
        place("1:*", group("G60000000005", "Freund", place("1:1", field("F60000000014", "Freund")))),
    )  # fmt: skip
    return schema(
        place("1:1", person),
        place("0:*", child),
        place("1:1", field("F60000000020", "Einkommen", "num_currency", "input", '<praezisierung minValue="0" maxValue="999999"/>')),
        place("1:1", field("F60000000021", "Anzahl", "num_int", "input", '<praezisierung minValue="-5"/>')),
        place("1:1", field("F60000000022", "Gewicht", "num", "locked")),
        place("1:1", field("F60000000023", "Versteckt", "text", "hidden")),
        place("1:1", field("F60000000024", "Hinweis", "text", "label", "<inhalt/><inhalt>Bitte lesen</inhalt>")),
        place("1:3", field("F60000000025", "Beleg", "file", "input", "<maxSize>10</maxSize><mediaType>application/pdf</mediaType>")),
        place("1:1", field("F60000000026", "Objekt", "obj")),
        place("1:1", field("F60000000027", "Einverstanden", "bool", "input", code("vorbefuellung", "optional"))),
    )
