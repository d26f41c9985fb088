"""The words made-up offers are made of. How often a word occurs matters more than what it means.

Word classes as measurements need them: ``BROAD`` words stand in about four of ten offers, ``MID`` words in 2 %,
``RARE`` words in 0.1 %, ``SEASONAL`` words in 0.5 %, only in offers that begin late. None of them occurs elsewhere.
"""

BROAD = (("gemeinsam", 0.42), ("herzlich", 0.36))
MID = (
    "Trommeln", "Aquarell", "Zirkus", "Hochbeet", "Märchen", "Seifenblasen", "Akrobatik", "Kasperletheater",
    "Pantomime", "Trageberatung", "Beckenboden", "Geschwisterstreit",
)  # fmt: skip
MID_SHARE = 0.02
RARE = (
    "Imkerei", "Kalligrafie", "Einrad", "Buchbinden", "Korbflechten", "Bogenbau", "Filzen", "Origami", "Alphorn",
    "Sternenkunde", "Specksteine", "Schattenspiel", "Windräder", "Mosaik", "Ziegenhof", "Flaschenpost",
)  # fmt: skip
RARE_SHARE = 0.001
SEASONAL = ("Laternenumzug", "Plätzchen", "Osternest", "Adventskranz", "Sommerfest")
SEASONAL_SHARE = 0.05  # of the offers that begin late: 0.5 % of all

HEADS = (
    "Krabbel", "Baby", "Kinder", "Eltern", "Familien", "Kleinkind", "Väter", "Großeltern", "Spiel", "Sprach", "Musik",
    "Bewegungs", "Koch", "Bastel", "Lese", "Natur", "Garten", "Wald", "Yoga", "Schwimm", "Turn", "Tanz", "Theater",
    "Kunst", "Mal", "Sing", "Näh", "Fahrrad", "Schach", "Computer", "Erziehungs", "Trennungs", "Schwangerschafts",
    "Geburts", "Still", "Schlaf", "Trage", "Entwicklungs", "Ernährungs", "Sozial", "Schulden", "Miet", "Pflege",
    "Trauer", "Konflikt", "Paar", "Rechts", "Integrations", "Deutsch", "Hausaufgaben", "Bewerbungs", "Berufs",
    "Wiedereinstiegs", "Gesundheits", "Frühstücks", "Quartiers", "Ferien", "Wochenend", "Abend", "Vormittags", "Jugend",
    "Senioren", "Generationen", "Zwillings", "Pflegeeltern", "Adoptiv", "Patchwork", "Vorlese", "Forscher", "Technik",
    "Foto", "Film", "Holz", "Ton", "Stoff", "Stein", "Wasser", "Kletter", "Ball", "Lauf", "Ringel", "Chor", "Gitarren",
    "Flöten", "Kräuter", "Kartoffel", "Apfel", "Brot", "Suppen", "Tausch", "Reparier", "Umwelt", "Medien", "Rücken",
    "Entspannungs", "Atem", "Notfall", "Zahn", "Impf", "Einschulungs", "Lern", "Rechen", "Schreib", "Englisch",
    "Ukrainisch", "Arabisch", "Ankommens", "Antrags", "Elterngeld", "Kindergeld",
)  # fmt: skip

MIDDLES = (  # between head and tail of long title words ("Krabbelmusikgruppe"); most of those occur once or twice
    "eltern", "kinder", "familien", "spiel", "sprach", "musik", "bewegungs", "garten", "lese", "tanz", "theater",
    "kunst", "mal", "koch", "natur", "technik", "lern", "entspannungs", "ferien", "wochenend", "umwelt", "medien",
    "gesundheits", "ernährungs", "erziehungs", "vorlese", "bastel", "näh", "turn", "schwimm",
)  # fmt: skip
LONG = 20_000

# with grammatical gender, since articles and adjectives follow it
TAILS = (
    ("kurs", "m"), ("treff", "m"), ("kreis", "m"), ("nachmittag", "m"), ("abend", "m"), ("ausflug", "m"), ("tag", "m"),
    ("chor", "m"), ("basar", "m"), ("gruppe", "f"), ("beratung", "f"), ("stunde", "f"), ("werkstatt", "f"),
    ("sprechstunde", "f"), ("woche", "f"), ("begleitung", "f"), ("patenschaft", "f"), ("hilfe", "f"), ("runde", "f"),
    ("zeit", "f"), ("küche", "f"), ("café", "n"), ("frühstück", "n"), ("seminar", "n"), ("projekt", "n"),
    ("labor", "n"), ("studio", "n"), ("fest", "n"), ("training", "n"), ("angebot", "n"),
)  # fmt: skip
ADJECTIVES = (
    "offen", "bunt", "ruhig", "fröhlich", "klein", "groß", "neu", "kreativ", "sportlich", "musikalisch", "mehrsprachig",
    "inklusiv", "entspannt", "spannend", "wöchentlich",
)  # fmt: skip
ENDINGS = {"m": "er", "f": "e", "n": "es"}
ARTICLES = {"m": "Der", "f": "Die", "n": "Das"}
WHO = (
    "Mütter", "Väter", "Großeltern", "junge Familien", "werdende Eltern", "Alleinerziehende", "Schulkinder",
    "Pflegefamilien", "Geschwister", "Nachbarinnen und Nachbarn", "Paare", "Ehrenamtliche", "Jugendliche",
    "Familien mit Zwillingen", "zugezogene Familien", "Babys", "Kleinkinder", "Seniorinnen und Senioren",
)  # fmt: skip
ABOUT = (
    "Schlaf", "Ernährung", "Trotz", "Spielideen", "Rituale", "Grenzen", "Eingewöhnung", "Bewegung", "Lieder",
    "Sprachentwicklung", "Gefühle", "Medien", "Hausaufgaben", "Taschengeld", "Freundschaft", "Bindung", "Erziehung",
    "Haushalt", "Anträge", "Elternzeit", "Rückkehr in den Beruf", "Gesundheit", "Impfungen", "Zähne", "Stillen",
    "Beikost", "Tragen", "Wickeln", "Schulanfang", "Streit", "Verkehr", "Natur", "Kochen", "Sparen", "Wohnen",
    "Nachhilfe", "Bewerbungen", "Pflege", "Vorsorge", "Ferien", "Basteln", "Musik", "Bücher", "Tiere", "Pflanzen",
    "Handwerk", "Theater", "Sport", "Entspannung", "Unterhalt", "Betreuung", "Freizeit", "Pubertät", "Kleidung",
    "Spielzeug", "Rezepte", "Sicherheit", "Erste Hilfe", "Formulare", "Sprache",
)  # fmt: skip
DOING = (
    "singen", "spielen", "basteln", "kochen", "malen", "reden", "lachen", "üben", "bauen", "tanzen", "lesen",
    "lauschen", "turnen", "ausprobieren", "entdecken", "backen", "zeichnen", "planen", "nähen", "wandern", "klettern",
    "forschen", "erzählen", "ruhen", "experimentieren", "musizieren", "werken", "pflanzen", "ernten", "schwimmen",
)  # fmt: skip
BRING = (
    "bequeme Kleidung", "Hausschuhe", "eine Decke", "etwas zu trinken", "gute Laune", "ein Handtuch", "Stifte",
    "alte Hemden", "feste Schuhe", "Sonnenschutz", "ein Lieblingsbuch", "Wechselsachen", "Ihre Unterlagen",
    "eine Mütze",
)  # fmt: skip
LEADERS = (
    "Hebamme", "Erzieherin", "Sozialpädagogin", "Übungsleiterin", "Beraterin", "Fachkraft", "Musikpädagogin",
    "Ehrenamtliche", "Logopädin", "Ärztin", "Künstlerin", "Gärtnerin", "Köchin", "Lehrerin", "Familienlotsin",
)  # fmt: skip
ROOMS = (
    "im Gruppenraum", "im Garten", "in der Küche", "im Saal", "in der Turnhalle", "im Familiencafé", "in der Werkstatt",
    "im Bewegungsraum", "in der Bibliothek", "im Hof", "im Seminarraum", "unter dem Dach",
)  # fmt: skip
PARTS = (
    "Nord", "Süd", "Ost", "West", "Mitte", "Altstadt", "Neustadt", "am Bahnhof", "am Park", "an der Brücke", "im Tal",
    "auf der Höhe", "am Ufer", "am Wald", "am Markt",
)  # fmt: skip
HOUSES = (
    "Familienhaus", "Nachbarschaftshaus", "Familientreff", "Elternverein", "Familienwerk", "Kindertreff", "Bürgerhaus",
    "Bildungshaus", "Begegnungshof", "Spielhaus", "Mütterzentrum", "Stadtteilhaus", "Kita", "Lernhaus", "Sportverein",
    "Musikwerkstatt",
)  # fmt: skip
PLANTS = (
    "Ahorn", "Akelei", "Apfelbaum", "Arnika", "Aster", "Birke", "Brombeere", "Buchfink", "Butterblume", "Distel",
    "Efeu", "Eibe", "Enzian", "Farn", "Feldlerche", "Fingerhut", "Flieder", "Gänseblümchen", "Ginster", "Goldregen",
    "Hagebutte", "Hahnenfuß", "Haselstrauch", "Heckenrose", "Heidekraut", "Himbeere", "Holunder", "Hopfen",
    "Huflattich", "Hummel", "Iris", "Jasmin", "Kamille", "Kastanie", "Kirschblüte", "Klatschmohn", "Klee",
    "Königskerze", "Kornblume", "Krokus", "Lärche", "Lavendel", "Löwenmaul", "Lupine", "Malve", "Maiglöckchen",
    "Margerite", "Mauersegler", "Melisse", "Minze", "Mohn", "Moos", "Nelke", "Pappel", "Petersilie", "Pfefferminze",
    "Pfingstrose", "Primel", "Quitte", "Ringelblume", "Rittersporn", "Rosmarin", "Salbei", "Sanddorn", "Schlehe",
    "Schlüsselblume", "Schneeball", "Schwalbenschwanz", "Seerose", "Sonnenblume", "Sternblume", "Tanne", "Thymian",
    "Tulpe", "Veilchen", "Vergissmeinnicht", "Wacholder", "Waldmeister", "Weide", "Wicke",
)  # fmt: skip
SENTENCES = (  # {a} {b} about, {d} {e} doing, {w} {v} who, {m} bring, {l} leader, {r} room, {t} the title word
    "Es geht um {a}, {b} und alles, was Sie sonst beschäftigt.",
    "Wir {d} und {e}, so lange es Freude macht.",
    "Eine {l} begleitet die Treffen und hat ein offenes Ohr.",
    "Gut aufgehoben sind hier {w} und {v}.",
    "Danach bleibt Zeit für {a} und einen Kaffee.",
    "Getroffen wird sich {r}, der Weg ist ausgeschildert.",
    "Bitte bringen Sie {m} mit.",
    "Vorkenntnisse braucht niemand, Neugier genügt.",
    "Fragen zu {a} oder {b} sind jederzeit erwünscht.",
    "Auch {w} haben schon mitgemacht und neue Ideen eingebracht.",
    "Wer möchte, kann {d}, andere wollen lieber {e}.",
    "Zum Schluss gibt es Tipps zu {a} für den Alltag zu Hause.",
    "Eine {l} gibt Anregungen zu {a} und {b}.",
    "Die Gruppe bleibt klein, damit alle zu Wort kommen.",
    "Kinder dürfen {d} oder einfach zusehen.",
    "Sie müssen nichts vorbereiten und können jederzeit einsteigen.",
    "Material liegt bereit, nur {m} sollten Sie selbst dabeihaben.",
    "Besonders gefragt sind zurzeit {a} und {b}.",
    "Die Idee kam von Familien, die sich mehr Austausch über {a} wünschten.",
    "In der zweiten Hälfte können {w} selbst etwas beitragen.",
    "Wenn Sie Hilfe beim Ankommen brauchen, rufen Sie vorher kurz an.",
    "Eine {l} und mehrere Ehrenamtliche kümmern sich um den Ablauf.",
    "Nebenan können die Jüngsten {d}, während die Großen {e}.",
    "Für {w} gibt es eine ruhige Ecke {r}.",
)
LEADS = {  # first sentence, by gender of the title word
    "m": ("Der {t} ist für {w} gedacht.", "Unser {t} bringt {w} und {v} zusammen.", "Im {t} dreht sich vieles um {a}."),
    "f": (
        "Die {t} ist für {w} gedacht.",
        "Unsere {t} bringt {w} und {v} zusammen.",
        "In der {t} dreht sich vieles um {a}.",
    ),
    "n": ("Das {t} ist für {w} gedacht.", "Unser {t} bringt {w} und {v} zusammen.", "Im {t} dreht sich vieles um {a}."),
}
