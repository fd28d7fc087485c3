"""Words that addresses are made of, in the languages of many sites: what a folder of that name holds.

Every word is a whole segment of a path: lower case, without its file ending.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Lists: of a topic, an author, a search, a section.
LISTS = _words("""
    all-about arama archief archiv archive archives archivio archivo archivos arkisto arkiv arsiv auteur auteure
    auteurs author authors autor autore autoren autores autori autorin autorzy avainsana busca buscador buscar
    byline categoria categorias categorie categories category cerca collection collections dossier dossiers emne
    etichetta etiket etiqueta etiquetas find haku home hub hubs index journalist journalists kategori kategoriat
    kategorie kategorien keyword keywords konu latest mot-cle motscles newest newsticker onderwerp onderwerpen
    our-staff page pages pagina people perfil person profiel profil profile profiles recherche rechercher
    redakteur redaktor ressort ressorts ricerca rubric rubrik rubriken schlagwort schlagworte search seccion
    secciones section sections seite sekce sektion sektioner serie serien series sezione sezioni sitemap
    sitemaps skribent sog sok staff startseite stichwort stichworte suche suchen sujet sujets szukaj tag tagged
    tags team tema temas temat temi thema theme themen themenseiten themes ticker topic topics user users writer
    writers zoeken
""")

#: Forms, shops, legal pages, media hubs and other services.
SERVICES = _words("""
    a-propos aanmelden abbonamenti abbonamento abbonati abmelden abo abonelik abonneer abonnement abonnements
    abonner abonneren abonnes-toi abonnez abonnez-vous abonnieren abos about about-us aboutus accedi
    accesibilidad acceso accessibilite accessibility accessibility-statement account accounts adchoices ads adv
    adverteren advertise advertising advertising-info advertorial advertorials agb agbs agenda aide aiuto ajax
    ajuda alerts algemene-voorwaarden angebote anmelden anmeldung annonsera anzeige anzeigen
    anzeigen-sonderthemen anzeigenmarkt api app apps assinatura assinaturas assine atom audio audios auth avg
    avis-de-deces aviso-legal ayuda barrierefreiheit basket bilder bildergalerie bildergalerien bli-abonnent
    boersenkurse boletim boletin boletines bons-plans bookmark bookmarks boutique brand-studio brandcontent
    branded-content bulten cadastro calendar careers cart cartoons ccpa cdn-cgi cgu cgv charts checkout
    chi-siamo classifieds clima code-of-ethics code-promo codes-promo codespromo colofon comentarios comics
    comment commentaires comments condiciones condiciones-de-uso conditions conditions-generales condizioni
    confidentialite connection connexion consent contact contact-us contactez-nous contacto contacts contactus
    contato contatti contribute cookie cookie-notice cookie-policy cookie-richtlinie cookie-settings
    cookiebeleid cookies corrections-policy coupon coupons crossword crosswords customer-service datenschutz
    datenschutz-center datenschutzerklaerung datenschutzhinweise deals diaporama digital-edition discount-codes
    do-not-sell donate donation donations drucken dsgvo e-kiosk e-paper editorial-guidelines einloggen
    einstellungen el-tiempo email empleo emploi entrar epaper epaper-kiosk ethics event events faq faqs feed
    feedback feeds foto fotogaleria fotogalerie fotos fotostrecke fotostrecken galeria galerie galerien
    galleries gallery game games gdpr gebruiksvoorwaarden giochi giris gizlilik guide-achat gutschein gutscheine
    hakkimizda hava-durumu help hilfe hjelp horoscoop horoscope horoscopes horoscopo horoskop horoskope hulp
    identity iletisim immobilien-suche impressum imprint infolettre infolettres informativa-privacy
    iniciar-sesion inicio-sesion inloggen inscription inserieren jeux job jobs join juegos kalender karriere
    kaufen kayttoehdot kiosk kiosque kirjaudu klantenservice kleinanzeigen kolofon kommentare kontakt
    kontakta-oss konto kreuzwortraetsel kreuzwortratsel kundenkonto kundenservice kurse lavoro legal
    legal-notice leserbrief-schreiben leserbriefe live-tv livestream log-in logg-inn logga-in login logout
    logowanie lotto lottozahlen market-data marketdata marktplaetze marktplatz masthead media-kit mediadaten
    mediakit mediathek mein-konto meinkonto members membership mentions-legales merkliste meteo mi-cuenta
    mijn-account minha-conta mobile-apps mon-compte mots-croises my-account myaccount necrologie negozio
    newsletter newsletters newsletters-anmeldung newsroom nieuwsbrief nieuwsbrieven note-legali notifications
    nutzungsbedingungen nyhedsbreve nyhetsbrev o-nas oauth obituaries offers om-os om-oss oroscopo over-ons
    partner-content pdf personvern photo photos podcast podcastek podcasts politica-cookies politica-de-cookies
    politica-de-privacidad politica-privacidad politique-cookies politique-de-confidentialite
    polityka-prywatnosci pomoc prenumerata prenumeration prenumerera press-releases print print-edition
    privacidad privacy privacy-center privacy-manager privacy-notice privacy-policy privacy-settings
    privacy-statement privacybeleid privacyverklaring privatsphaere profile-settings promo promos pubblicita
    publicidad publicite push puzzle puzzles quem-somos qui-sommes-nous quienes-somos quiz quotes radio raetsel
    register registrati registration registreren registrieren registrierung registro regulamin rejestracja rgpd
    rouwadvertenties rss send service services settings share shop sign-in sign-up signin signout signup
    sitemap-html sklep slideshow soutenez spenden spiele sponsored sponsored-content sso standards
    stellenangebote stellenmarkt store subscribe subscriber subscribers subscription subscriptions sudoku
    support support-us suscribete suscribirse suscripcion suscripciones termine termini termos termos-de-uso
    terms terms-and-conditions terms-conditions terms-of-service terms-of-use tienda tietoa tietosuoja tilaa
    tilaukset toegankelijkheid traueranzeigen tv-guide tv-listings tv-programm uber-uns ueber-uns user-agreement
    user-login uutiskirje vacatures vader vejr veranstaltungen veranstaltungskalender vergleich video video-hub
    videos videothek vilkar villkor voorwaarden voucher vouchers warenkorb watch weather webshop weer werben
    werbung wetter widgets winkel wir-ueber-uns wp-admin wp-content wp-json wp-login yhteystiedot
    your-privacy-choices
""")

#: Those of both, below which there are articles too: `/video/2024/05/03/long-title`.
MIXED = _words("""
    agenda all-about angebote archief archiv archive archives archivio archivo audio auto bilder bildergalerie
    bildergalerien bons-plans careers cartoons categoria categories category classifieds collection collections
    comentarios comment comments conditions deals diaporama dossier dossiers empleo emploi event events feed
    find foto fotogalerie fotos fotostrecke fotostrecken galerie galerien gallery game games home horoscope
    horoscopo horoskop hub hubs index jobs karriere kategori kategorie kaufen kommentare konu kultur-agenda
    latest lavoro legal live-tv lotto mediathek meteo newsroom newsticker obituaries offers page pages people
    photo photos podcast podcasts press-releases privacy puzzles quiz radio ressort ressorts rubrik seccion
    secciones section sections sekce sektion sektioner serie serien series service services sezione sezioni
    spiele standards sujet sujets support team tema temas temat temi thema theme themen themes ticker topic
    topics vergleich video videos watch weather werbung wetter
""")

#: And those below which anything may be: `/archives/63076` is how WordPress names an article.
NUMBERED = _words("""
    archief archiv archive archives archivio archivo feed home index page pages service services
""")

#: Folders of articles: `/artikel/…`.
ARTICLES = _words("""
    a actualite art article articles articoli articolo articulo articulos artigo artigos artikel artikelen
    artikelseite artikkel artikkeli artikler artykul beitrag blogpost detail details doc document
    dossier-article geschichte haber haberi i meldung meldungen nachricht news-story newsdetail noticia noticias
    notizia notizie novost novosti nyhed nyhet nyheter post posts read statya stories story uutinen wiadomosc
""")

#: First labels of hosts that are not the newspaper, besides SERVICES: `abo.example.com`.
SERVICE_HOSTS = _words("""
    assets cdn id images img mein meine my secure static
""")

#: Sections that nearly every newspaper has.
SECTIONS = _words("""
    actualidad actualite actualites actueel aktuell attualita ausland bildung breaking-news business ciencia
    climate cronaca cultura culture cultuur debat debatte deportes deutschland digital economia economie economy
    education ekonomi ekonomia entertainment environment espana esportes europa europe feuilleton finance
    finanzen france geld gesellschaft gesundheit gospodarka health idrett indland inland innenrikes inrikes
    international italia klima kommentar kotimaa kraj kulttuuri kultur kultura latest-news leben lifestyle local
    lokal lokales meinung monde mondo money mundo nachrichten nation national netzwelt news oesterreich okonomi
    opinie opinion opinioni opinions panorama planete politica politics politiikka politik politik-ausland
    politique polityka region regional reise salud samfunn sante schweiz science sciences scienza sociedad
    societa societe society spor sport sports swiat talous tech technik technologie technology tecnologia
    top-stories travel udland uk ulkomaat umwelt unterhaltung urheilu us utenriks utrikes varlden verden welt
    wereld wirtschaft wissen wissenschaft world
""")
