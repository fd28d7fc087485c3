"""Phrases of the Romance languages: what news pages there say about access, as facts about their wording."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_FR = Phrases(
    code="fr",
    stems="abon conn insc iden comp iden cré cree lire lise lisez arti acce acco rése rese excl rest suit gratu quot limi "
    "appl cook publ bloq java news lett infol comm réag reag part essai offr débl debl cont cett vous dispo prof rejo "
    "suiv recev rece votre mail illi enre numé nume comp déjà deja adbl",
    weak="alle pass page 404 impr copi lien haut cont reto part enre écou ecou sauv intr erre déso deso",
    words="""
        article = (?:article|contenu|texte|dossier|reportage|page|edition|analyse|enquete|entretien)
        lecteurs = (?:abonnee?s?\\b|membres|adherents|nos abonnes|inscrits|abonnement)
        entier = (?:la suite|l'integralite|l'article|cet article|cette enquete|ce contenu|la totalite|tous (?:les|nos) (?:articles|contenus))
    """,
    please="je m'|deja abonne ?\\??|pour cela,?|vous devez|il vous faut|et|ou|merci de(?: vous)?|veuillez(?: vous)?|des maintenant|cliquez ici pour",
    tail="maintenant|des (?:maintenant|\\d.{0,20})|gratuitement|ici|sans engagement|a partir .{3,20}|pour .{2,25}|ou .{3,25}|et .{3,25}|en ligne",
    subscribe="""
        (?:abonnez|abonner|reabonnez)[- ]?(?:vous)?|(?:je )?m'abonner?|s'abonner|(?:devenez|devenir|deviens|etre) (?:abonnee?|membre|adherent)
        (?:profitez|beneficiez|choisissez|decouvrez|voir|souscrivez) (?:\\S+ ){0,4}?(?:offres?|abonnements?|essai|formules?)
        (?:acheter|achetez) (?:cet article|l'article|le numero|a l'unite)|essayez|testez(?: gratuitement)?
    """,
    register="""
        (?:inscrivez|inscrire|enregistrez)[- ]?(?:vous)?|(?:je )?m'inscri[rst]e?|s'inscrire|rejoignez[- ]\\S+
        (?:creez|creer|cree|ouvrez) (?:\\S+ ){0,3}?comptes?|je cree (?:mon|un) compte
    """,
    login="(?:connectez|connecter|identifiez|identifier)[- ]?(?:vous)?|(?:je )?me connecter?|se connecter|j'ai deja un compte|connexion",
    reading="""
        (?:pour |et |afin de )?(?:continuer|poursuivre|finir|reprendre) (?:la |votre |sa |ma |cette )?(?:lecture|a lire)
        (?:pour |et |afin de )(?:\\S+ )?(?:lire|lisez|acceder|accedez|consulter|debloquer|decouvrir|voir) (?:\\S+ ){0,3}?<entier>
        (?:lire|lisez|debloquez|accedez a|acceder a|retrouvez) <entier>|(?:acces|accedez) (?:\\S+ )?(?:illimite|complet|integral|immediat)\\w*
        pour (?:en )?(?:lire|savoir) (?:la suite|plus)|pour acceder a .{3,40}
    """,
    withheld="""
        (?:cet|ce|cette|le reste de (?:cet|ce)|la suite de (?:cet|ce)) <article> (?:\\S+ )?est (?:\\S+ ){0,2}?(?:reserve|accessible|exclusi|disponible)
        ^.{0,60}la suite (?:\\S+ ){0,3}?est (?:\\S+ )?(?:reservee|accessible)|^\\W*(?:article|contenu|edition) (?:\\S+ )?(?:reservee?|exclusi\\w+)\\b.{0,40}
        ^\\W*(?:reservee?s?|exclusi\\w+) (?:aux|pour (?:les|nos)|a nos) (?:\\S+ )?<lecteurs>\\W*$|^\\W*pour (?:lire|decouvrir) la suite\\b
        ^\\W*(?:envie de|vous (?:souhaitez|voulez)) (?:lire|connaitre) (?:la suite|plus)|^\\W*(?:debloquez|debloquer) (?:cet|l')
        ^\\W*(?:lire|lisez|debloquer) (?:l'article (?:complet|entier|integral)|la suite de l'article|l'integralite.{0,20})\\W*$
        seuls (?:\\S+ )?<lecteurs> (?:peuvent|ont acces)|vous (?:lisez|avez lu) un (?:extrait|apercu)
    """,
    remaining="il vous reste (?:environ )?\\d[\\d.,]* ?% (?:de|a)|\\d[\\d.,]* ?% de (?:cet|l')article (?:restants?|a (?:lire|decouvrir))|\\d+ mots restants",
    already="^\\W*(?:vous etes )?deja (?:\\S+ ){0,2}?(?:abonnee?|membre|inscrite?|client|un compte|adherent)|^\\W*(?:vous avez )?(?:deja )?un compte ?\\?|^\\W*abonnee? ?\\? ",
    spent="vous avez (?:\\S+ )?(?:atteint|lu|epuise|consulte|depasse) (?:\\S+ ){0,6}?(?:limite|gratuits?|quota|offerts)|plus d'articles? gratuits?",
    left="il vous reste \\S+ articles?|(?:encore )?\\d+ articles? (?:gratuits?|offerts?) (?:restants?|ce mois)",
    app="^\\W*(?:lire|continuer|poursuivre|ouvrir)\\b.{0,30} (?:dans|sur) (?:l'appli\\w*|notre appli\\w*)",
    account="""
        (?:votre abonnement|votre compte) (?:n'autorise|ne (?:permet|vous)|a expire|est (?:suspendu|expire|utilise))
        lecture (?:\\S+ ){0,4}en cours sur un autre appareil|votre session (?:a expire|est)
    """,
    adblock="(?:desactive[zr]|suspende[zr]) (?:\\S+ ){0,3}?(?:bloqueur|ad ?block)|(?:bloqueur de (?:pub|publicite)\\w*|ad ?block\\w*)\\b.{0,40}(?:active|detecte|utilisez|desactiv)",
    consent="""
        (?:ce site|nous(?: et nos \\S+ ?\\S*)?|notre site) (?:utilis\\w+|depos\\w+) (?:\\S+ ){0,3}?cookies|^\\W*(?:tout )?(?:accepter|refuser)(?: (?:tout|les cookies|et fermer))?\\W*$
        (?:ce|le) contenu\\b.{0,60}(?:cookies|traceurs|bloque)|en (?:cliquant|poursuivant)\\b.{0,60}(?:acceptez|cookies|conditions)
    """,
    pay_or_consent="(?:accepter|acceptez) (?:\\S+ ){0,6}?(?:ou|sinon) (?:\\S+ ){0,2}?(?:abonn|pay)|(?:refuser et s'abonner|continuer sans accepter en)",
    geo="(?:pas|non) disponible dans (?:votre (?:pays|region)|ce pays)",
    script="(?:activer|activez|active) java ?script|java ?script (?:est|doit|semble)\\b.{0,30}(?:desactive|active|necessaire)",
    newsletter="""
        ^\\W*(?:\\S+ ){0,3}?(?:inscrivez|abonnez|recevez|recevoir|s'inscrire|s'abonner)\\b[^.]{0,80}(?:newsletters?|lettres?\\b|infolettre|alertes)
        (?:recevez|recevoir)\\b.{0,60}(?:boite|e-?mail|par mail|courriel)|^\\W*suivez[- ](?:nous|\\S+)\\b.{0,30} sur |^\\W*restez (?:informe|connecte)
        ^\\W*(?:notre |la |nos )?(?:newsletter|infolettre|lettre)s?\\b.{0,60}(?:inscri|abonn|recev)
    """,
    comments="""
        (?:connecte|inscri|identifi|abonne|abonnes)\\S*\\b.{0,50}(?:commenter|commentaires?|reagir|reactions|contribu)
        ^\\W*(?:\\d+ )?(?:commentaires?|reactions?|contributions)(?: \\(?\\d+\\)?)?\\W*$|^\\W*(?:voir|lire|afficher|lisez) (?:\\S+ )?(?:commentaires|reactions)
        (?:connecte|inscri|abonne)\\S*\\b.{0,30}pour (?:sauvegarder|partager|enregistrer|suivre|ecouter|classer)
    """,
    skip="(?:aller|passer|acceder)(?: directement)? (?:au|a la|a l') ?(?:contenu|menu|recherche|navigation|accueil|article|pied de page)(?: principale?)?|publicite|haut de page|retour (?:en haut|a l'accueil)",
    share="partager?(?: (?:cet article|l'article|sur \\w+|par \\w+|via \\w+))?|imprimer|copier le lien|lien copie|enregistrer|sauvegarder|ecouter(?: (?:l'article|cet article))?|offrir (?:cet |l')article|lire plus tard",
    missing="(?:.{0,30}\\b)?(?:page|article|contenu|document)\\b.{0,40}(?:introuvable|n'existe (?:pas|plus)|non trouvee?|pas (?:ete )?trouvee?|indisponible|n'est plus.{0,20})|erreur 404.{0,30}|introuvable",
    human="(?:etes[- ]vous|vous etes) (?:un )?(?:humain|robot).{0,30}|acces (?:refuse|interdit)|verification de securite",
)

_ES = Phrases(
    code="es",
    stems="susc inic regi ingr crea acce leer leyen leyend leye segu sigu cont artí arti nota excl rese limi grat límit app apli "
    "cook publ bloq java bole news come part quie conti desb notic soci abon capt hazte únet unet alca supe reci recí "
    "iden entr comp plan dispo cuenta cuen para ya",
    weak="ir salt pági pagi 404 impri impr copi enla guar volv arri anun escu vaya erro segu sígu",
    words="""
        articulo = (?:articulo|nota|noticia|contenido|texto|historia|informacion|pagina|entrevista|reportaje)
        lectores = (?:suscript\\w+|suscrit\\w+|abonad\\w+|soci[oa]s|usuarios registrados|registrados|miembros|lectores registrados)
    """,
    please="ya|ahora|por favor,?|o|y|debes|debe|tienes que|necesitas|haz clic aqui para|para ello,?|gratis|hoy",
    tail="ahora|ya|aqui|gratis|hoy|desde .{1,20}|por .{1,20}|para .{2,25}|o .{3,25}|y .{3,25}|con .{3,20}|mismo",
    subscribe="""
        (?:suscribete|suscribase|suscribirse|suscribirte|suscribite|suscribirme|abonate|suscribanse)|(?:hazte|hacete|hagase|ser|se) (?:suscriptor\\w*|premium|soci[oa]|miembro)
        (?:elige|elegi|compra|contrata|adquiere|activa|ver|conoce) (?:\\S+ ){0,3}?(?:plan\\w*|suscripcion\\w*|pase|oferta\\w*)|necesitas una suscripcion
    """,
    register="(?:registrate|registrese|registrarse|registrarte|registrarme|registrar|estar registrad[oa])|(?:crea|cree|crear|abre) (?:\\S+ ){0,3}?(?:cuenta|usuario)",
    login="(?:inicia|inicie|iniciar) sesion|(?:ingresa|ingrese|ingresar|accede|acceda|acceder|entra|identificate|logueate)(?: (?:a|con|en) \\S+ ?\\S*)?|conectate",
    reading="""
        (?:para |y )?(?:seguir|segui|sigue|continuar|continua|continuar con) (?:leyendo|la lectura|tu lectura|disfrutando)
        (?:para |y )(?:poder )?(?:leer|acceder|ver|lee|desbloquear|disfrutar) (?:\\S+ ){0,3}?(?:<articulo>s?|completo|todo|ilimitad\\w+|mas)\\b
        (?:acceso|accede) (?:\\S+ )?(?:ilimitado|completo|total|a todo\\w*)|lee (?:sin limites|todo|el \\S+ completo)|contenido (?:exclusivo|ilimitado)
    """,
    withheld="""
        (?:est[ea]|el|la) (?:\\S+ )?<articulo>(?: \\S+){0,5}? es(?:ta)? (?:\\S+ ){0,2}?(?:exclusiv[oa]|solo|reservad[oa]|disponible|unicamente) (?:\\S+ ){0,2}?para (?:\\S+ ){0,3}?<lectores>
        ^\\W*(?:contenido |articulo |nota |solo |exclusivo |exclusiva )+para (?:\\S+ )?<lectores>\\W*$|^\\W*(?:quieres|queres|desea) (?:seguir leyendo|leer (?:mas|el|la|completo))
        ^\\W*para (?:seguir leyendo|continuar leyendo|leer (?:el|la|est[ea]) (?:\\S+ )?(?:complet[oa]|<articulo>))\\b|^\\W*(?:lee|leer) (?:el|la) (?:articulo|nota|noticia) complet[oa]\\W*$
        ^\\W*(?:te queda|sigue leyendo) .{0,40}(?:suscri|registr)
    """,
    remaining="(?:te|le) queda (?:un )?\\d{1,3} ?% (?:de|por)|\\d{1,3} ?% (?:restante|por leer)|\\d+ palabras restantes",
    already="^\\W*(?:si )?¿?ya (?:\\S+ ){0,3}?(?:suscript\\w+|suscrit\\w+|registrad\\w+|cuenta|suscripcion|soci[oa]|abonad\\w+)|^\\W*¿?(?:eres|sos|es) (?:ya )?(?:suscriptor|socio|abonad)\\w*|^\\W*¿?(?:tienes|tenes) (?:una )?cuenta\\?",
    spent="(?:has|ha|haz|ya) (?:\\S+ )?(?:alcanzado|alcanzaste|superado|superaste|agotado|llegado|llegaste|leido|leiste)\\b.{0,30}(?:limite|maximo|gratis|gratuit|notas leidas|tope)",
    left="(?:te|le) quedan? \\S+ (?:\\S+ )?(?:articulos?|notas?|noticias?)\\b",
    app="^\\W*(?:lee|leer|continua|sigue|abre|ver)\\b.{0,30} en (?:la|nuestra) (?:\\S+ )?app",
    account="(?:tu|su) (?:suscripcion|cuenta|sesion) (?:se esta usando|ha (?:caducado|expirado)|esta (?:siendo|vencida)|no (?:incluye|permite))",
    adblock="(?:desactiva|desactive|deshabilita) (?:\\S+ ){0,3}?(?:bloqueador|ad ?block)|(?:bloqueador de (?:anuncios|publicidad)|ad ?block\\w*)\\b.{0,40}(?:desactiv|detect|activad|usando)",
    consent="(?:utilizamos|usamos|est[ea] (?:sitio|web|pagina)\\b.{0,15}(?:utiliza|usa)|nosotros y nuestros) (?:\\S+ ){0,4}?cookies|^\\W*(?:aceptar|rechazar)(?: (?:todo|todas|cookies|las cookies|y continuar))*\\W*$",
    pay_or_consent="(?:aceptar|acepta) (?:\\S+ ){0,6}?o (?:\\S+ ){0,2}?(?:suscri|pag)|rechazar y (?:suscri|pag)\\w+",
    geo="no (?:esta )?disponible en (?:tu|su) (?:pais|region|ubicacion)",
    script="(?:activa|active|habilita|habilite|activar|habilitar) java ?script|java ?script (?:esta|debe)\\b.{0,30}(?:desactivad|habilitad|deshabilitad)",
    newsletter="""
        ^\\W*(?:\\S+ ){0,2}?(?:suscribete|suscribase|suscribite|recibe|recibi|reciba|registrate|apuntate|recibir)\\b[^.]{0,80}(?:newsletters?|boletin\\w*|alertas|canal)
        (?:recibe|recibi|reciba|recibir)\\b.{0,60}(?:correo|bandeja|e-?mail|whatsapp)|^\\W*(?:siguenos|seguinos|sigue|segui|sigan)\\b.{0,40} en (?:\\S+ )?(?:twitter|x|facebook|instagram|google|whatsapp|telegram|youtube|tiktok|redes)
        ^\\W*(?:mantente|mantenete|mantengase|estate) (?:\\S+ )?(?:informad|al dia|actualizad)
    """,
    comments="""
        (?:inicia\\w* sesion|registra\\w*|suscri\\w+|ingres\\w+|identifica\\w*|logue\\w+)\\b.{0,60}(?:comentar\\w*|comentarios?|opinar|participar|debate|guardar|compartir)
        (?:comentar\\w*|comentarios?)\\b.{0,50}(?:exclusiv\\w+|solo|suscript\\w+|registrad\\w+)|^\\W*(?:\\d+ )?comentarios?(?: \\(?\\d+\\)?)?\\W*$
        ^\\W*(?:ver|mostrar|deja|dejar|escribe|agregar|anadir) (?:\\S+ ){0,2}?comentarios?\\W*$
    """,
    skip="(?:ir|saltar|salta|pasar)(?: directamente)? al? (?:contenido|menu|buscador|pie|navegacion|inicio|articulo|la navegacion)(?: principal)?|publicidad|anuncio|volver (?:arriba|al inicio)|(?:la )?(?:noticia|nota) continua .{0,30}",
    share="compartir?(?: (?:en|por|via|esta|este|la|el) ?.{0,20})?|comparte(?: .{2,25})?|imprimir|copiar (?:el )?(?:enlace|link)|(?:enlace|link) copiado|guardar(?: .{2,15})?|escuchar(?: .{2,20})?|regalar articulo",
    missing="(?:.{0,40}\\b)?(?:pagina|articulo|contenido|nota|noticia|url)\\b.{0,50}(?:no (?:se )?(?:ha )?(?:encontrad\\w+|encontro|existe|disponible|esta disponible)|no (?:fue|ha sido) encontrad\\w+|ya no .{0,25})|error 404.{0,30}|no encontrad[oa]",
    human="(?:eres|es usted) (?:un )?(?:humano|robot).{0,30}|acceso (?:denegado|restringido|bloqueado)|verificacion de seguridad",
)

_IT = Phrases(
    code="it",
    stems="abbo acce logi regi iscr crea legg lett arti cont cont rise escl solo limi grat app cook pubb adbl java news comm "
    "cond sblo prov acqu prose rest hai sei già gia acc utent sess atti scop invi diven dive ricev rice supp dispo offer",
    weak="vai salt pagi 404 stam copi link salv torn segui ascol erro spia ops tutti acce",
    words="""
        articolo = (?:articolo|contenuto|testo|pezzo|servizio|inchiesta|notizia|pagina|intervista)
        lettori = (?:abbonat[ie]|sostenitori|utenti registrati|registrati|iscritti|membri|lettori registrati)
    """,
    please="ora|subito|oppure|o|e|devi|per favore,?|gratis|gratuitamente|scegli di|clicca qui per",
    tail="ora|subito|qui|gratis|gratuitamente|oggi|a .{1,20}|da .{1,20}|per .{2,25}|o .{3,25}|e .{3,25}|con .{3,20}",
    subscribe="""
        (?:abbonati|abbonarsi|abbonarti|si abboni)|(?:diventa|diventare|essere) (?:abbonato|sostenitore|premium|socio|membro)
        (?:scegli|attiva|acquista|sottoscrivi|scopri|prova|vedi) (?:\\S+ ){0,4}?(?:abbonament\\w+|offert\\w+|piano|premium|articolo|gratis)
    """,
    register="(?:registrati|registrarsi|registrarti|iscriviti|iscriversi)|(?:crea|creare) (?:\\S+ ){0,3}?(?:account|profilo)",
    login="(?:accedi|accedere|effettua (?:il|l') ?(?:login|accesso)|esegui il login|fai (?:il )?login|entra)",
    reading="""
        (?:per |e )?(?:continuare|continua|prosegui|proseguire|finire) (?:a |la |con la |nella )?(?:leggere|lettura|leggerlo|legger\\w+)
        (?:per |e )(?:poter )?(?:leggere|leggi|accedere|sbloccare|vedere|consultare) (?:\\S+ ){0,3}?(?:<articolo>|articoli|contenuti|tutto|tutti|resto)
        (?:accesso|accedi|leggi) (?:\\S+ )?(?:illimitat\\w+|complet\\w+|senza limiti|a tutt\\w+|tutti)
    """,
    withheld="""
        quest[oa'] ?(?:\\S+ )?<articolo> e' (?:\\S+ ){0,2}?(?:riservat|esclusiv|disponibil|accessibil)\\w+|quest[oa'] ?(?:\\S+ )?<articolo> e (?:\\S+ ){0,2}?(?:riservat|esclusiv|disponibil|accessibil)\\w+
        ^\\W*(?:contenuto |articolo )?(?:riservat\\w|esclusiv\\w|solo) (?:agli|ai|per (?:gli|i)|per) (?:\\S+ )?<lettori>\\W*$
        ^\\W*(?:vuoi|desideri) (?:continuare a leggere|leggere (?:tutto|l'articolo|il resto))|^\\W*leggi (?:l'|tutto l'|il )?(?:articolo|contenuto) completo\\W*$
        (?:il resto|la parte restante|la versione completa) (?:di questo|dell')\\S* ?(?:articolo)? (?:e'?|sara) 
    """,
    remaining="(?:ti )?(?:resta|rimane|manca)(?:no)? (?:ancora )?(?:il |da leggere il )?\\d{1,3} ?%|\\d+ (?:parole|caratteri) rimanenti",
    already="^\\W*(?:sei|hai|se sei) (?:gia|già) (?:\\S+ ){0,3}?(?:abbonat\\w|registrat\\w|iscritt\\w|account|abbonamento|sostenitore)|^\\W*gia (?:abbonat\\w|registrat\\w|iscritt\\w)\\b|^\\W*hai un (?:account|abbonamento)\\?",
    spent="hai (?:\\S+ )?(?:raggiunto|esaurito|superato|letto|terminato)\\b.{0,30}(?:limite|gratuit|gratis|disponibili)",
    left="(?:ti restano|hai ancora|puoi leggere ancora) \\S+ (?:articol|contenut)\\w+",
    app="^\\W*(?:leggi|continua|apri)\\b.{0,30} (?:nell'|sull'|con l'|nella nostra )app",
    account="(?:il tuo|tuo) (?:abbonamento|account) (?:e' |e )?(?:scadut|in uso|non )|(?:altro|piu) dispositiv\\w\\b.{0,60}(?:collegat|abbonament|account|accesso|connesso)",
    adblock="(?:disattiva|disabilita) (?:\\S+ ){0,3}?ad ?block|ad ?block\\w*\\b.{0,40}(?:disattiv|attivo|rilevat)",
    consent="(?:utilizziamo|usiamo|questo sito (?:utilizza|usa)|noi e (?:i nostri )?\\S+) (?:\\S+ ){0,4}?cookie|^\\W*(?:accetta|rifiuta)(?: (?:tutto|tutti|i cookie|e continua|e chiudi))*\\W*$",
    pay_or_consent="(?:accetta|accettare|consenti) (?:\\S+ ){0,8}?(?:o|oppure) (?:\\S+ ){0,2}?abbon|rifiuta e abbonati|se (?:vuoi )?(?:rifiut|preferisci)\\w+ .{0,40}abbon",
    geo="non (?:e )?disponibile nel tuo paese",
    script="(?:attiva|abilita|attivare|abilitare) java ?script|java ?script (?:e|deve)\\b.{0,30}(?:disattiv|disabilit|abilitat)",
    newsletter="""
        ^\\W*(?:\\S+ ){0,2}?(?:iscriviti|ricevi|abbonati|registrati)\\b[^.]{0,80}(?:newsletters?|canale|notifiche)|(?:ricevi|riceverai)\\b.{0,60}(?:e-?mail|casella|posta)
        ^\\W*(?:seguici|segui)\\b.{0,40} su (?:\\S+ )?(?:facebook|x|twitter|instagram|google|whatsapp|telegram|youtube|tiktok)|^\\W*(?:resta|rimani) (?:\\S+ )?(?:aggiornat|informat)
    """,
    comments="""
        (?:accedi|registrati|abbonat\\w|login|iscritt\\w|abbonati)\\b.{0,50}(?:commentare|commenti|commento|salvare|discussione)
        ^\\W*(?:\\d+ )?comment[oi](?: \\(?\\d+\\)?)?\\W*$|^\\W*(?:leggi|vedi|mostra|lascia|scrivi|aggiungi) (?:\\S+ ){0,2}?comment[oi]\\W*$
    """,
    skip="(?:vai|salta|passa)(?: direttamente)? al? ?(?:contenuto|menu|ricerca|navigazione|footer|articolo|la navigazione)(?: principale)?|pubblicita|annuncio(?: pubblicitario)?|torna (?:su|in alto|alla home)",
    share="condividi(?: .{2,25})?|stampa(?: .{2,12})?|copia (?:il )?link|link copiato|salva(?: .{2,15})?|ascolta(?: .{2,15})?|invia via mail|regala (?:questo |l')articolo",
    missing="(?:.{0,40}\\b)?(?:pagina|articolo|contenuto)\\b.{0,50}(?:non (?:e |e' )?(?:stat[oa] )?(?:trovat\\w|disponibile|esiste|esistente|piu.{0,20}))|errore 404.{0,30}|non trovat[oa]",
    human="(?:sei|non sei) (?:un )?(?:umano|robot).{0,30}|accesso negato|verifica di sicurezza",
)

_PT = Phrases(
    code="pt",
    stems="assi entr logi cada regi crie criar ler leia lend lei contin cont arti matér mater excl rest limi grát grat app apli cook "
    "anún anun adbl java news bole come comp dese iden conta acess faça faca rece para torn já ja seja este esta atin",
    weak="ir pula pági pagi 404 impr copi link salv volt segu siga publ ouvi ops erro desc",
    words="""
        artigo = (?:artigo|conteudo|materia|noticia|texto|reportagem|edicao|pagina)
        leitores = (?:assinantes?|subscritores?|cadastrados|usuarios cadastrados|membros|registad\\w+|quem assina)
    """,
    please="ja|agora|ou|e|por favor,?|para isso,?|gratis|voce precisa(?: ser| estar)?|clique aqui para|basta",
    tail="agora|ja|aqui|gratis|gratuitamente|hoje|a partir .{3,20}|por .{1,20}|para .{2,25}|ou .{3,25}|e .{3,25}|com .{3,20}",
    subscribe="(?:assine|assinar|subscreva|subscrever|torne-se (?:\\S+ )?(?:assinante|membro|subscritor)|seja (?:\\S+ )?(?:assinante|premium|membro))|(?:escolha|compre|ative|conheca|faca) (?:\\S+ ){0,3}?(?:plano\\w*|assinatura\\w*|acesso)",
    register="(?:cadastre-se|cadastrar|cadastrar-se|registe-se|registre-se|registar|registar-se|inscreva-se|faca (?:seu|o seu) cadastro)|(?:crie|criar) (?:\\S+ ){0,3}?(?:conta|cadastro|login)",
    login="(?:faca (?:o |seu )?login|fazer login|entre|entrar|inicie sessao|iniciar sessao|acesse sua conta|identifique-se)(?: com \\S+ ?\\S*)?",
    reading="""
        (?:para |e )?(?:continuar|continue|seguir|siga) (?:a ler|lendo|a leitura|a sua leitura|sua leitura)
        (?:para |e )(?:poder )?(?:ler|acessar|aceder|leia|desbloquear|ter acesso|ver) (?:\\S+ ){0,3}?(?:<artigo>|artigos|conteudos|completa|completo|tudo|todo|ilimitad\\w+)
        (?:acesso|acesse|leia) (?:\\S+ )?(?:ilimitad\\w+|complet\\w+|sem limites|a tod\\w+|total)
    """,
    withheld="""
        est[ea] (?:\\S+ )?<artigo> (?:e|esta) (?:\\S+ ){0,2}?(?:exclusiv\\w+|restrit\\w+|reservad\\w+|so|apenas|disponivel) (?:\\S+ ){0,2}?(?:para|a|aos) (?:\\S+ ){0,3}?<leitores>
        ^\\W*(?:conteudo |artigo |materia )?(?:exclusiv\\w+|restrit\\w+|so|apenas|reservad\\w+) (?:para|a|aos) (?:\\S+ )?<leitores>\\W*$
        ^\\W*(?:quer|deseja) (?:continuar|ler (?:mais|tudo|o|a))\\b|^\\W*(?:leia|ler) (?:o artigo|a materia|a noticia|a reportagem) (?:complet[oa]|na integra)\\W*$|^\\W*para continuar (?:a ler|lendo)\\b
    """,
    remaining="(?:restam?|faltam?) (?:ainda )?\\d{1,3} ?% (?:d|para)|\\d+ (?:palavras|caracteres) restantes",
    already="^\\W*(?:se voce )?(?:ja e|ja sou|e|ja tem|ja tenho|ja possui) (?:\\S+ ){0,2}?(?:assinante|subscritor\\w*|cadastr\\w+|conta|registad\\w+|assinatura|login)\\b",
    spent="(?:voce )?(?:atingiu|chegou|ja leu|esgotou|excedeu)\\b.{0,30}(?:limite|gratuit|gratis|maximo)",
    left="(?:restam|ainda tem|voce tem|voce ainda pode ler) \\S+ (?:artigos|materias|noticias|textos)\\b",
    app="^\\W*(?:leia|continue|abra|ler)\\b.{0,30} no (?:nosso )?(?:app|aplicativo)",
    account="sua (?:assinatura|conta|sessao) (?:expirou|esta|nao (?:permite|inclui))",
    adblock="(?:desative|desabilite) (?:\\S+ ){0,3}?(?:bloqueador|ad ?block)|(?:bloqueador de anuncios|ad ?block\\w*)\\b.{0,40}(?:desativ|ativad|detectad)",
    consent="(?:utilizamos|usamos|est[ea] (?:site|pagina) (?:utiliza|usa)|nos e os nossos \\S+) (?:\\S+ ){0,4}?cookies|^\\W*(?:aceitar|rejeitar|aceito)(?: (?:tudo|todos|os cookies|e continuar))*\\W*$|ao (?:continuar|navegar|clicar)\\b.{0,60}(?:cookies|termos|privacidade)",
    geo="nao (?:esta )?disponivel (?:na sua regiao|no seu pais)",
    script="(?:ative|habilite|ativar|habilitar) (?:o )?java ?script|java ?script (?:esta|deve)\\b.{0,30}(?:desativ|desabilit|habilitad)",
    newsletter="""
        ^\\W*(?:\\S+ ){0,2}?(?:assine|inscreva-se|receba|cadastre-se|subscreva|receber)\\b[^.]{0,80}(?:newsletters?|boletim|boletins|alertas|canal)
        (?:receba|receber)\\b.{0,60}(?:e-?mail|caixa|whatsapp)|^\\W*(?:siga|acompanhe|siga-nos)\\b.{0,40} (?:no|na|nas|em) (?:\\S+ )?(?:facebook|x|twitter|instagram|google|whatsapp|telegram|youtube|tiktok|redes)
        ^\\W*(?:fique por dentro|mantenha-se|fique (?:bem )?informad)
    """,
    comments="""
        (?:entre|login|cadastr\\S+|assin\\w+|registe-se|faca login|logad\\w)\\b.{0,50}(?:comentar|comentarios?|salvar|guardar|debate)|(?:comentar|comentarios?)\\b.{0,50}(?:exclusiv\\w+|assinantes|cadastrad\\w+)
        ^\\W*(?:\\d+ )?comentarios?(?: \\(?\\d+\\)?)?\\W*$|^\\W*(?:ver|mostrar|deixe|escreva|adicionar) (?:\\S+ ){0,3}?comentarios?\\W*$
    """,
    skip="(?:ir|pular|saltar|va)(?: diretamente)? para (?:o |a )?(?:conteudo|menu|busca|navegacao|rodape|inicio)(?: principal)?|publicidade|anuncio|voltar ao (?:topo|inicio)|continua (?:depois|apos) .{0,20}",
    share="compartilhar?e?(?: .{2,25})?|partilhar?e?(?: .{2,25})?|imprimir|copiar (?:o )?link|link copiado|salvar(?: .{2,15})?|guardar|ouvir(?: .{2,20})?",
    missing="(?:.{0,40}\\b)?(?:pagina|artigo|conteudo|materia|noticia)\\b.{0,50}(?:nao (?:foi |pode ser )?(?:encontrad\\w|existe|esta disponivel|disponivel)|ja nao .{0,20})|erro 404.{0,30}|nao encontrad[oa]",
    human="(?:voce e|nao sou) (?:um )?(?:humano|robo).{0,30}|acesso (?:negado|bloqueado)|verificacao de seguranca",
)

_RO = Phrases(
    code="ro",
    stems="abon auten conec inreg crea cont cite cit arti conț exclu excl doar limi grat apli cook recl java news come "
    "loga inreg înre intră intra deja pent",
    weak="sari merg pagi 404 tipă tipa copi dist urmă urma salv sus acas publ",
    words="""
        articol = (?:articol\\w*|continut\\w*|text\\w*|material\\w*)
        cititori = (?:abonat\\w*|abonament\\w*|membri\\w*|utilizatori\\w* inregistrat\\w*)
    """,
    please="acum|sau|si|te rugam sa|trebuie sa|pentru aceasta,?|gratuit",
    tail="acum|aici|gratuit|de la .{2,20}|sau .{3,20}|si .{3,20}|pentru .{2,25}",
    subscribe="aboneaza-te|abonati-va|abonare|te abonezi|(?:alege|cumpara|activeaza) (?:\\S+ ){0,3}?abonament\\w*|devino (?:abonat|membru)",
    register="inregistreaza-te|inregistrati-va|te inregistrezi|(?:creeaza|creati|fa)(?:-ti)? (?:\\S+ ){0,2}?cont\\b",
    login="autentifica-te|autentificati-va|conecteaza-te|conectati-va|logheaza-te|intra in cont|te autentifici",
    reading="(?:pentru )?(?:a |sa )?(?:continua|continui|continuati|continuarea) (?:lectura|sa cit\\w+|citirea|lecturii)|(?:pentru a |si )(?:citi|accesa|citesti|citeste|debloca) (?:\\S+ ){0,3}?<articol>|acces (?:complet|nelimitat|integral)",
    withheld="acest (?:\\S+ )?<articol> (?:este|e) (?:\\S+ ){0,3}?(?:pentru|abonatilor|destinat|rezervat|disponibil) ?(?:\\S+ ){0,3}?<cititori>?|^\\W*(?:exclusiv|doar|numai) pentru <cititori>\\W*$|^\\W*(?:vrei|doriti|doresti) sa (?:citesti|cititi|continui)|^\\W*citeste (?:tot )?articolul (?:complet|integral)\\W*$",
    remaining="(?:mai ai|au ramas|raman) \\d{1,3} ?% (?:din|de)",
    already="^\\W*(?:esti|sunteti|ai|aveti) deja (?:\\S+ ){0,2}?(?:abonat|cont|abonament|membru|inregistrat)|^\\W*ai (?:deja )?(?:un )?cont\\?",
    spent="ai (?:atins|epuizat|citit)\\b.{0,30}(?:limita|gratuit)",
    left="mai ai \\S+ articole (?:gratuite)?",
    app="^\\W*citeste\\b.{0,30} in aplicati",
    adblock="dezactiveaz[ai] (?:\\S+ ){0,2}?ad ?block",
    consent="(?:folosim|utilizam|acest site (?:foloseste|utilizeaza)) (?:\\S+ ){0,3}?cookie|^\\W*accept(?:a|ati)? (?:toate|cookie)\\S*",
    script="(?:activeaza|activati) java ?script",
    newsletter="^\\W*(?:aboneaza-te|abonati-va|primeste|inscrie-te)\\b[^.]{0,60}newsletter|^\\W*urmareste-ne\\b.{0,30} pe |^\\W*urmareste .{2,30} pe (?:facebook|google|instagram|whatsapp)",
    comments="(?:autentific|conect|logh|inregistr)\\S*\\b.{0,40}(?:comenta|comentarii|salva)|^\\W*(?:\\d+ )?comentarii(?: \\(?\\d+\\)?)?\\W*$|^\\W*(?:adauga|lasa) un comentariu",
    skip="(?:sari|mergi|salt)(?: direct)? la (?:continut|meniu|navigare)\\w*|publicitate|inapoi sus",
    share="distribuie(?: .{2,20})?|tipareste|copiaza link(?:ul)?|salveaza|trimite",
    missing="(?:.{0,30}\\b)?(?:pagina|articolul)\\b.{0,40}(?:nu (?:a fost gasit\\w*|exista|mai exista|este disponibil\\w*)|negasit\\w*).{0,20}",
)

ROMANCE: tuple[Phrases, ...] = (_FR, _ES, _IT, _PT, _RO)
