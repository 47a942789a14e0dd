"""Small words of spoken German, English and Turkish: they stand in every sentence and tell nothing about the matter.

Words that turn a matter round (nicht, kein, ohne, mehr, ab) are not here. Written as `words.folded` writes them: "fuer" is "für".
"""

GERMAN = """
ich wir du sie er es man mich mir uns dich dir ihn ihm ihr ihnen euch mein meine meinen meinem meiner meins unser unsere unseren unserem
unserer dein deine deinen deinem deiner sein seine seinen seinem seiner ihre ihren ihrem ihrer ein eine einen einem einer eines der die das
den dem des dies diese dieser dieses diesen diesem und oder aber auch doch mal denn ja nein nun jetzt gerade eben dann da dort hier hin her
so sehr nur noch schon immer wieder in im an am auf aus bei beim fuer mit nach von vom vor zu zum zur ueber unter durch gegen wegen um bis
seit als wenn weil dass ob wie wo wohin woher was wann wer wem wen warum wieso welche welcher welches welchen moechte moechten will wollen
wollte muss muessen musste soll sollte sollen kann koennen koennte darf duerfen wuerde wuerden haette hab habe haben hat hatte bin bist ist
sind war waren werde werden wird wurde wurden geworden gibt gib geben geht gehts gehen tun tue tut macht machen mach brauche brauchen
braucht benoetige benoetigen bekomme bekommen kriege kriegen kriegt suche suchen finde finden wissen weiss bitte danke hallo guten gute tag
morgen gern gerne eigentlich etwas irgendwie einfach schnell stadt amt rathaus buergeramt buergerbuero online internet formular antrag
beantrage beantragen beantragung
selbst sich all alle alles allem viel welch jemand wohl halt leider passiert frage herr frau sagen sagt heute gestern
"""
ENGLISH = """
a an the i we you he she it my our your his her their me us him them this that these those and or but to in on at of for from with by as
is are am was were be been being do does did done have has had can could may might must shall should will would want wants wanted wanna
need needs needed get getting got give how where what when who which why please hello hi thanks there here just now some any about into
like know apply application online city town office form going go im ive id
"""
TURKISH = """
bir bu su o ben sen biz siz onlar benim bizim senin ve veya ile icin gibi kadar de da ki mi mu nasil nerede nereye nereden ne neden hangi
kim istiyorum istiyoruz istemek lazim gerek gerekiyor gerekli var yok mı olarak lutfen merhaba yapmak yapmam yapabilirim yapilir yapmaliyim
almak alabilirim alinir alma etmek ediyorum ederim olmak basvuru basvurusu belediye
"""
FUNCTION_WORDS = frozenset(f"{GERMAN} {ENGLISH} {TURKISH}".split())
