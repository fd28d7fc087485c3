"""Phrases of German: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

GERMAN = Phrases(
    code="de",
    stems=(
        "abo abon dabo digi regi anme angemelde ange einl eing logg login weit frei kost exkl mitg test zuga "
        "zugr volls cook werb adbl java news disk regw abos pur verf prob komm gera konto kont artikel arti "
        "lese lies app limi plus exte einv beit text zust wahl best kauf inha lesen ihr ihre dies jetz mit "
        "elem anze lade"
    ),
    weak=(
        "seit fehl hopp "
        "skip zum zur dire spri nach anze werb zuru inha teil druc merk kopi link per auf such fehl hier bere "
        "mocht moch woll noch mit f nur ihr bitt jetz vers spei anho vorl sich best kauf erha verp blei folg "
        "ich alle"
    ),
    words=r"""
        artikel = (?:artikel|beitrag|text|inhalt|inhalte|bericht|geschichte|interview|seite|kommentar|analyse|meldung)
        leser = (?:\S{0,14}abonnent(?:en|innen|\*innen|:innen|inn?en und -?\w+)*|mitglieder\w*|registrierte\w*|\
            kund(?:en|innen)|leser|abonnement)
        abo = \S{0,14}abo(?:s|nnements?)?(?:[ -][a-z]+)?
    """,
    please=r"""
        bitte|jetzt|einfach|hier|sofort|gleich|kostenlos|gratis|hier klicken und|oder|und|zum weiterlesen
        um weiterzulesen|(?:anmelden|registrieren|einloggen) (?:oder|und)|sie mussen (?:sich )?|sich|mit \S+
    """,
    tail=r"""
        jetzt|hier|kostenlos|gratis|testen|bestellen|sichern|abschliessen|ab \d.{0,20}|fur .{1,20}|und .{3,25}
        oder .{3,25}
    """,
    subscribe=r"""
        (?:jetzt |gleich )?(?:\S{0,12}abonnieren(?: sie)?|abonnent\S* werden|mitglied werden|\
            werden sie (?:mitglied|abonnent\S*))
        (?:<abo> )(?:\S+ ){0,3}?(?:abschliessen|bestellen|testen|sichern|holen|kaufen|wahlen|auswahlen)
        (?:sichern|bestellen|testen|holen|wahlen|kaufen|schliessen) sie (?:\S+ ){0,5}?(?:<abo>|zugang|plus|\
            digitalpaket)\b
        (?:testen|lesen) sie (?:\S+ ){0,6}?(?:kostenlos|gratis|unverbindlich|fur \S+ (?:euro|€|chf|fr))|testen sie
        (?:artikel|beitrag|zugang|tagespass) (?:kaufen|erwerben)|(?:gratis|kostenlos|probe)\S* (?:testen|probelesen)
        wahlen sie (?:ihren|einen|jetzt) \S+|mit (?:\S+ ){0,2}?(?:<abo>|plus|\S+\+)
    """,
    register=r"""
        registrieren(?: sie sich)?|(?:ein |ihr |neues )?(?:kostenloses |benutzer)?konto (?:anlegen|erstellen)
        (?:legen|erstellen|richten) sie (?:\S+ ){0,5}?konto|registrier(?:e|ier) dich
    """,
    login=r"""
        (?:anmelden|einloggen|login|log dich ein|melde dich an|melden sie sich(?: \S+){0,4}? an|\
            loggen sie sich(?: \S+){0,4}? ein)
    """,
    reading=r"""
        (?:um )?(?:\S+ ){0,3}?weiter ?(?:zu)?lesen|weiterlesen|lesen sie (?:jetzt |hier |direkt )?weiter
        weiter lesen
        (?:den |diesen |dieses |die )?(?:ganzen|kompletten|vollstandigen|gesamten|vollen|ganze|komplette|\
            gesamte) <artikel>
        (?:diesen|dieses|diese|den|alle) (?:\S+ ){0,3}?<artikel>(?: \S+){0,2} (?:zu )?(?:lesen|lesen zu konnen|\
            freischalten)
        (?:vollen|unbegrenzten|uneingeschrankten|sofortigen|unbeschrankten) zug(?:ang|riff)|freizuschalten
        alle (?:\S+ ){0,2}?(?:artikel|inhalte)\b
    """,
    withheld=r"""
        (?:diese[rsn]?|der|das|den) (?:\S+ ){0,3}?<artikel> (?:ist|sind|steht|stehen|gibt es|\
            konnen) (?:\S+ ){0,3}?<leser>\b
        (?:diese[rsn]?) (?:\S+ ){0,3}?<artikel> (?:ist|sind|steht|stehen) (?:\S+ ){0,4}?(?:kostenpflichtig|\
            <abo>|zahlung)\b
        ^\W*sie (?:mochten|wollen) (?:\S+ ){0,3}?(?:weiterlesen|lesen)\s?\?
        (?:lesen|<artikel>s?)\b.{0,40} <leser> vorbehalten\b
        ^\W*(?:mochten|wollen) sie (?:\S+ ){0,4}?(?:weiterlesen|lesen|freischalten)\s?\?|^\W*weiterlesen\?
        ^\W*(?:jetzt |direkt |sofort )?(?:weiter ?lesen|artikel (?:lesen|freischalten)) (?:mit|fur|ab) .{2,40}$
        ^\W*mit (?:\S+ ){1,3}(?:jetzt )?weiterlesen\W*$
        ^\W*(?:jetzt )?diesen (?:artikel|beitrag|text) (?:weiter)?lesen\W*$
        ^\W*(?:den |die )?(?:ganzen|kompletten|vollstandigen|gesamten) (?:artikel|text|beitrag) (?:lesen|\
            freischalten)\W*$
        ^\W*(?:jetzt )?lesen sie (?:den|die|das) (?:ganzen?|kompletten?|vollstandigen?|gesamten?) <artikel>\b\
            .{0,30}(?:<abo>|plus|abonn|registr|anmeld)
        ^\W*(?:wahlen sie|ihr) .{3,30} und lesen sie weiter
        sie (?:haben|sehen|lesen) (?:nur )?(?:eine|die) (?:kostenlose )?vorschau
        (?:mit|fur) (?:einem|ein|ihrem) (?:\S+ ){0,3}?<abo> (?:konnen|lesen) sie (?:\S+ ){0,4}?(?:weiter|<artikel>)
        (?:um|fur) (?:diesen|den ganzen|den vollstandigen) <artikel> (?:zu lesen|lesen zu konnen|freizuschalten)
        ^\W*(?:sie haben (?:aktuell|derzeit|noch)? ?(?:keinen zugriff|kein aktives abo)|ihnen fehlt).{0,60}
        ^\W*(?:jetzt )?(?:kostenlos |gratis )?registrieren und (?:\S+ )?weiterlesen
        ^\W*diese[rsn]? (?:\S+ )?<artikel> .{0,40}(?:nach|ohne) (?:der |einer )?(?:anmeldung|registrierung|login)
    """,
    labels=r"(?:exklusiv|nur|ausschliesslich) (?:fur|mit|als) (?:\S+ ){0,3}?(?:<leser>|<abo>|abonnent)\b",
    remaining=r"""
        (?:noch|weitere|verbleibende|es fehlen|restliche) \d{1,3} ?(?:%|prozent) (?:des|vom|dieses) (?:artikels|\
            textes|beitrags)
        ^\W*(?:noch |weitere )?\d[\d.]* (?:zeichen|worter|absatze)\b.{0,20}(?:lesen|ubrig|verbleibend)?\W*$
    """,
    already=r"""
        ^\W*(?:sie (?:sind|haben) |du bist |ich bin |ich habe |sind sie |haben sie )?(?:bereits|schon)\
            \b.{0,50}\b(?:<leser>|<abo>|konto)
        ^\W*(?:sie (?:sind|haben) |du bist )?(?:bereits|schon)\b.{0,30}(?:registriert|angemeldet|kunde|mitglied|\
            abonniert)
        ^\W*(?:als (?:\S+ )?)?<leser> (?:bitte )?(?:hier )?(?:anmelden|einloggen|login)
    """,
    spent=r"""
        (?:ihnen stehen|sie haben|du hast) .{0,50}(?:keine (?:\S+ )?(?:freien|kostenlosen|gratis)|\
            alle \S* ?(?:freien|gratis))
        (?:limit|kontingent|anzahl) (?:\S+ ){0,4}?(?:erreicht|aufgebraucht|erschopft|uberschritten)\b.{0,40}
    """,
    left=r"""
        (?:sie haben|sie konnen|du hast|ihnen bleiben) (?:diesen monat )?noch \S+ (?:freie|kostenlose|gratis)
        noch \d+ (?:freie|kostenlose|gratis)\S* (?:artikel|beitrage)
    """,
    app=r"""
        ^\W*(?:in|mit) (?:der|unserer) (?:\S+ ){0,2}?app (?:weiter)?lesen
        ^\W*(?:jetzt )?(?:\S+ )?app (?:herunter)?laden und
    """,
    account=r"""
        ihr (?:abo|abonnement|konto|account)\b.{0,30}(?:abgelaufen|gesperrt|verwendet|umfasst|enthalt|endet)
        (?:anderen|mehreren|zu vielen) geraten?\b.{0,60}(?:angemeldet|konto|abo|eingeloggt|genutzt)
    """,
    adblock=r"""
        (?:ad ?-?blocker|werbeblocker)\b.{0,60}(?:deaktivieren|ausschalten|abschalten|deaktiviere|pausieren)
        (?:sie|du) (?:nutzen|verwenden|benutzen|nutzt|haben|hast)\b.{0,40}(?:ad ?-?block|werbeblocker)
    """,
    consent=r"""
        (?:wir|diese (?:website|seite|webseite)|unsere \S+)\b.{0,40}(?:verwende|nutz|setz|benotig)\
            \S* (?:\S+ ){0,3}cookies
        ^\W*(?:alle )?(?:cookies )?(?:akzeptieren|ablehnen|zustimmen)(?: und (?:weiter|schliessen))?\W*$
        ^\W*cookie-?einstellungen|(?:an dieser stelle|hier) (?:finden|wurde|befindet|steht) .{0,40}extern
        ^.{0,80}\b(?:externe[nrs]? inhalt\w*)\b.{0,40}(?:anzeigen|laden|angezeigt|zustimm|einverstanden|aktivier)
        ^\W*ich bin damit einverstanden, dass|ihre (?:zustimmung|einwilligung).{0,60}(?:cookies|inhalt|daten)
    """,
    pay_or_consent=r"""
        (?:mit werbung|werbefrei|ohne werbung)\b.{0,40}(?:weiterlesen|weitersurfen|lesen|nutzen|abo)
        \bpur-abo|\bpur abo|\bpurabo
        ^\W*(?:weiter|akzeptieren|lesen|surfen) (?:mit|ohne) (?:werbung|tracking)\b|\bcontentpass\b
        bereits pur|^\W*(?:\S+ )?pur (?:abonnieren|bestellen|fur)
    """,
    geo=r"""
        (?:in (?:ihrem land|ihrer region)|aus rechtlichen grunden) (?:leider )?nicht (?:verfugbar|abrufbar)
    """,
    script=r"""
        java ?script\b.{0,50}(?:aktivier|eingeschaltet|deaktiviert|erforderlich|benotigt|einschalten)
        ^\W*bitte (?:aktivieren|schalten) sie java ?script
    """,
    newsletter=r"""
        ^\W*(?:jetzt |hier |bitte )?(?:\S+ ){0,6}?\S*newsletters?\b.{0,40}(?:abonnieren|anmelden|bestellen|\
            erhalten|registrieren)
        (?:abonnieren|bestellen|erhalten|lesen) sie .{0,40}(?:newsletter|e-?mail|whatsapp)
        melden sie sich .{0,40}newsletter
        (?:direkt|taglich|wochentlich|kostenlos|regelmassig|bequem)\b.{0,30}\b(?:in ihr|ins|in dein|per e-?mail|\
            postfach)
        ^\W*(?:bleiben sie|bleib) (?:\S+ ){0,4}?(?:informiert|auf dem laufenden|up to date)
        ^\W*folge(?:n sie)? (?:uns|\S+|der \S+) (?:jetzt )?(?:auf|bei|auch|in)
        ^\W*(?:verpassen sie|verpasse) (?:nichts|keine)
        ^.{0,60}newsletter\b.{0,60}\b(?:ihr postfach|ihre e-?mail|ihrer e-?mail|jederzeit abbestell|kundig)
    """,
    comments=r"""
        (?:anmelden|registrier\w+|einloggen|abonnent\w*|melden sie sich|angemeldet)\b.{0,50}\b(?:kommentieren|\
            mitdiskutieren)
        (?:kommentier\w+|kommentar\S*|diskutier\S+|diskussion)\b.{0,50}(?:anmelden|registrier|einloggen|\
            abonnent|angemeldet)
        ^\W*(?:\d+ )?(?:kommentare?|leserkommentare|leserbriefe)(?: \(?\d+\)?)?(?: (?:anzeigen|lesen|schreiben|\
            laden))?\W*$
        ^\W*(?:diskutieren sie mit|kommentar (?:schreiben|verfassen|abgeben)|jetzt kommentieren|die kommentare)\
            .{0,40}$
        (?:anmelden|einloggen|melden sie sich an)\b.{0,40}(?:merkliste|merken|speichern|teilen|folgen|vorlesen)
    """,
    skip=r"""
        (?:direkt |springe |springen (?:sie )?|weiter )?(?:zum|zur|zu)(?: haupt| seiten)?[ -]?(?:inhalt|\
            navigation|hauptnavigation)
        (?:direkt |springe |springen )?(?:zum|zur|zu) (?:hauptinhalt|suche|fusszeile|hauptmenu|menu|footer|\
            startseite)(?: springen)?
        (?:zum inhalt|zur navigation) (?:springen|wechseln)|nach oben|anzeige|werbung|zuruck zur startseite|inhalt
    """,
    share=r"""
        (?:artikel |beitrag |seite )?(?:teilen|drucken|merken|versenden|speichern|anhoren|vorlesen|verschenken|\
            kommentieren)
        (?:per|auf|bei|via) (?:e-?mail|facebook|twitter|x|whatsapp|\w+) (?:teilen|versenden)|link kopieren|kopiert
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:seite|artikel|inhalt|dokument|beitrag|datei)\b.{0,40}nicht (?:mehr )?(?:gefunden|\
            verfugbar|vorhanden).{0,20}
        (?:.{0,30}\b)?(?:seite|artikel|inhalt|dokument|beitrag)\b.{0,40}(?:existiert (?:leider )?nicht|\
            gibt es (?:leider )?nicht|konnte nicht).{0,30}
        fehler 404.{0,40}|nicht gefunden|hoppla.{0,30}
    """,
    human=r"""
        nur einen moment.{0,5}|einen moment,? bitte.{0,5}
        (?:uberprufung|prufen wir|bestatigen sie), (?:ob|dass) sie .{0,40}
        (?:sind sie|bist du) ein (?:mensch|roboter).{0,30}|zugriff verweigert|sicherheits(?:prufung|abfrage)
    """,
)
