"""Phrases of Dutch and the Nordic languages: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_NL = Phrases(
    code="nl",
    stems=(
        "arti alle abon inlo logi log regi acco verd lees lezen exkl excl limi nieu cook adve adbl app java reac comm "
        "lid lede proe grat toeg mail mach"
    ),
    weak="naar ga deel volg blij pagi niet 404 prin kopi bewa doe inge alle dit meer word verd",
    words=r"""
        artikel = (?:artikel|verhaal|bericht|stuk|inhoud|content|pagina|interview|column|analyse)
        lezers = (?:abonnees?|leden|leestegoed|abonnement|geregistreerde \w+)
    """,
    please=r"nu|direct|gratis|eerst|hier|eenvoudig|snel|of|en|je moet|u moet|inloggen of|log in of|maak of",
    tail=r"nu|direct|gratis|hier|vanaf .{1,15}|voor .{1,20}|of .{3,20}|en .{3,20}",
    subscribe=r"""
        (?:neem|kies|sluit|start|bekijk|activeer) (?:\S+ ){0,4}?(?:\w*abonnement\w*|proefperiode)
        abonneer(?: je| u)?|word (?:abonnee|lid)
        (?:lees|probeer|krijg) (?:\S+ ){0,5}?(?:voor \S+ ?(?:euro|€)|gratis proberen)|upgrade
    """,
    register=r"""
        (?:maak|creeer) (?:\S+ ){0,4}?account(?: aan)?|registreer(?: je| u)?|(?:gratis )?account aanmaken
    """,
    login=r"log in|inloggen|log eerst in|meld (?:je|u) aan|logt? (?:je|u) in",
    reading=r"""
        (?:om )?(?:gratis |direct )?(?:verder te lezen|verder lezen|door te lezen|door lezen|\
            lees (?:direct )?(?:verder|door))
        (?:om )?(?:het|dit|deze|alle) (?:\S+ ){0,2}?<artikel>en? (?:\S+ ){0,2}?(?:te )?lezen
        lees (?:het (?:hele|volledige)|dit|alle)|(?:volledige|onbeperkte?|direct) toegang|onbeperkt (?:te )?lezen
        om (?:het|dit) (?:\S+ )?<artikel>
    """,
    withheld=r"""
        dit (?:\S+ ){0,2}?<artikel> is (?:\S+ ){0,3}?voor (?:\S+ ){0,3}?<lezers>
        ^\W*(?:wil je|wilt u|lekker) (?:\S+ ){0,3}?(?:verder|door) ?lezen|^\W*verder lezen\?
        ^\W*lees (?:verder|het hele \S+) met
        met (?:een|je) (?:\S+ ){0,2}?<lezers> (?:lees|kun) (?:je|u) (?:\S+ ){0,4}?(?:verder|alle|dit)
        ^\W*(?:lees|koop) (?:het (?:hele|volledige)|dit) (?:artikel|verhaal)\W*$
    """,
    labels=r"(?:alleen|exclusief) voor (?:\S+ )?<lezers>",
    remaining=r"nog \d{1,3} ?% van (?:dit|het) artikel|^\W*nog \d+ (?:woorden|tekens|alinea's)\b",
    already=r"""
        ^\W*(?:(?:ben je|bent u|heb je|heeft u|ik ben) )?(?:al|reeds) (?:een )?(?:\S+ )?(?:abonnee|lid|account|\
            abonnement)
    """,
    spent=r"""
        (?:je|u) (?:hebt|heeft) (?:\S+ ){0,4}?(?:limiet|alle gratis|maximum)|geen gratis artikelen meer
    """,
    left=r"(?:je kunt|je hebt|u kunt|u hebt) nog \S+ (?:gratis )?artikel",
    app=r"^\W*lees (?:verder|dit artikel|meer) in de (?:\S+ )?app\W*$",
    account=r"(?:je|uw) abonnement (?:is verlopen|geeft|wordt gebruikt)|te veel apparaten",
    adblock=r"(?:zet|schakel) (?:je|uw) (?:ad ?blocker|advertentieblokker)",
    consent=r"""
        (?:deze (?:website|site)|wij|we) (?:gebruik\S*|maakt gebruik van) (?:\S+ )?cookies
        ^\W*cookies? (?:accepteren|weigeren)
    """,
    pay_or_consent=r"(?:accepteer|accepteren) (?:\S+ ){0,3}of (?:\S+ ){0,2}(?:betaal|abonneer)",
    geo=r"niet beschikbaar in (?:jouw|uw) (?:land|regio)",
    script=r"java ?script (?:is|staat|moet)\b.{0,40}(?:uit|aan|ingeschakeld)",
    newsletter=r"""
        ^\W*(?:schrijf (?:je|u)|meld (?:je|u)|ontvang|abonneer)\b[^.]{0,60}nieuwsbrief
        ^\W*blijf (?:op de hoogte|altijd)|(?:direct|gratis|dagelijks|elke \w+) in (?:je|uw) (?:mailbox|inbox)
        ^\W*volg (?:ons|\S+) (?:op|via)
    """,
    comments=r"""
        (?:log in|inloggen|registreer|abonnees)\b.{0,40}(?:reageren|reactie|reacties|te bewaren|te delen)
        ^\W*(?:\d+ )?reacties?(?: \(?\d+\)?)?\W*$|^\W*(?:reageer|plaats (?:een )?reactie|praat mee).{0,30}$
    """,
    skip=r"""
        (?:ga |spring )?(?:direct )?naar (?:de )?(?:hoofd)?(?:inhoud|navigatie|content|menu|artikel|zoeken)
        advertentie|terug naar boven
    """,
    share=r"""
        deel (?:dit )?(?:artikel|via .{2,12})?|delen|(?:artikel )?(?:bewaren|afdrukken|printen)|kopieer (?:de )?link
        link gekopieerd
    """,
    missing=r"""
        (?:.{0,30}\b)?pagina\b.{0,30}(?:niet (?:gevonden|beschikbaar)|bestaat niet).{0,20}|niet gevonden
        helaas.{0,20}pagina.{0,30}
    """,
    human=r"ben je (?:een )?(?:mens|robot).{0,20}|toegang geweigerd",
)

_SV = Phrases(
    code="sv",
    stems=(
        "vida hela pren logg regi konto läs las låst prov kund medl arti fort nyhe cook anno java komm app besk sluta "
        "grän gran digi köp kop tillg till"
    ),
    weak="hopp till gå ga dela följ folj sidan 404 skriv kopi tips inge hitt blir redan",
    words=r"""
        artikel = (?:artikeln?|texten|innehallet|inslaget|sidan|materialet|artiklar(?:na)?)
        lasare = (?:prenumerant(?:er)?|\S*plus-?kunder|medlemmar|digital(?:a)? kunder|inloggade)
    """,
    please=r"nu|redan idag|har|eller|du maste|du behover|for att|gratis|enkelt|direkt",
    tail=r"nu|har|idag|gratis|for .{1,20}|fran .{1,20}|eller .{3,20}|och .{3,20}",
    subscribe=r"""
        prenumerera|(?:bli|vara) (?:prenumerant|medlem|plus-?kund)
        (?:kop|skaffa|valj|testa|prova|teckna) (?:\S+ ){0,4}?\S*(?:prenumeration|abonnemang|plus|digital\S*)
    """,
    register=r"registrera (?:dig|konto)|skapa (?:\S+ ){0,3}?konto",
    login=r"logga in|vara inloggad",
    reading=r"""
        (?:for )?att (?:kunna )?(?:fortsatta (?:att )?lasa|lasa (?:vidare|hela|den har|denna|mer|artikeln|fler))
        (?:och )?fortsatt (?:att )?lasa|las (?:vidare|hela|mer|artikeln|alla)
        (?:full|obegransad) (?:till|atkomst)\S*|tillgang till (?:hela|alla|allt|artikeln)|lasa (?:hela|alla)
    """,
    withheld=r"""
        (?:den har|denna|det har) (?:\S+ )?<artikel> (?:ar|kan) (?:\S+ ){0,3}?(?:for|av) (?:\S+ ){0,3}?<lasare>
        ^\W*vill du (?:fortsatta )?lasa (?:hela|vidare|mer|artikeln)
        ^\W*(?:det har ar|artikeln ar) (?:en )?(?:last|plus-?artikel|for prenumeranter)|^\W*las hela artikeln\W*$
    """,
    labels=r"(?:endast|bara|exklusivt) for (?:\S+ )?<lasare>",
    remaining=r"\d{1,3} ?% (?:av (?:artikeln|texten) )?(?:kvar|aterstar)",
    already=r"""
        ^\W*(?:ar du |har du )?redan (?:\S+ ){0,2}?(?:prenumerant|kund|medlem|konto|prenumeration|inloggad)
    """,
    spent=r"""
        du har (?:\S+ ){0,3}?(?:last|natt|anvant) (?:\S+ ){0,4}?(?:gratis|grans|alla)
        inga (?:fria|gratis) artiklar kvar
    """,
    left=r"du har (?:\S+ )?\S+ (?:gratis|fria) ?artiklar kvar",
    app=r"^\W*las (?:artikeln|vidare|mer) i (?:var |\S+ )?app(?:en)?\W*$",
    account=r"(?:din|ditt) (?:prenumeration|konto) (?:har gatt ut|anvands|ar inte)",
    adblock=r"(?:stang av|inaktivera) (?:din )?(?:adblock\S*|annonsblockerare)",
    consent=r"""
        (?:vi|sidan|webbplatsen) anvander (?:\S+ ){0,2}?(?:cookies|kakor)|^\W*godkann (?:alla )?(?:cookies|kakor)
    """,
    geo=r"inte tillgangligt? i ditt land",
    script=r"java ?script (?:ar|maste|behover)\b.{0,30}(?:avstangt|aktiver)|aktivera java ?script",
    newsletter=r"""
        ^\W*(?:prenumerera|anmal dig|fa|skriv upp dig|registrera)\b[^.]{0,60}nyhetsbrev
        nyhetsbrev\b.{0,60}(?:inkorg|mejl)|^\W*folj (?:oss|\S+) pa |^\W*(?:hall dig|bli) uppdaterad
        direkt (?:till|i) (?:din )?(?:inkorg|mejl)
    """,
    comments=r"""
        logga in\b.{0,30}(?:kommentera|spara|dela|diskutera)|^\W*(?:\d+ )?kommentarer?(?: \(?\d+\)?)?\W*$
        ^\W*skriv en kommentar
    """,
    skip=r"""
        (?:hoppa|ga)(?: direkt)? till (?:huvud)?(?:innehall\w*|navigation\w*|meny\w*|sidans innehall)
        till (?:toppen|startsidan)|annons
    """,
    share=r"""
        dela(?: (?:artikeln|pa \w+))?|skriv ut|spara(?: artikeln)?|kopiera lank(?:en)?|lank(?:en)? kopierad
        lyssna(?: pa artikeln)?
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:sidan|artikeln|innehallet)\b.{0,30}(?:hittades inte|finns inte|kunde inte hittas|\
            hittas inte).{0,20}
        hittades inte
    """,
)

_NO = Phrases(
    code="no",
    stems=(
        "abon logg regi opret kont artik sake lese læs laes les køb kop kjøp kjop medl kunde nyhe cook info "
        "java komm app ekskl forb proev prøv prov bare kun fort adga tilg fuld full brug grat allerede alle"
    ),
    weak="hopp gå ga spri til del følg folg side 404 prin skri kopi anno regl tips hold",
    words=r"""
        artikel = (?:artikkelen|artiklen|artikkel|artikel|saken|sak|innholdet|indholdet|siden|teksten|artikler)
        lesere = (?:abonnent(?:er)?|abonnement|medlemmer|\S*pluss?-?(?:kunder|abonnenter|medlemmer)|kunder)
    """,
    please=r"na|nu|her|eller|bare|kun|du ma|du skal|for|gratis|enkelt|enten|og",
    tail=r"na|nu|her|i dag|gratis|for .{1,20}|fra .{1,20}|eller .{3,20}|og .{3,20}",
    subscribe=r"""
        (?:bli|vare|blive?|vaere) (?:\S+ )?(?:abonnent|medlem)|abonner(?:e)?
        fa (?:\S+ ){0,2}?(?:abonnement|tilgang|adgang)
        (?:kjop|kob|bestill|bestil|velg|vaelg|prov|start|tegn) (?:\S+ ){0,4}?(?:\S*abonnement\S*|tilgang|adgang|\
            plus|digital\S*)
    """,
    register=r"""
        registrer(?:e)? (?:deg|dig)|(?:opprett|opret|lag) (?:\S+ ){0,3}?(?:bruker|bruger|konto|profil)\w*
    """,
    login=r"logg inn|log ind|(?:vaere|vare) (?:logget|logga) (?:inn|ind)",
    reading=r"""
        (?:for )?(?:at|a) (?:kunne )?(?:fortsette (?:a )?lese|laese (?:videre|hele|denne|artiklen|mere)|\
            lese (?:videre|hele|denne|saken|mer))
        (?:og )?(?:les|laes) (?:videre|hele|resten|denne|mere|alle)
        (?:full|fuld|fri|ubegrenset|ubegraenset) (?:tilgang|adgang)
        (?:tilgang|adgang) til (?:hele|alt|alle|artiklen|saken|denne)|fortsett(?:e)? (?:a )?lese|laese videre
    """,
    withheld=r"""
        (?:denne|dette) (?:\S+ ){0,2}?<artikel> (?:er|kan) (?:\S+ ){0,4}?(?:for|af|av) (?:\S+ ){0,3}?<lesere>
        ^\W*(?:vil|onsker) du (?:\S+ ){0,2}?(?:lese|laese) (?:hele|videre|mer|resten)
        ^\W*(?:dette|denne) (?:\S+ )?(?:er en|er) (?:\S+ )?(?:pluss?|abonnent|abonnements)-?(?:sak|artikkel|artikel)
        ^\W*(?:laes|les) (?:hele|resten af) (?:artiklen|saken|artikkelen)\W*$
        (?:denne|dette) (?:\S+ ){0,2}?<artikel> er (?:forbeholdt|reserveret|reservert|last)\b
        ^\W*(?:artiklen|saken) fortsaetter (?:for|bag)|du skal (?:vaere|have) (?:\S+ ){0,3}?<lesere> for at
    """,
    labels=r"(?:kun|bare|eksklusivt) for (?:\S+ )?<lesere>",
    remaining=r"\d{1,3} ?% (?:av|af) (?:artikkelen|artiklen|saken)|(?:gjenstar|mangler|tilbage) \d{1,3} ?%",
    already=r"""
        ^\W*(?:er du |har du |jeg er )?(?:allerede|i forvejen) (?:\S+ ){0,2}?(?:abonnent|medlem|kunde|\
            abonnement|konto|bruger)
    """,
    spent=r"du har (?:\S+ ){0,3}?(?:lest|laest|brukt|brugt) (?:\S+ ){0,5}?(?:gratis|grense|alle)",
    left=r"du har \S+ (?:gratis|frie) (?:artikler|saker) (?:igjen|tilbage)",
    app=r"^\W*(?:les|laes) (?:saken|artiklen|videre|mere) i (?:\S+ )?app(?:en)?\W*$",
    account=r"""
        (?:dit|ditt) (?:abonnement|konto) (?:er (?:udlobet|utlopt|i bruk|i brug)|giver ikke)
        problemer med vores loginsystem
    """,
    adblock=r"""
        (?:sla|skru) (?:av|fra) (?:din )?(?:adblock\S*|annonseblokk\S*|reklameblok\S*)
        deaktiver (?:din )?ad ?blocker
    """,
    consent=r"""
        (?:vi|nettstedet|hjemmesiden) (?:bruker|bruger|anvender|benytter) (?:\S+ ){0,3}?(?:cookies|\
            informasjonskapsler)
    """,
    geo=r"ikke tilgjengelig i ditt land|ikke tilgaengeligt? i dit land",
    script=r"java ?script (?:er|ma|skal)\b.{0,30}(?:slatt|aktiver)",
    newsletter=r"""
        ^\W*(?:abonner|meld (?:deg|dig)|tilmeld (?:dig)?|fa|motta|modtag)\b[^.]{0,60}nyh(?:etsbrev|edsbrev)
        nyh(?:etsbrev|edsbrev)\b.{0,60}(?:innboks|indbakke|e-?post|mail)|^\W*folg (?:oss|os|\S+) pa
        ^\W*hold (?:deg|dig) (?:oppdatert|opdateret)
    """,
    comments=r"""
        (?:logg inn|log ind)\b.{0,30}(?:kommenter|debat|gemme|lagre)|^\W*(?:\d+ )?kommentarer?(?: \(?\d+\)?)?\W*$
        ^\W*skriv (?:en )?kommentar
    """,
    skip=r"""
        (?:hopp|ga|gaa|spring)(?: direkte| rett)? til (?:hoved)?(?:innhold\w*|indhold\w*|navigasjon\w*|meny\w*|\
            menu\w*)
        til toppen|annonse|annonce|reklame
    """,
    share=r"""
        del(?: (?:artikkel\w*|artikel|artiklen|saken|pa \w+))?|skriv ut
        (?:lagre|gem)(?: (?:artikkel|artikel|artiklen))?|kopier (?:link|lenke)|lytt(?: til .{3,15})?
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:siden|artikkelen|artiklen)\b.{0,40}(?:ikke (?:finnes|funnet|fundet|findes)|finnes ikke|\
            findes ikke|ble ikke funnet|blev ikke fundet|kunne ikke findes).{0,20}
        ikke (?:funnet|fundet)|(?:fant|finner|vi fant|kan) ikke (?:finde )?(?:siden|artikkelen|artiklen).{0,20}
    """,
    human=r"er du (?:et )?(?:menneske|en robot|robot).{0,20}|(?:tilgang|adgang) nektet|adgang naegtet",
)

_FI = Phrases(
    code="fi",
    stems=(
        "tila kirj reki luo tili lue luke artik jutt juttu sisal maks vain jäse jase uuti ilma eväs evas "
        "mainos main java komm sove jatk onko hank osta kokei"
    ),
    weak="siir hypp jaa seur sivu 404 tulo kopi tall ossa etusi takai oletko olet",
    words=r"""
        artikel = (?:artikkeli\w*|juttu\w*|jutun|sisalto\w*|sisallo\w*|teksti\w*|sivu\w*)
        lukijat = (?:tilaaj\w+|jasen\w+|digitilaaj\w+|maksav\w+ \w+)
    """,
    please=r"nyt|heti|tai|maksutta|ilmaiseksi|helposti",
    tail=r"nyt|heti|tai .{3,20}|ja .{3,20}|tasta|ilmaiseksi|maksutta|alk\. .{2,12}",
    subscribe=r"""
        tilaa|tilaamalla|(?:osta|hanki|aloita|valitse) (?:\S+ ){0,3}?(?:tilaus\w*|kokeilu\w*|digi\w*)|kokeile
        ryhdy tilaajaksi
    """,
    register=r"rekisteroidy|luo (?:\S+ ){0,3}?(?:tunnus|tili|tunnukset)\w*",
    login=r"kirjaudu(?: sisaan)?",
    reading=r"""
        jatka(?:aksesi)? lukemista|lukeaksesi\b.{0,30}|lue (?:koko|lisaa|loppuun|kaikki|juttu)
        (?:koko|rajaton\w*|kaik\w+) (?:\S+ )?(?:artikkeli\w*|juttu\w*|jutun|sisal\w+|lukuoike\w+)
    """,
    withheld=r"""
        (?:tama|taman|koko) (?:\S+ )?<artikel> (?:on|lukeminen|ovat) (?:\S+ ){0,3}?(?:vain |\
            luettavissa )?(?:\S+ )?<lukijat>
        ^\W*haluatko (?:lukea|jatkaa)|^\W*lue koko (?:juttu|artikkeli)\W*$
    """,
    labels=r"(?:vain|ainoastaan) <lukijat>|tilaajille",
    remaining=r"(?:jaljella|artikkelista) (?:viela )?\d{1,3} ?%",
    already=r"""
        ^\W*(?:oletko |olen |onko sinulla )?jo (?:\S+ ){0,2}?(?:tilaaja|tilaus|tunnus|tili|jasen|asiakas)
    """,
    spent=r"olet (?:lukenut|kayttanyt) (?:\S+ ){0,5}?(?:ilmais|maksutto)\w+",
    left=r"(?:sinulla|jaljella) (?:on )?(?:viela )?\d+ (?:ilmais|maksuto)\w+",
    app=r"^\W*lue (?:juttu|artikkeli|lisaa) (?:\S+ )?sovelluksess?\w*\W*$",
    account=r"(?:tilauksesi|tilisi) (?:on (?:paattynyt|kaytossa)|ei)",
    adblock=r"mainosten ?esto\w*\b.{0,40}(?:pois|kayt)",
    consent=r"(?:kaytamme|sivusto kayttaa) (?:\S+ ){0,2}?evasteita|^\W*hyvaksy (?:kaikki )?evasteet",
    script=r"java ?script\b.{0,40}(?:paalle|kaytt|pois)",
    newsletter=r"""
        ^\W*(?:tilaa|saat?|liity)\b[^.]{0,60}uutiskirje|uutiskirje\w*\b.{0,50}sahkopost
        ^\W*seuraa (?:meita|\S+) \S+ssa\W*$
    """,
    comments=r"""
        (?:kirjaudu|rekisteroidy)\b.{0,40}(?:komment|keskuste|tallent)\w*
        ^\W*(?:\d+ )?komment(?:it|ti|tia)(?: \(?\d+\)?)?\W*$
    """,
    skip=r"""
        (?:siirry|hyppaa)(?: suoraan)? (?:paa)?(?:sisaltoon|navigaatioon|valikkoon)|mainos(?: alkaa| paattyy)?
        takaisin ylos
    """,
    share=r"jaa(?: (?:artikkeli|juttu|\w+ssa))?|tulosta|tallenna|kopioi linkki|kuuntele(?: juttu)?",
    missing=r"(?:.{0,30}\b)?sivua?\b.{0,30}ei (?:loydy|loytynyt|ole).{0,20}|ei loydy",
)

NORDIC: tuple[Phrases, ...] = (_NL, _SV, _NO, _FI)
