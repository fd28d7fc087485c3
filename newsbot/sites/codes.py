"""The two lists of codes that site files use: countries (ISO 3166-1 alpha-2) and two-letter languages (ISO 639-1)."""

from __future__ import annotations

#: Every assigned country code, in lower case, and `xk`, which the press uses for Kosovo.
_COUNTRIES = (
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo "
    "fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je "
    "jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo "
    "mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw "
    "py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm "
    "tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw"
)
COUNTRIES = frozenset(_COUNTRIES.split())

#: Every two-letter language code. Longer codes are taken by their shape only.
_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGES = frozenset(_LANGUAGES.split())

#: What people write for a country, and the code they mean.
MEANT_COUNTRIES = {
    "aut": "at",
    "che": "ch",
    "deu": "de",
    "el": "gr",
    "ind": "in",
    "isl": "is",
    "uk": "gb",
    "usa": "us",
}

#: What people write for a language (mostly the code of a country), and the code they mean.
MEANT_LANGUAGES = {
    "at": "de",
    "cn": "zh",
    "cz": "cs",
    "deu": "de",
    "dk": "da",
    "eng": "en",
    "fra": "fr",
    "gb": "en",
    "ger": "de",
    "gr": "el",
    "il": "he",
    "ir": "fa",
    "iw": "he",
    "ji": "yi",
    "jp": "ja",
    "kz": "kk",
    "rs": "sr",
    "spa": "es",
    "ua": "uk",
    "us": "en",
    "vn": "vi",
}
