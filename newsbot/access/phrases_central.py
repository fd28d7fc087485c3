"""Phrases of Polish, Czech and Slovak, Hungarian and Turkish: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_PL = Phrases(
    code="pl",
    stems=(
        "subs pren zalo zare załó zało konto kont czyt prze arty tekst tres treś mate dost wyku dalsz limi "
        "bezp darm apli cook rekl adbl java news zapi kome już juz masz tylk opło oplo wyłą wyła odbl kup "
        "premi zost chce prem"
    ),
    weak="prze przej stro 404 udos druk kopi link wróć wroc obse nie skoc odsł odsl",
    words=r"""
        artykul = (?:artykul\w*|tekst\w*|tresc\w*|material\w*|dostep\w*)
        czytelnicy = (?:prenumerator\w*|subskrybent\w*|zalogowan\w*|abonent\w*|czytelnik\w* \w+|uzytkownik\w* \w+)
    """,
    please=r"juz|teraz|prosze|lub|i|albo|aby|musisz|zeby",
    tail=r"teraz|tutaj|za .{1,20}|od .{1,20}|lub .{3,25}|i .{3,25}|za darmo|dzis|aby .{3,25}",
    subscribe=r"""
        (?:wykup|kup|wybierz|zamow|odbierz|wyprobuj|sprawdz|aktywuj) (?:\S+ ){0,4}?(?:prenumerat\w*|\
            subskrypcj\w*|dostep\w*|pakiet\w*|ofert\w*|za darmo|premium)
        (?:za)?(?:subskrybuj|prenumeruj)|zostan (?:\S+ )?(?:prenumeratorem|subskrybentem)
    """,
    register=r"zarejestruj(?: sie)?|zaloz (?:\S+ ){0,2}?konto|utworz (?:\S+ ){0,2}?konto",
    login=r"zaloguj(?: sie)?|logowanie",
    reading=r"""
        (?:aby |by |zeby |i )?(?:czytaj|czytac|przeczytac|kontynuowac|przeczytaj|poznac|odblokowac|odblokuj|\
            uzyskac|zyskaj|miec) (?:\S+ ){0,3}?(?:dalej|calosc|caly|pelny|pelna|artykul\w*|czytanie|dostep\w*|\
            wszystkie|wiecej|reszte|dalsza)
        nieograniczony dostep|pelny dostep|czytaj (?:dalej|wszystkie|bez)
    """,
    withheld=r"""
        (?:ten|dalsza czesc|pelna tresc|pozostala czesc|caly) (?:\S+ )?(?:<artykul> )?(?:jest )?(?:\S+ )?(?:dost\
            epn\w+|przeznaczon\w+) (?:\S+ ){0,3}?(?:dla|tylko|wylacznie)
        ^\W*(?:chcesz|chcialbys) (?:czytac|przeczytac) (?:dalej|wiecej|calosc|caly)
        ^\W*przeczytaj (?:caly|pelny) artykul\W*$
        ^\W*(?:dostep do (?:tego|tej|pelnej|dalszej)) .{0,60}(?:prenumerat|subskryp|logowani|zalogowan)
    """,
    labels=r"(?:tylko|wylacznie) dla (?:\S+ )?<czytelnicy>",
    remaining=r"""
        pozostalo (?:ci )?(?:jeszcze )?(?:do przeczytania )?\d{1,3} ?%|\d{1,3} ?% (?:artykulu|tekstu|tresci)
        pozostalo \d+ (?:znakow|slow)
    """,
    already=r"""
        ^\W*(?:masz|posiadasz|jestes) (?:juz )?(?:\S+ ){0,2}?(?:konto|prenumerat\w*|subskrypcj\w*|subskrybentem|\
            dostep)\b
    """,
    spent=r"(?:wykorzysta\w+|przekroczy\w+|wyczerpa\w+)\b.{0,30}(?:limit|darmow|bezplatn)",
    left=r"(?:pozostal\w|zostal\w) (?:ci )?(?:jeszcze )?\d+ (?:darmow|bezplatn)\w+",
    app=r"^\W*(?:czytaj|otworz)\b.{0,30} w (?:naszej )?aplikacji",
    account=r"twoj\w? (?:subskrypcja|prenumerata|konto) (?:wygas|jest|nie)\w*",
    adblock=r"wylacz (?:\S+ ){0,2}?ad ?block|ad ?block\w*\b.{0,40}(?:wylacz|wykry|wlaczon)",
    consent=r"""
        (?:uzywamy|korzystamy z|ta strona uzywa|nasza strona) (?:\S+ ){0,3}?(?:plikow )?cookies?
        ^\W*(?:akceptuje|zaakceptuj) (?:wszystk|cookies)?\S*\W*$
    """,
    script=r"(?:wlacz|wlaczyc) (?:obsluge )?java ?script",
    newsletter=r"""
        ^\W*(?:\S+ )?(?:zapisz sie|subskrybuj|otrzymuj)\b[^.]{0,60}newsletter
        newsletter\w*\b.{0,50}(?:zapisz|skrzynk|e-?mail)|^\W*(?:obserwuj|sledz) nas\b|^\W*(?:badz na biezaco)
    """,
    comments=r"""
        (?:zaloguj|zarejestruj)\b.{0,40}(?:komentowac|komentarz|zapisac|skomentowac)
        ^\W*(?:\d+ )?komentarz(?:e|y)?(?: \(?\d+\)?)?\W*$|^\W*(?:dodaj|napisz) komentarz
    """,
    skip=r"""
        (?:przejdz|skocz) do (?:tresci|menu|nawigacji|wyszukiwarki|glownej\b.{0,10})|reklama
        dalsza czesc artykulu pod .{3,20}|wroc na gore|powrot na gore
    """,
    share=r"""
        udostepnij(?: .{2,20})?|drukuj|kopiuj link|skopiuj link|zapisz(?: na pozniej)?|posluchaj(?: .{2,15})?
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:strona|strony|artykul|artykulu)\b.{0,40}(?:nie (?:zostala |zostal |\
            mozna )?(?:znaleziono|znaleziona|znaleziony|istnieje|odnaleziono)).{0,20}
        nie znaleziono.{0,30}|blad 404.{0,30}
    """,
    human=r"(?:czy )?jestes (?:czlowiekiem|robotem).{0,20}|odmowa dostepu",
)

_CS = Phrases(
    code="cs",
    stems=(
        "před pred přih prih regi obje účet ucet vytv člán clan obsa text dočt doct číst cist pokr kupt koup "
        "získ zisk pouz zakl aktiv limi zdar apli cook rekl adbl java news komentáře kome disk již jiz máte "
        "mate pouze jen prop odeb odem"
    ),
    weak="přej prej přes pres stra 404 sdíl sdil tisk vytis kopí kopi zpět zpet sled uloz ulož",
    words=r"""
        clanek = (?:clanek|clanku|clanok|text\w*|obsah\w*|cely text)
        ctenari = (?:predplatitel\w*|prihlasen\w+|registrovan\w+|clen\w*|odberatel\w*|cleny)
    """,
    please=r"uz|ted|nebo|alebo|a|pro|prosim|musite|zdarma",
    tail=r"ted|zde|tu|zdarma|za .{1,20}|od .{1,20}|nebo .{3,25}|alebo .{3,25}|a .{3,25}",
    subscribe=r"""
        (?:predplatte|predplatit|objednejte|objednat|kupte|koupit|kupit|ziskejte|ziskajte|vyzkousejte|\
            vyskusajte|aktivujte|vyberte)(?: si| se)?(?: (?:\S+ ){0,3}?(?:predplatn\w*|clanek|clanok|pristup|\
            premium|denik\w*))?
        predplatitel
    """,
    register=r"""
        (?:zaregistrujte|registrujte|zaregistrovat|registrovat)(?: se| sa)?
        (?:vytvorte|zalozte)(?: si)? (?:\S+ )?ucet
    """,
    login=r"prihlas(?:te|it|eni)?(?: se| sa)?",
    reading=r"""
        (?:pro |k |a |abyste |aby ste )?(?:pokracujte|pokracovat|pokracovani|pokracovali|docist|docitat|\
            prectete|prectete si|precitat|precitajte si|ctete|citajte|cteni|citanie|odemknout|odemknete|\
            odomknite|odomknut) (?:\S+ ){0,3}?(?:ve cteni|v cteni|v citani|dal|dale|dalej|cteni|cely|cele|celý|\
            clanek|clanku|clanok|vse|vsetko|bez)
        (?:neomezeny|neobmedzeny|plny) pristup
    """,
    withheld=r"""
        (?:tento|cely|zbytek|zvysok) (?:\S+ )?<clanek> (?:je|jsou) (?:\S+ ){0,3}?(?:pro|jen|pouze|iba|\
            len) (?:\S+ ){0,2}?<ctenari>
        ^\W*(?:chcete|prejete si) (?:cist|docist|pokracovat|citat|docitat)
        ^\W*(?:precist|precitat|docist) cely clan[oe]k\W*$
        (?:clanek|clanok) (?:je )?(?:zamceny|zamknuty|uzamceny|uzamknuty)
    """,
    labels=r"(?:jen|pouze|iba|len) pr[eo] (?:\S+ )?<ctenari>",
    remaining=r"""
        (?:zbyva|zostava|chybi)(?: vam)? (?:precist |docist |este |jeste )?\d{1,3} ?%
        \d{1,3} ?% (?:clanku|textu) (?:zbyva|zostava)
    """,
    already=r"""
        ^\W*(?:uz |jiz )?(?:mate|jste|ste) (?:uz |jiz )?(?:\S+ )?(?:predplatitel\w*|predplatne|ucet|\
            zaregistrovan\w*|registrovan\w*)\b.{0,40}(?:\?|prihl|$)
    """,
    spent=r"""
        (?:vycerpali|precetli|precitali|dosahli|dosiahli) (?:jste |ste )?.{0,30}(?:limit|zdarma|bezplatn)
    """,
    left=r"(?:zbyva|zostava|muzete)(?: vam)? (?:jeste |este )?\d+ (?:clan|bezplatn|volnych)\w*",
    app=r"^\W*(?:ctete|citajte|otevrit)\b.{0,30} v (?:nasi |nasej )?aplik[aá]ci",
    adblock=r"vypnete (?:\S+ )?(?:ad ?block|blokov)|vypnite (?:\S+ )?(?:ad ?block|blokov)",
    consent=r"""
        (?:pouzivame|tento web pouziva|tato stranka pouziva) (?:\S+ ){0,3}?cookies
        ^\W*(?:souhlasim|suhlasim|prijmout|prijat)(?: .{2,20})?\W*$
    """,
    pay_or_consent=r"(?:souhlas|suhlas)\S* .{0,60}(?:nebo|alebo) (?:\S+ ){0,2}?predplat",
    script=r"(?:zapnete|zapnite|povolte) (?:si )?java ?script",
    newsletter=r"""
        ^\W*(?:\S+ )?(?:prihlaste|odebirejte|odoberajte|prihlas)\b[^.]{0,60}newsletter|newsletter\w*\b.{0,50}e-?mail
        ^\W*sled[uo]jte nas\b
    """,
    comments=r"""
        prihlas\S*\b.{0,40}(?:koment|diskus|diskut)
        ^\W*(?:\d+ )?(?:komentar[eu]?|diskuse|diskusia|prispevk\w+)(?: \(?\d+\)?)?\W*$
        ^\W*(?:vstoupit do diskuse|pridat komentar)
    """,
    skip=r"""
        (?:prejit|prejst|preskocit|prejdi) (?:na|k|do) (?:\S+ )?(?:obsah\w*|menu|navigac\w+|hledani)|reklama|inzerce
        zpet nahoru
    """,
    share=r"""
        sdilet(?: .{2,20})?|zdielat(?: .{2,20})?|vytisknout|vytlacit|kopirovat odkaz|ulozit(?: .{2,15})?
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:stranka|stranku|clanek|clanok)\b.{0,40}(?:nebyla? nalezen\w*|neexistuje|nenalezen\w*|\
            nebol\w? najden\w*|nenasl\w*|sa nenasla).{0,20}
        nenalezeno|(?:chyba|error) 404.{0,30}
    """,
)

_HU = Phrases(
    code="hu",
    stems=(
        "előf elof feli jele beje regi regis fiók fiok cikk tart olva folyt foly csak hozz kor limi ingy alka "
        "süti suti cook hird adbl java hírl hirl iratk komm hozzá már mar vásá vasa válas valas tov telj ha"
    ),
    weak="ugrá ugra oldal olda 404 megos nyom máso maso link vissz köve kove reklám rekl ment",
    words=r"""
        cikk = (?:cikk\w*|tartalo?m\w*|szoveg\w*|iras\w*)
        olvasok = (?:elofizeto\w*|elofizetes\w*|regisztralt \w+|tamogato\w*|bejelentkezett \w+)
    """,
    please=r"most|mar|vagy|es|kerjuk,?|a folytatashoz|ingyen",
    tail=r"most|itt|ingyen|vagy .{3,25}|es .{3,25}|.{1,12} ft.{0,20}",
    subscribe=r"""
        fizess(?:en)? elo|elofizetek|elofizetes(?:ert|hez|sel)?|elofizetve|legyen elofizeto\w*
        (?:valasszon|vasarolja|valaszd) (?:\S+ ){0,3}?(?:elofizetes\w*|csomag\w*)
    """,
    register=r"regisztralj(?:on)?|regisztracio(?:hoz|val)?|hozz(?:on|a)? letre (?:\S+ )?fiokot",
    login=r"jelentkezz(?:en|ek)? be|lepj(?:en)? be|bejelentkez(?:es|ek)\w*|belepes",
    reading=r"""
        (?:a |az |hogy )?(?:tovabb ?olvas\w+|olvasas(?:hoz)? folytatas\w*|folytatas\w*|olvasd el|teljes (?:cikk|\
            tartalom|hozzaferes)\w*|korlatlan\w* (?:hozzaferes|olvas)\w*|elolvasas\w*)
    """,
    withheld=r"""
        (?:ez|a|a teljes) (?:\S+ )?<cikk> (?:\S+ )?(?:csak|kizarolag) (?:\S+ ){0,2}?<olvasok>
        ^\W*(?:szeretne|szeretned|akarod|akarja) (?:\S+ ){0,3}?(?:tovabb ?olvasni|elolvasni)
        ^\W*a teljes cikk (?:elolvasasahoz|elofizetessel)
    """,
    labels=r"(?:csak|kizarolag) (?:\S+ )?<olvasok>",
    remaining=r"(?:meg|hatra) (?:\S+ )?\d{1,3} ?%",
    already=r"""
        ^\W*(?:mar )?(?:elofizeto\w*|regisztralt|van (?:mar )?(?:\S+ )?(?:elofizetese\w*|fiokja|fiokod))\
            \b.{0,40}(?:\?|jelentkez|lepj)
    """,
    spent=r"(?:elerte|elerted|elfogyott|elfogytak)\b.{0,30}(?:ingyen|limit)\w*",
    left=r"(?:meg )?\d+ ingyenes cikk\w*",
    app=r"^\W*olvas\w+ .{0,30}(?:alkalmazas|app)\w*\W*$",
    adblock=r"kapcsol\w+ ki (?:\S+ ){0,3}?(?:reklamblokk|ad ?block)\w*",
    consent=r"""
        (?:sutiket|cookie-?\w*) (?:hasznal|alkalmaz)\w*|^\W*(?:elfogadom|osszes elfogadasa|elfogad)\W*$
    """,
    script=r"""
        (?:engedelyezze|kapcsolja be) (?:\S+ )?java ?script\w*|java ?script\w* (?:engedelyez|bekapcsol)\w*
    """,
    newsletter=r"""
        (?:iratkozz(?:on)?|feliratkoz\w+)\b.{0,50}hirlevel\w*|hirlevel\w*\b.{0,40}(?:iratkoz|feliratkoz)\w*
        ^\W*kovess(?:en|e)? (?:minket|\S+)\b.{0,30}(?:facebook|google|instagram)\w*
    """,
    comments=r"""
        (?:jelentkez|lepj)\w*\b.{0,40}(?:hozzaszol|kommentel)\w*
        ^\W*(?:\d+ )?(?:hozzaszolas\w*|komment\w*)(?: \(?\d+\)?)?\W*$
    """,
    skip=r"""
        ugras (?:a )?(?:\S+ )?(?:tartalomra|tartalomhoz|menure|navigaciora)|hirdetes|reklam|vissza a tetejere
    """,
    share=r"megosztas(?: .{2,20})?|nyomtatas|link masolasa|mentes|kuldes",
    missing=r"""
        (?:.{0,30}\b)?(?:az oldal|a keresett (?:oldal|cikk)|oldal|a cikk)\b.{0,40}(?:nem (?:talalhato|letezik|\
            elerheto)).{0,20}
        nem talalhato
    """,
)

_TR = Phrases(
    code="tr",
    stems=(
        "abon abonel üye uye üyel uyel kayı kayi kaydo giri oturu hesa devam okuy oku habe hab makal içer "
        "icer yazı yazi sade sına ücre ucre limi uygu çere cere rekl adbl java bült bult yoru zate mevc satı "
        "sati tama"
    ),
    weak="içer icer ana geç gec sayf 404 payl yazd kopy bağl bagl takip dön don anas ilan kayd",
    words=r"""
        makale = (?:makale\w*|haber\w*|icerik\w*|icerig\w*|yazi\w*|yazı\w*|metn\w*)
        okurlar = (?:abone\w*|uye\w*|kayıtlı \w+|premium \w+)
    """,
    please=r"hemen|simdi|veya|ve|lutfen|ucretsiz|zaten",
    tail=r"hemen|simdi|ucretsiz|veya .{3,25}|ve .{3,25}",
    subscribe=r"""
        abone ol(?:un|unuz|malısınız|manız gerek\w*)?|(?:abonelik|uyelik) (?:satın al|baslat|sec)\w*|satın al(?:ın)?
    """,
    register=r"""
        uye ol(?:un|unuz|malısınız|manız gerek\w*)?|kaydol(?:un)?|kayıt ol(?:un)?
        (?:ucretsiz )?hesap (?:olustur|ac)(?:un|ın)?
    """,
    login=r"giris yap(?:ın|ınız|malısınız|manız gerek\w*)?|oturum ac(?:ın|ınız)?",
    reading=r"""
        (?:\S+ ){0,3}?(?:okumaya devam et\w*|devamını oku\w*|tamamını oku\w*|tamamına|okumak icin|\
            okuyabilmek icin|gormek icin|eris\w* icin|sınırsız erisim|devam etmek icin)
    """,
    withheld=r"""
        ^\W*(?:bu|haberin|yazının|makalenin) (?:\S+ ){0,2}?(?:<makale> |tamamı |devamı )?(?:\S+ )?(?:sadece|\
            yalnızca|yalnız) (?:\S+ ){0,2}?<okurlar>
        ^\W*bu <makale> <okurlar> (?:ozel|icin)
        ^\W*(?:haberin|yazının|makalenin) (?:tamamını|devamını) (?:okumak|gormek) icin
        ^\W*(?:devamını|tamamını) okumak ister misiniz
    """,
    labels=r"(?:sadece|yalnızca) <okurlar>",
    remaining=r"(?:haberin|yazının|makalenin) (?:kalan )?(?:%|yuzde) ?\d{1,3}",
    already=r"""
        ^\W*(?:zaten )?(?:abone misiniz|uye misiniz|abone mısınız|hesabınız var mı|abonelig\w+ var mı|\
            uyelig\w+ var mı)
        ^\W*zaten (?:abone|uye)\w*
    """,
    spent=r"""
        (?:ucretsiz )?(?:makale|haber|okuma) (?:limit|hakk)\w+ (?:\S+ )?(?:doldu|ulas|bitti|tukendi)\w*
    """,
    left=r"\d+ (?:ucretsiz )?(?:makale|haber) (?:hakk\w+ )?kaldı",
    app=r"^\W*(?:haberi |devamını )?uygulamada (?:oku|ac)\w*\W*$",
    adblock=r"reklam engelleyici\w*\b.{0,40}(?:kapat|devre)\w*",
    consent=r"cerez(?:ler|leri)?\b.{0,40}(?:kullan|kabul)\w*",
    script=r"java ?script\w*\b.{0,30}(?:etkinlestir|acın|acık)\w*",
    newsletter=r"""
        (?:e-?)?bulten\w*\b.{0,40}(?:abone|kaydol|kayıt|uye)\w*|^\W*bizi .{0,30}takip ed\w+
        ^\W*.{0,30}(?:google news|whatsapp|telegram|instagram)\S* (?:\S+ )?(?:takip et|abone ol)\w*
    """,
    comments=r"""
        yorum (?:yap|yaz)\w*\b.{0,40}(?:giris|uye|abone)\w*|^\W*(?:\d+ )?yorum(?:lar)?(?: \(?\d+\)?)?\W*$
        ^\W*yorum (?:yap|yaz|ekle)\w*\W*$
    """,
    skip=r"""
        (?:ana )?(?:icerige|menuye|iceriğe|navigasyona) (?:atla|gec|git)\w*|reklam|basa don|yukarı cık|ilan
    """,
    share=r"paylas(?: .{2,20})?|yazdır|linki kopyala|baglantıyı kopyala|kaydet|dinle",
    missing=r"""
        (?:.{0,30}\b)?(?:sayfa\w*|haber|icerik)\b.{0,40}(?:bulunamadı|bulunmamaktadır|bulunmuyor|mevcut degil|\
            yok).{0,20}
        bulunamadı
    """,
)

CENTRAL: tuple[Phrases, ...] = (_PL, _CS, _HU, _TR)
