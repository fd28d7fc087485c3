"""Names of the demo newspaper's people, places and days: data for newsbot/demo/text.py."""

from __future__ import annotations

PLACES = tuple(
    "Netherby|Oakhaven|Gull Point|Wexcombe|Thornsea|Ardle Bridge|Saint Brannock|Millbeck|Eastmarsh|Kelder|"
    "Low Fenwick|Candlewick Hill|Sandholm|Porthaven|Rushmoor|Brackwater|Long Ditton Sands|Withy End".split("|")
)
STREETS = tuple(
    "Rope Street|Chandler's Row|Bellfounder Lane|Quay Road|Tanner's Hill|Lantern Street|Saltpan Lane|Orchard Walk|"
    "Pilot Street|Cooper's Yard|Anchor Lane|Windmill Road|Cannery Street|Abbot's Walk|Herring Wynd".split("|")
)
_ENGLISH = (
    tuple(
        "Agnes|Amir|Beatrice|Bertram|Carys|Chidi|Clara|Connor|Dorothy|Edwin|Elif|Fergus|Florence|Gareth|Hannah|Henrik|"
        "Imogen|Ivor|Joan|Kamala|Leonard|Lucy|Magnus|Maeve|Nadia|Nigel|Olive|Owen|Priya|Ralph|Rosalind|Samuel|Tamsin|"
        "Tobias|Una|Victor|Winifred|Yusuf".split("|")
    ),
    tuple(
        "Abara|Ashdown|Barrow|Bellamy|Calloway|Crane|Dunmore|Eastwick|Fairley|Ferris|Goodfellow|Hallam|Hathersage|Iqbal|"
        "Jessop|Kettering|Larkin|Lindqvist|Marlowe|Merrick|Nakamura|Norwood|Okafor|Pemberton|Penrose|Quayle|Ramsden|Rao|"
        "Selwyn|Sorley|Tregenza|Underhill|Vance|Wainwright|Whitlock|Yardley".split("|")
    ),
)
NAMES = {
    "en": _ENGLISH,
    "de": (
        ("Anke", "Birte", "Carsten", "Frauke", "Hauke", "Jonas", "Meike", "Nele"),
        ("Albers", "Brandt", "Carstens", "Harms", "Lüders", "Petersen", "Röhr", "Thießen"),
    ),
    "fr": (
        ("Adèle", "Baptiste", "Cécile", "Élise", "Gaël", "Maëlle", "Yann", "Zoé"),
        ("Guégan", "Kerbrat", "Le Bihan", "Madec", "Prigent", "Quéré", "Rivoal", "Tanguy"),
    ),
    "es": (
        ("Aldara", "Brais", "Carmen", "Íñigo", "Lucía", "Martín", "Núria", "Uxía"),
        ("Arias", "Castro", "Figueroa", "Ibáñez", "Lago", "Núñez", "Pazos", "Seoane"),
    ),
    "ar": (("ليلى", "مريم", "نادية", "هدى"), ("حداد", "منصور", "الصياد", "سالم")),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
MONTHS = {
    "en": tuple("January|February|March|April|May|June|July|August|September|October|November|December".split("|")),
    "de": tuple("Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember".split("|")),
    "fr": tuple("janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre".split("|")),
    "es": tuple("enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre".split("|")),
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
}
#: Captions by motif, and what a screen reader is told.
CAPTIONS = {
    "town": (
        "Roofs of {place}, seen from the water tower.",
        "The corner of {street} and {street2} shortly after the shops had opened.",
        "{street} in the early hours of {weekday}.",
        "Old and new houses stand side by side in {place}.",
    ),
    "harbour": (
        "Boats in the roads off {place} on {weekday}.",
        "The bay in the first light, seen from the breakwater.",
        "A calm sea between {place} and the estuary.",
        "Sails off {place}, with the tide just turning.",
    ),
    "hills": (
        "The hills behind {place} after a shower.",
        "View from the lighthouse road towards {place}.",
        "Autumn on the slopes above {place}.",
        "Morning mist between {place} and {place2}.",
    ),
    "night": (
        "The sky above {place}, an hour after the last ferry.",
        "Moonrise over {street}.",
        "Lights of {place} on a clear night.",
        "A quiet evening in {place2}.",
    ),
    "storm": (
        "Clouds gather over {place}.",
        "Rain moves in from the west on {weekday}.",
        "The sea off {place} before the wind turned.",
        "Heavy skies over the breakwater.",
    ),
    "pitch": (
        "The river ground before kick-off.",
        "Not a blade out of place: the turf on {weekday} morning.",
        "The ground in {place} lies below the hills.",
        "An empty field, an hour before the gates opened.",
    ),
}
ALT = {
    "town": "Houses with lit windows below a wide sky",
    "harbour": "Sailing boats on calm water",
    "hills": "Rows of hills fading into the distance",
    "night": "A moon and stars above dark hills",
    "storm": "Dark clouds above a rough sea",
    "pitch": "A striped green sports field below hills",
}
SUBHEADINGS = (
    "What it means for {place}", "A long story", "The figures", "What happens next", "Voices from {street}", "Not without doubts",
    "How it began", "Help from {place2}", "A question of money", "Looking ahead",
)  # fmt: skip
