"""Words of bylines, in the languages of newspapers: "by", "and", roles, agencies, places of datelines.

Each list holds what stands in bylines; none of it is part of a name.
"""

from __future__ import annotations

import re

#: "By", at the start of a byline. In Latin letters the longer forms come first.
_BY_WORDS = (
    r"(?:(?:written|reported|posted|edited|reviewed|published|produced|compiled|presented)\s+(?:and\s+\w+\s+)?by|"
    r"(?:[\w'’]+\s+){0,2}by|"
    r"von|vom|par|por|de|di|da|door|av|af|od|autor(?:a|in|en|es|zy|ka|i)?|author|authors|text|texte|texto|testo|tekst|"
    r"redakteur(?:in)?|redactor|autore|auteure?|skribent|journalist|reporter|yazar|yazan|haber|oleh|penulis|"
    r"reporter|ni|gan|scris\s+de|autorius|autors|szerző|írta|teksti|toimittaja|tác\s+giả|theo|geschreven\s+door|"
    r"propos\s+recueillis\s+par|publié\s+par|rédigé\s+par|écrit\s+par|publicado\s+por|escrito\s+por|"
    r"автор(?:ы)?|текст|от|от|из|από|του|της|συντάκτης|"
    r"كتب|كتبت|بقلم|إعداد|تحرير|نویسنده|מאת|"
    r"लेखक|द्वारा|โดย)"
)
BY = re.compile(rf"^[\W_]*{_BY_WORDS}(?:\s*[:：|｜/]\s*|\s+)(?=\S)", re.IGNORECASE)
#: Before names in Chinese, Japanese and Korean nothing need stand between.
BY_CJK = re.compile(
    r"^\W*(?:(?:本报|本報|本网|本網|新华社|新華社|中新社|实习|實習)?(?:记者|記者)|作者|撰文|撰稿|撰|文字|文|採訪|采访|"
    r"编辑|編輯|责任编辑|執筆|筆者|글|취재)\s*[:：|｜/／=＝丨]?\s*(?=[\u3400-\u9fff\uac00-\ud7af])"
)
#: Words for "by" that names begin with too: cut only in lower case, or (second) before a whole name.
PARTICLE = re.compile(r"^(?:De|Da|Od|Ni|Gan)\s")
BEFORE_NAME = re.compile(r"^(?:Di|Von|Vom|Theo|Haber|Text|Author|Reporter|Journalist|Autor|Yazar)\s+\S+$")

#: "And". Those of one letter, and those that names hold too, count in lower case only.
_AND_WORDS = (
    "and|und|et|og|och|та|és|ja|ve|και|with|mit|avec|med|dan|și|şi|eta|agus|oraz|un|ir|và|और|एवं|con|y|e|i|и|a|ed|و|ва|"
    # In Spanish it means "in": a single word behind it is a place.
    r"en(?=\s+\S+\s+\S)"
)
AND = re.compile(
    r"\s*(?:;|；|•|\||｜|·|&|、|，|,?\s+(?:" + _AND_WORDS + r"|AND|And|UND|Und|ET|OG|OCH|VE)\s+|"
    r"／|\s/\s|(?<=\w)/\s|\n|؛)\s*"
)
#: Middle dots stand between Korean names, and inside foreign names in Japanese (there it is another character).
COMMA = re.compile(r"\s*[,،]\s*")

#: Pieces that name who took the pictures, or who edited: not who wrote.
PICTURES = re.compile(
    r"^\W*(?:photo(?:s|graph\w*)?|foto(?:s|graf\w*)?|fotó\w*|images?|bild(?:er)?|illustration\w*|illustriert|grafik\w*|"
    r"graphic\w*|video\w*|picture\w*|camera|kamera|zdjęcia|фото|写真|摄影|攝影|图|圖|사진|תמונ\w+|صور\w*)\b",
    re.IGNORECASE,
)

_ROLES = (
    r"editors?|reporters?|correspondents?|writers?|journalists?|columnists?|contributors?|producers?|analysts?|"
    r"commentators?|bloggers?|"
    r"redakteur(?:in)?|redaktør|redaktor(?:ka)?|redaktör|korrespondent(?:in)?|reporterin|journalistin|volontär(?:in)?|"
    r"kolumnist(?:in)?|autorin|chefredakteur(?:in)?|redactora?|corresponsal|periodista|columnista|correspondante?|"
    r"rédactrice|rédacteur|chroniqueu(?:r|se)|giornalista|redattore|redattrice|jornalista|repórter|colunista|"
    r"verslaggever|redacteur|dziennikarz|dziennikarka|toimittaja|muhabir(?:i)?|editörü?|"
    r"корреспондент|журналист|редактор|обозреватель"
)
#: What follows a name after a comma or a dash, and is none: roles, places of work.
ROLE = re.compile(
    rf"(?:\b(?:{_ROLES}|staff|chief|bureau|professor|lecturer|fellow|researcher|director|photograph\w*|desk|team lead|"
    r"head of|senior|deputy|founder|ceo|president|author of|special to|for the|"
    r"redakt\w+|korrespondent\w*|journalist\w*|volont\w+|leiter\w*|chef\w*|freie[rn]?|redact\w+|enviad[oa]|"
    r"correspondan\w*|envoyée?|journaliste|rédact\w+|inviat[oa]|redattor\w+|journalistisk|dziennikar\w+)\b"
    r"|記者|编辑|記者|기자|특파원)",
    re.IGNORECASE,
)
#: A role where a name should be: "Ann Lee / Journalist".
ROLE_ALONE = re.compile(
    rf"(?:{_ROLES})|기자|記者|记者|특파원|(?:news\s+)?agenc(?:y|ies)|(?:nachrichten)?agenturen|agences|agencias|agências|agenzie|"
    r"agentschappen|byråer|bureauer|agentury|agencje|wires?|агентства",
    re.IGNORECASE,
)
#: A role that stands beside a name without a comma: "Ann Lee Political Editor", "Senior Reporter Ann Lee".
_BEFORE_ROLE = (
    r"(?:senior|chief|political|staff|deputy|associate|assistant|managing|executive|business|sports?|science|health|"
    r"foreign|economics?|national|world|special|freelance|environment|climate|education|crime|technology|tech|culture|"
    r"royal|diplomatic|defen[cs]e|security|news|digital|breaking|international|religion|media|legal|court|"
    r"investigative|home|affairs|city|features?|opinion|data|trainee|junior|lead|local|democracy)"
)
ROLE_BEHIND = re.compile(rf"\s+(?:{_BEFORE_ROLE}\s+)*(?:{_ROLES})(?:\s+(?:in|at|for|of)\s.*)?$", re.IGNORECASE)
ROLE_BEFORE = re.compile(rf"^(?:{_BEFORE_ROLE}\s+)+(?:{_ROLES})\s+(?=\S+\s+\S)", re.IGNORECASE)
#: Roles in scripts without spaces stand right behind the name.
CJK_BEHIND = re.compile(
    r"(?<=[\u3040-\u9fff\uac00-\ud7af])\s*(?:(?:선임|수습|인턴|전문|객원)?\s?기자|特派員|特派员|記者|记者|編集委員|論説委員|编辑|編輯|"
    r"특파원|논설위원|에디터|앵커|리포터)(?:\s*=.*)?$"
)

#: Where the name ends and the paper or the place begins: only in lower case, "For" apart.
PLACED = re.compile(
    r"\s+(?:for|For|FOR|für|pour|para|per|voor|för|via|in|en|at|from|aus|à|au|em|til|dla|для)\s+(?=[^\W\d_a-z])"
)
#: What says that a "name" is that of a body and not of people.
ORGANISATION = re.compile(
    r"\b(?:agency|agence|agentur|agencia|agenzia|news|press|presse|prensa|media|desk|staff|team|redaktion|redacción|"
    r"redazione|rédaction|redactie|redakcja|editorial|board|service|newsroom|center|centre|institute|institut|"
    r"association|committee|council|department|ministry|university|universität|foundation|union|society|company|radio|"
    r"television|tv|online|network|bureau|group|office|times|post|magazine|zeitung|journal)\b",
    re.IGNORECASE,
)

#: News agencies by their names and signs, folded.
AGENCIES = frozenset(
    [
        "ap", "afp", "dpa", "reuters", "apa", "ansa", "efe", "xinhua", "pti", "kyodo", "yonhap", "tt", "ntb",
        "ritzau", "lusa", "pap", "ctk", "čtk", "tass", "upi", "ians", "ani", "afx", "bloomberg", "agi", "adnkronos",
        "askanews", "belga", "anp", "stt", "bns", "leta", "agerpres", "mti", "hina", "tanjug", "srna", "fena",
        "beta", "bta", "tasr", "sita", "una", "ukrinform", "unian", "interfax", "ria", "rian", "novosti",
        "ria-novosti", "itar-tass", "aa", "dha", "iha", "anka", "mena", "wafa", "irna", "isna", "tasnim", "fars", "spa",
        "wam", "kuna", "petra", "qna", "bernama", "antara", "pna", "vna", "vnanet", "cna", "jiji", "cp", "aap",
        "nzpa", "sapa", "nan", "gna", "kna", "pa", "epa", "epd", "kna", "sid", "dapd", "zuma", "sda", "ats",
        "keystone-sda", "europapress", "europa-press", "télam", "telam", "notimex", "prensa-latina", "dpa-afx",
        "rtr", "awp", "wenn", "aptn", "ntb-afp", "nta", "tth"
    ]
) | frozenset(
    {
        "associated press", "the associated press", "agence france-presse", "agence france presse", "press association",
        "pa media", "deutsche presse-agentur", "press trust of india", "canadian press", "the canadian press",
        "la presse canadienne", "australian associated press", "anadolu agency", "anadolu ajansı", "anadolu",
        "austria presse agentur", "keystone-sda", "europa press", "kyodo news", "jiji press", "yonhap news agency",
        "xinhua news agency", "united press international", "agencia efe", "agência lusa", "tidningarnas telegrambyrå",
        "ria novosti", "ritzaus bureau", "united news of india", "asian news international", "service de presse",
        "agenzia ansa", "prensa latina", "agencias", "agencies", "agenturen", "ukrinform", "agencia brasil",
        "agência brasil", "folhapress", "estadão conteúdo", "news agencies", "wire services", "dow jones",
        "新华社", "新華社", "中新社", "共同通信", "時事通信", "中央社", "연합뉴스", "뉴시스", "뉴스1",
    }
)  # fmt: skip

#: Places of datelines of two words and more; those of one word are known by standing alone behind a name.
PLACES = frozenset(
    {
        "new york", "new york city", "los angeles", "san francisco", "washington dc", "washington d.c.", "new delhi",
        "hong kong", "tel aviv", "buenos aires", "rio de janeiro", "são paulo", "mexico city", "cape town",
        "kuala lumpur", "abu dhabi", "den haag", "the hague", "st. petersburg", "são luís", "san diego", "san salvador",
        "tel-aviv", "ho chi minh city", "saudi arabia", "south africa", "south korea", "united states",
        "united kingdom",
        "frankfurt am main", "la paz", "addis ababa", "phnom penh", "sri lanka", "port-au-prince", "las vegas",
    }
)  # fmt: skip
#: Where a byline ends with a country, it is the address of a newsroom: "hessenschau.de, Frankfurt, Germany".
COUNTRIES = frozenset(
    [
        "germany",
        "deutschland",
        "austria",
        "österreich",
        "switzerland",
        "schweiz",
        "suisse",
        "france",
        "italy",
        "italia",
        "spain",
        "españa",
        "portugal",
        "poland",
        "polska",
        "netherlands",
        "nederland",
        "belgium",
        "belgique",
        "denmark",
        "danmark",
        "sweden",
        "sverige",
        "norway",
        "norge",
        "finland",
        "suomi",
        "ireland",
        "usa",
        "uk",
        "india",
        "china",
        "japan",
        "canada",
        "australia",
        "israel",
        "türkiye",
        "turkey",
        "brazil",
        "brasil",
        "argentina",
        "mexico",
        "méxico",
    ]
)
#: Given names in Arabic that begin with the letter that also means "and".
WAW_NAMES = frozenset(
    [
        "وليد",
        "وائل",
        "وسام",
        "وفاء",
        "وجدي",
        "وحيد",
        "وديع",
        "وسيم",
        "وفيق",
        "وردة",
        "وجيه",
        "واصف",
        "وضاح",
        "وداد",
        "وصال",
        "ولاء",
        "وئام",
        "وهيب",
        "وهبة",
        "ولي",
        "والي",
        "ود",
    ]
)

#: Words, or parts of them, that all these patterns are made of: a line without them holds nothing to take off.
WORDS = frozenset(
    word.casefold()
    for pattern in (BY, BY_CJK, AND, PICTURES, ROLE, ROLE_BEHIND, ROLE_BEFORE, PLACED)
    for word in re.findall(r"[^\W\d_]+", pattern.pattern)
) | frozenset(
    [
        "photo",
        "photos",
        "foto",
        "fotos",
        "image",
        "bild",
        "illustration",
        "grafik",
        "graphic",
        "video",
        "picture",
        "camera",
        "kamera",
    ]
)
