"""Phrases of French, Italian and Romanian: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_FR = Phrases(
    code="fr",
    stems=(
        "abon conn insc iden comp cré cree lire lise lisez arti acce acco rése rese excl rest suit gratu quot "
        "limi appl cook publ bloq java news lett infol comm réag reag part essai offr débl debl cont cett "
        "vous dispo prof rejo suiv recev rece votre mail illi enre numé nume déjà deja adbl"
    ),
    weak="alle pass page 404 impr copi lien haut cont reto part enre écou ecou sauv intr erre déso deso",
    words=r"""
        article = (?:article|contenu|texte|dossier|reportage|page|edition|analyse|enquete|entretien)
        lecteurs = (?:abonnee?s?\b|membres|adherents|nos abonnes|inscrits|abonnement)
        entier = (?:la suite|l'integralite|l'article|cet article|cette enquete|ce contenu|la totalite|\
            tous (?:les|nos) (?:articles|contenus))
    """,
    please=r"""
        je m'|deja abonne ?\??|pour cela,?|vous devez|il vous faut|et|ou|merci de(?: vous)?|veuillez(?: vous)?
        des maintenant|cliquez ici pour
    """,
    tail=r"""
        maintenant|des (?:maintenant|\d.{0,20})|gratuitement|ici|sans engagement|a partir .{3,20}|pour .{2,25}
        ou .{3,25}|et .{3,25}|en ligne
    """,
    subscribe=r"""
        (?:abonnez|abonner|reabonnez)[- ]?(?:vous)?|(?:je )?m'abonner?|s'abonner
        (?:devenez|devenir|deviens|etre) (?:abonnee?|membre|adherent)
        (?:profitez|beneficiez|choisissez|decouvrez|voir|souscrivez) (?:\S+ ){0,4}?(?:offres?|abonnements?|\
            essai|formules?)
        (?:acheter|achetez) (?:cet article|l'article|le numero|a l'unite)|essayez|testez(?: gratuitement)?
    """,
    register=r"""
        (?:inscrivez|inscrire|enregistrez)[- ]?(?:vous)?|(?:je )?m'inscri[rst]e?|s'inscrire|rejoignez[- ]\S+
        (?:creez|creer|cree|ouvrez) (?:\S+ ){0,3}?comptes?|je cree (?:mon|un) compte
    """,
    login=r"""
        (?:connectez|connecter|identifiez|identifier)[- ]?(?:vous)?|(?:je )?me connecter?|se connecter
        j'ai deja un compte|connexion
    """,
    reading=r"""
        (?:pour |et |afin de )?(?:continuer|poursuivre|finir|reprendre) (?:la |votre |sa |ma |\
            cette )?(?:lecture|a lire)
        (?:pour |et |afin de )(?:\S+ )?(?:lire|lisez|acceder|accedez|consulter|debloquer|decouvrir|\
            voir) (?:\S+ ){0,3}?<entier>
        (?:lire|lisez|debloquez|accedez a|acceder a|retrouvez) <entier>
        (?:acces|accedez) (?:\S+ )?(?:illimite|complet|integral|immediat)\w*
        pour (?:en )?(?:lire|savoir) (?:la suite|plus)|pour acceder a .{3,40}
    """,
    withheld=r"""
        (?:cet|ce|cette|le reste de (?:cet|ce)|la suite de (?:cet|ce)\
            ) <article> (?:\S+ )?est (?:\S+ ){0,2}?(?:reserve|accessible|exclusi|disponible)
        ^.{0,60}la suite (?:\S+ ){0,3}?est (?:\S+ )?(?:reservee|accessible|pour (?:les|nos) <lecteurs>)
        ^\W*(?:article|contenu|edition) (?:\S+ )?(?:reservee?|exclusi\w+)\b.{0,40}
        ^\W*pour (?:lire|decouvrir) la suite\b
        ^\W*(?:envie de|vous (?:souhaitez|voulez)) (?:lire|connaitre) (?:la suite|plus)
        ^\W*(?:debloquez|debloquer) (?:cet|l')
        ^\W*(?:lire|lisez|debloquer) (?:l'article (?:complet|entier|integral)|la suite de l'article|\
            l'integralite.{0,20})\W*$
        seuls (?:\S+ )?<lecteurs> (?:peuvent|ont acces)|vous (?:lisez|avez lu) un (?:extrait|apercu)
    """,
    labels=r"(?:reservee?s?|exclusi\w+) (?:aux|pour (?:les|nos)|a nos) (?:\S+ )?<lecteurs>",
    remaining=r"""
        il vous reste (?:environ )?\d[\d.,]* ?% (?:de|a)
        \d[\d.,]* ?% de (?:cet|l')article (?:restants?|a (?:lire|decouvrir))|\d+ mots restants
    """,
    already=r"""
        ^\W*(?:vous etes )?deja (?:\S+ ){0,2}?(?:abonnee?|membre|inscrite?|client|un compte|adherent)
        ^\W*(?:vous avez )?(?:deja )?un compte ?\?|^\W*abonnee? ?\?
    """,
    spent=r"""
        vous avez (?:\S+ )?(?:atteint|lu|epuise|consulte|depasse) (?:\S+ ){0,6}?(?:limite|gratuits?|quota|offerts)
        plus d'articles? gratuits?
    """,
    left=r"""
        il vous reste \S+ articles?|(?:encore )?\d+ articles? (?:gratuits?|offerts?) (?:restants?|ce mois)
    """,
    app=r"^\W*(?:lire|continuer|poursuivre|ouvrir)\b.{0,30} (?:dans|sur) (?:l'appli\w*|notre appli\w*)",
    account=r"""
        (?:votre abonnement|votre compte) (?:n'autorise|ne (?:permet|vous)|a expire|est (?:suspendu|expire|utilise))
        lecture (?:\S+ ){0,4}en cours sur un autre appareil|votre session (?:a expire|est)
    """,
    adblock=r"""
        (?:desactive[zr]|suspende[zr]) (?:\S+ ){0,3}?(?:bloqueur|ad ?block)
        (?:bloqueur de (?:pub|publicite)\w*|ad ?block\w*)\b.{0,40}(?:active|detecte|utilisez|desactiv)
    """,
    consent=r"""
        (?:ce site|nous(?: et nos \S+ ?\S*)?|notre site) (?:utilis\w+|depos\w+) (?:\S+ ){0,3}?cookies
        ^\W*(?:tout )?(?:accepter|refuser)(?: (?:tout|les cookies|et fermer))?\W*$
        (?:ce|le) contenu\b.{0,60}(?:cookies|traceurs|bloque)
        en (?:cliquant|poursuivant)\b.{0,60}(?:acceptez|cookies|conditions)
    """,
    pay_or_consent=r"""
        (?:accepter|acceptez) (?:\S+ ){0,6}?(?:ou|sinon) (?:\S+ ){0,2}?(?:abonn|pay)
        (?:refuser et s'abonner|continuer sans accepter en)
        (?:acceptant|acceptez|accepter) (?:\S+ ){0,5}?cookies\b.{0,40}\bou\b.{0,20}(?:abonn|payer)
    """,
    geo=r"(?:pas|non) disponible dans (?:votre (?:pays|region)|ce pays)",
    script=r"""
        (?:activer|activez|active) java ?script
        java ?script (?:est|doit|semble)\b.{0,30}(?:desactive|active|necessaire)
    """,
    newsletter=r"""
        ^\W*(?:\S+ ){0,3}?(?:inscrivez|abonnez|recevez|recevoir|s'inscrire|s'abonner)\
            \b[^.]{0,80}(?:newsletters?|lettres?\b|infolettre|alertes)
        (?:recevez|recevoir)\b.{0,60}(?:boite|e-?mail|par mail|courriel)|^\W*suivez[- ](?:nous|\S+)\b.{0,30} sur
        ^\W*restez (?:informe|connecte)
        ^\W*(?:notre |la |nos )?(?:newsletter|infolettre|lettre)s?\b.{0,60}(?:inscri|abonn|recev)
    """,
    comments=r"""
        (?:connecte|inscri|identifi|abonne|abonnes)\S*\b.{0,50}(?:commenter|commentaires?|reagir|reactions|contribu)
        ^\W*(?:\d+ )?(?:commentaires?|reactions?|contributions)(?: \(?\d+\)?)?\W*$
        ^\W*(?:voir|lire|afficher|lisez) (?:\S+ )?(?:commentaires|reactions)
        (?:connecte|inscri|abonne)\S*\b.{0,30}pour (?:sauvegarder|partager|enregistrer|suivre|ecouter|classer)
    """,
    skip=r"""
        (?:aller|passer|acceder)(?: directement)? (?:au|a la|a l') ?(?:contenu|menu|recherche|navigation|\
            accueil|article|pied de page)(?: principale?)?
        publicite|haut de page|retour (?:en haut|a l'accueil)
    """,
    share=r"""
        partager?(?: (?:cet article|l'article|sur \w+|par \w+|via \w+))?|imprimer|copier le lien|lien copie
        enregistrer|sauvegarder|ecouter(?: (?:l'article|cet article))?|offrir (?:cet |l')article|lire plus tard
    """,
    missing=r"""
        (?:.{0,30}\b)?(?:page|article|contenu|document)\b.{0,40}(?:introuvable|n'existe (?:pas|plus)|\
            non trouvee?|pas (?:ete )?trouvee?|indisponible|n'est plus.{0,20})
        erreur 404.{0,30}|introuvable
    """,
    human=r"""
        (?:etes[- ]vous|vous etes) (?:un )?(?:humain|robot).{0,30}|acces (?:refuse|interdit)
        verification de securite
    """,
)

_IT = Phrases(
    code="it",
    stems=(
        "abbo acce logi regi iscr crea legg lett arti cont rise escl solo limi grat app cook pubb adbl java "
        "news comm cond sblo prov acqu prose rest hai sei già gia acc utent sess atti scop invi diven dive "
        "ricev rice supp dispo offer"
    ),
    weak="vai salt pagi 404 stam copi link salv torn segui ascol erro spia ops tutti acce",
    words=r"""
        articolo = (?:articolo|contenuto|testo|pezzo|servizio|inchiesta|notizia|pagina|intervista)
        lettori = (?:abbonat[ie]|sostenitori|utenti registrati|registrati|iscritti|membri|lettori registrati)
    """,
    please=r"ora|subito|oppure|o|e|devi|per favore,?|gratis|gratuitamente|scegli di|clicca qui per",
    tail=r"""
        ora|subito|qui|gratis|gratuitamente|oggi|a .{1,20}|da .{1,20}|per .{2,25}|o .{3,25}|e .{3,25}|con .{3,20}
    """,
    subscribe=r"""
        (?:abbonati|abbonarsi|abbonarti|si abboni)
        (?:diventa|diventare|essere) (?:abbonato|sostenitore|premium|socio|membro)
        (?:scegli|attiva|acquista|sottoscrivi|scopri|prova|vedi) (?:\S+ ){0,4}?(?:abbonament\w+|offert\w+|piano|\
            premium|articolo|gratis)
    """,
    register=r"""
        (?:registrati|registrarsi|registrarti|iscriviti|iscriversi)
        (?:crea|creare) (?:\S+ ){0,3}?(?:account|profilo)
    """,
    login=r"""
        (?:accedi|accedere|effettua (?:il|l') ?(?:login|accesso)|esegui il login|fai (?:il )?login|entra)
    """,
    reading=r"""
        (?:per |e )?(?:continuare|continua|prosegui|proseguire|finire) (?:a |la |con la |nella )?(?:leggere|\
            lettura|leggerlo|legger\w+)
        (?:per |e )(?:poter )?(?:leggere|leggi|accedere|sbloccare|vedere|\
            consultare) (?:\S+ ){0,3}?(?:<articolo>|articoli|contenuti|tutto|tutti|resto)
        (?:accesso|accedi|leggi) (?:\S+ )?(?:illimitat\w+|complet\w+|senza limiti|a tutt\w+|tutti)
    """,
    withheld=r"""
        quest[oa'] ?(?:\S+ )?<articolo> e' (?:\S+ ){0,2}?(?:riservat|esclusiv|disponibil|accessibil)\w+
        quest[oa'] ?(?:\S+ )?<articolo> e (?:\S+ ){0,2}?(?:riservat|esclusiv|disponibil|accessibil)\w+
        quest[oa'] ?(?:\S+ )?<articolo> e'? (?:solo |soltanto )?per (?:gli |i )?<lettori>
        (?:devi|bisogna) essere (?:abbonat|iscritt|registrat)\w\b
        ^\W*(?:vuoi|desideri) (?:continuare a leggere|leggere (?:tutto|l'articolo|il resto))
        ^\W*leggi (?:l'|tutto l'|il )?(?:articolo|contenuto) completo\W*$
        (?:il resto|la parte restante|la versione completa) (?:di questo|dell')\S* ?(?:articolo)? (?:e'?|sara)
    """,
    labels=r"""
        (?:contenuto |articolo )?(?:riservat\w|esclusiv\w|solo) (?:agli|ai|per (?:gli|i)|per) (?:\S+ )?<lettori>
    """,
    remaining=r"""
        (?:ti )?(?:resta|rimane|manca)(?:no)? (?:ancora )?(?:il |da leggere il )?\d{1,3} ?%
        \d+ (?:parole|caratteri) rimanenti
    """,
    already=r"""
        ^\W*(?:sei|hai|se sei) (?:gia|già) (?:\S+ ){0,3}?(?:abbonat\w|registrat\w|iscritt\w|account|abbonamento|\
            sostenitore)
        ^\W*gia (?:abbonat\w|registrat\w|iscritt\w)\b|^\W*hai un (?:account|abbonamento)\?
    """,
    spent=r"""
        hai (?:\S+ )?(?:raggiunto|esaurito|superato|letto|terminato)\b.{0,30}(?:limite|gratuit|gratis|disponibili)
    """,
    left=r"(?:ti restano|hai ancora|puoi leggere ancora) \S+ (?:articol|contenut)\w+",
    app=r"^\W*(?:leggi|continua|apri)\b.{0,30} (?:nell'|sull'|con l'|nella nostra )app",
    account=r"""
        (?:il tuo|tuo) (?:abbonamento|account) (?:e' |e )?(?:scadut|in uso|non )
        (?:altro|piu) dispositiv\w\b.{0,60}(?:collegat|abbonament|account|accesso|connesso)
    """,
    adblock=r"""
        (?:disattiva|disabilita) (?:\S+ ){0,3}?ad ?block|ad ?block\w*\b.{0,40}(?:disattiv|attivo|rilevat)
    """,
    consent=r"""
        (?:utilizziamo|usiamo|questo sito (?:utilizza|usa)|noi e (?:i nostri )?\S+) (?:\S+ ){0,4}?cookie
        ^\W*(?:accetta|rifiuta)(?: (?:tutto|tutti|i cookie|e continua|e chiudi))*\W*$
    """,
    pay_or_consent=r"""
        (?:accetta|accettare|consenti) (?:\S+ ){0,8}?(?:o|oppure) (?:\S+ ){0,2}?abbon|rifiuta e abbonati
        se (?:vuoi )?(?:rifiut|preferisci)\w+ .{0,40}abbon
    """,
    geo=r"non (?:e )?disponibile nel tuo paese",
    script=r"""
        (?:attiva|abilita|attivare|abilitare) java ?script
        java ?script (?:e|deve)\b.{0,30}(?:disattiv|disabilit|abilitat)
    """,
    newsletter=r"""
        ^\W*(?:\S+ ){0,2}?(?:iscriviti|ricevi|abbonati|registrati)\b[^.]{0,80}(?:newsletters?|canale|notifiche)
        (?:ricevi|riceverai)\b.{0,60}(?:e-?mail|casella|posta)
        ^\W*(?:seguici|segui)\b.{0,40} su (?:\S+ )?(?:facebook|x|twitter|instagram|google|whatsapp|telegram|\
            youtube|tiktok)
        ^\W*(?:resta|rimani) (?:\S+ )?(?:aggiornat|informat)
    """,
    comments=r"""
        (?:accedi|registrati|abbonat\w|login|iscritt\w|abbonati)\b.{0,50}(?:commentare|commenti|commento|\
            salvare|discussione)
        ^\W*(?:\d+ )?comment[oi](?: \(?\d+\)?)?\W*$
        ^\W*(?:leggi|vedi|mostra|lascia|scrivi|aggiungi) (?:\S+ ){0,2}?comment[oi]\W*$
    """,
    skip=r"""
        (?:vai|salta|passa)(?: direttamente)? al? ?(?:contenuto|menu|ricerca|navigazione|footer|articolo|\
            la navigazione)(?: principale)?
        pubblicita|annuncio(?: pubblicitario)?|torna (?:su|in alto|alla home)
    """,
    share=r"""
        condividi(?: .{2,25})?|stampa(?: .{2,12})?|copia (?:il )?link|link copiato|salva(?: .{2,15})?
        ascolta(?: .{2,15})?|invia via mail|regala (?:questo |l')articolo
    """,
    missing=r"""
        (?:.{0,40}\b)?(?:pagina|articolo|contenuto)\b.{0,50}(?:non (?:e |e' )?(?:stat[oa] )?(?:trovat\w|\
            disponibile|esiste|esistente|piu.{0,20}))
        errore 404.{0,30}|non trovat[oa]
    """,
    human=r"(?:sei|non sei) (?:un )?(?:umano|robot).{0,30}|accesso negato|verifica di sicurezza",
)

_RO = Phrases(
    code="ro",
    stems=(
        "abon auten conec inreg crea cont cite cit arti conț exclu excl doar limi grat apli cook recl java "
        "news come loga înre intră intra deja pent"
    ),
    weak="sari merg pagi 404 tipă tipa copi dist urmă urma salv sus acas publ",
    words=r"""
        articol = (?:articol\w*|continut\w*|text\w*|material\w*)
        cititori = (?:abonat\w*|abonament\w*|membri\w*|utilizatori\w* inregistrat\w*)
    """,
    please=r"acum|sau|si|te rugam sa|trebuie sa|pentru aceasta,?|gratuit",
    tail=r"acum|aici|gratuit|de la .{2,20}|sau .{3,20}|si .{3,20}|pentru .{2,25}",
    subscribe=r"""
        aboneaza-te|abonati-va|abonare|te abonezi|(?:alege|cumpara|activeaza) (?:\S+ ){0,3}?abonament\w*
        devino (?:abonat|membru)
    """,
    register=r"""
        inregistreaza-te|inregistrati-va|te inregistrezi|(?:creeaza|creati|fa)(?:-ti)? (?:\S+ ){0,2}?cont\b
    """,
    login=r"""
        autentifica-te|autentificati-va|conecteaza-te|conectati-va|logheaza-te|intra in cont|te autentifici
    """,
    reading=r"""
        (?:pentru )?(?:a |sa )?(?:continua|continui|continuati|continuarea) (?:lectura|sa cit\w+|citirea|lecturii)
        (?:pentru a |si )(?:citi|accesa|citesti|citeste|debloca) (?:\S+ ){0,3}?<articol>
        acces (?:complet|nelimitat|integral)
    """,
    withheld=r"""
        acest (?:\S+ )?<articol> (?:este|e) (?:\S+ ){0,3}?(?:pentru|abonatilor|destinat|rezervat|\
            disponibil) ?(?:\S+ ){0,3}?<cititori>?
        ^\W*(?:vrei|doriti|doresti) sa (?:citesti|cititi|continui)
        ^\W*citeste (?:tot )?articolul (?:complet|integral)\W*$
    """,
    labels=r"(?:exclusiv|doar|numai) pentru <cititori>",
    remaining=r"(?:mai ai|au ramas|raman) \d{1,3} ?% (?:din|de)",
    already=r"""
        ^\W*(?:esti|sunteti|ai|aveti) deja (?:\S+ ){0,2}?(?:abonat|cont|abonament|membru|inregistrat)
        ^\W*ai (?:deja )?(?:un )?cont\?
    """,
    spent=r"ai (?:atins|epuizat|citit)\b.{0,30}(?:limita|gratuit)",
    left=r"mai ai \S+ articole (?:gratuite)?",
    app=r"^\W*citeste\b.{0,30} in aplicati",
    adblock=r"dezactiveaz[ai] (?:\S+ ){0,2}?ad ?block",
    consent=r"""
        (?:folosim|utilizam|acest site (?:foloseste|utilizeaza)) (?:\S+ ){0,3}?cookie
        ^\W*accept(?:a|ati)? (?:toate|cookie)\S*
    """,
    script=r"(?:activeaza|activati) java ?script",
    newsletter=r"""
        ^\W*(?:aboneaza-te|abonati-va|primeste|inscrie-te)\b[^.]{0,60}newsletter|^\W*urmareste-ne\b.{0,30} pe
        ^\W*urmareste .{2,30} pe (?:facebook|google|instagram|whatsapp)
    """,
    comments=r"""
        (?:autentific|conect|logh|inregistr)\S*\b.{0,40}(?:comenta|comentarii|salva)
        ^\W*(?:\d+ )?comentarii(?: \(?\d+\)?)?\W*$|^\W*(?:adauga|lasa) un comentariu
    """,
    skip=r"(?:sari|mergi|salt)(?: direct)? la (?:continut|meniu|navigare)\w*|publicitate|inapoi sus",
    share=r"distribuie(?: .{2,20})?|tipareste|copiaza link(?:ul)?|salveaza|trimite",
    missing=r"""
        (?:.{0,30}\b)?(?:pagina|articolul)\b.{0,40}(?:nu (?:a fost gasit\w*|exista|mai exista|\
            este disponibil\w*)|negasit\w*).{0,20}
    """,
)

ROMANCE: tuple[Phrases, ...] = (_FR, _IT, _RO)
