"""Phrases of Spanish and Portuguese: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_ES = Phrases(
    code="es",
    stems=(
        "susc inic regi ingr crea acce leer leyen leyend leye segu sigu cont artí arti nota excl rese limi "
        "grat límit app apli cook publ bloq java bole news come part quie conti desb notic soci abon capt "
        "hazte únet unet alca supe reci recí iden entr comp plan dispo cuenta cuen para ya"
    ),
    weak="ir salt pági pagi 404 impri impr copi enla guar volv arri anun escu vaya erro segu sígu",
    words=r"""
        articulo = (?:articulo|nota|noticia|contenido|texto|historia|informacion|pagina|entrevista|reportaje)
        lectores = (?:suscript\w+|suscrit\w+|abonad\w+|soci[oa]s|usuarios registrados|registrados|miembros|\
            lectores registrados)
    """,
    please=r"""
        ya|ahora|por favor,?|o|y|debes|debe|tienes que|necesitas|haz clic aqui para|para ello,?|gratis|hoy
    """,
    tail=r"""
        ahora|ya|aqui|gratis|hoy|desde .{1,20}|por .{1,20}|para .{2,25}|o .{3,25}|y .{3,25}|con .{3,20}|mismo
    """,
    subscribe=r"""
        (?:suscribete|suscribase|suscribirse|suscribirte|suscribite|suscribirme|abonate|suscribanse)
        (?:hazte|hacete|hagase|ser|se) (?:suscriptor\w*|premium|soci[oa]|miembro)
        (?:elige|elegi|compra|contrata|adquiere|activa|ver|conoce) (?:\S+ ){0,3}?(?:plan\w*|suscripcion\w*|pase|\
            oferta\w*)
        necesitas una suscripcion
    """,
    register=r"""
        (?:registrate|registrese|registrarse|registrarte|registrarme|registrar|estar registrad[oa])
        (?:crea|cree|crear|abre) (?:\S+ ){0,3}?(?:cuenta|usuario)
    """,
    login=r"""
        (?:inicia|inicie|iniciar) sesion
        (?:ingresa|ingrese|ingresar|accede|acceda|acceder|entra|identificate|logueate)(?: (?:a|con|en) \S+ ?\S*)?
        conectate
    """,
    reading=r"""
        (?:para |y )?(?:seguir|segui|sigue|continuar|continua|continuar con) (?:leyendo|la lectura|tu lectura|\
            disfrutando)
        (?:para |y )(?:poder )?(?:leer|acceder|ver|lee|desbloquear|disfrutar) (?:\S+ ){0,3}?(?:<articulo>s?|\
            completo|todo|ilimitad\w+|mas)\b
        (?:acceso|accede) (?:\S+ )?(?:ilimitado|completo|total|a todo\w*)|lee (?:sin limites|todo|el \S+ completo)
        contenido (?:exclusivo|ilimitado)
    """,
    withheld=r"""
        (?:est[ea]|el|la) (?:\S+ )?<articulo>(?: \S+){0,5}? es(?:ta)? (?:\S+ ){0,2}?(?:exclusiv[oa]|solo|\
            reservad[oa]|disponible|unicamente) (?:\S+ ){0,2}?para (?:\S+ ){0,3}?<lectores>
        ^\W*(?:quieres|queres|desea) (?:seguir leyendo|leer (?:mas|el|la|completo))
        ^\W*para (?:seguir leyendo|continuar leyendo|leer (?:el|la|est[ea]) (?:\S+ )?(?:complet[oa]|<articulo>))\b
        ^\W*(?:lee|leer) (?:el|la) (?:articulo|nota|noticia) complet[oa]\W*$
        ^\W*(?:te queda|sigue leyendo) .{0,40}(?:suscri|registr)
    """,
    labels=r"(?:contenido |articulo |nota |solo |exclusivo |exclusiva )+para (?:\S+ )?<lectores>",
    remaining=r"""
        (?:te|le) queda (?:un )?\d{1,3} ?% (?:de|por)|\d{1,3} ?% (?:restante|por leer)|\d+ palabras restantes
    """,
    already=r"""
        ^\W*(?:si )?¿?ya (?:\S+ ){0,3}?(?:suscript\w+|suscrit\w+|registrad\w+|cuenta|suscripcion|soci[oa]|abonad\w+)
        ^\W*¿?(?:eres|sos|es) (?:ya )?(?:suscriptor|socio|abonad)\w*|^\W*¿?(?:tienes|tenes) (?:una )?cuenta\?
    """,
    spent=r"""
        (?:has|ha|haz|ya) (?:\S+ )?(?:alcanzado|alcanzaste|superado|superaste|agotado|llegado|llegaste|leido|\
            leiste)\b.{0,30}(?:limite|maximo|gratis|gratuit|notas leidas|tope)
    """,
    left=r"(?:te|le) quedan? \S+ (?:\S+ )?(?:articulos?|notas?|noticias?)\b",
    app=r"^\W*(?:lee|leer|continua|sigue|abre|ver)\b.{0,30} en (?:la|nuestra) (?:\S+ )?app",
    account=r"""
        (?:tu|su) (?:suscripcion|cuenta|sesion) (?:se esta usando|ha (?:caducado|expirado)|esta (?:siendo|\
            vencida)|no (?:incluye|permite))
    """,
    adblock=r"""
        (?:desactiva|desactive|deshabilita) (?:\S+ ){0,3}?(?:bloqueador|ad ?block)
        (?:bloqueador de (?:anuncios|publicidad)|ad ?block\w*)\b.{0,40}(?:desactiv|detect|activad|usando)
    """,
    consent=r"""
        (?:utilizamos|usamos|est[ea] (?:sitio|web|pagina)\b.{0,15}(?:utiliza|usa)|\
            nosotros y nuestros) (?:\S+ ){0,4}?cookies
        ^\W*(?:aceptar|rechazar)(?: (?:todo|todas|cookies|las cookies|y continuar))*\W*$
    """,
    pay_or_consent=r"""
        (?:aceptar|acepta) (?:\S+ ){0,6}?o (?:\S+ ){0,2}?(?:suscri|pag)|rechazar y (?:suscri|pag)\w+
    """,
    geo=r"no (?:esta )?disponible en (?:tu|su) (?:pais|region|ubicacion)",
    script=r"""
        (?:activa|active|habilita|habilite|activar|habilitar) java ?script
        java ?script (?:esta|debe)\b.{0,30}(?:desactivad|habilitad|deshabilitad)
    """,
    newsletter=r"""
        ^\W*(?:\S+ ){0,2}?(?:suscribete|suscribase|suscribite|recibe|recibi|reciba|registrate|apuntate|recibir)\
            \b[^.]{0,80}(?:newsletters?|boletin\w*|alertas|canal)
        (?:recibe|recibi|reciba|recibir)\b.{0,60}(?:correo|bandeja|e-?mail|whatsapp)
        ^\W*(?:siguenos|seguinos|sigue|segui|sigan)\b.{0,40} en (?:\S+ )?(?:twitter|x|facebook|instagram|google|\
            whatsapp|telegram|youtube|tiktok|redes)
        ^\W*(?:mantente|mantenete|mantengase|estate) (?:\S+ )?(?:informad|al dia|actualizad)
    """,
    comments=r"""
        (?:inicia\w* sesion|registra\w*|suscri\w+|ingres\w+|identifica\w*|logue\w+)\b.{0,60}(?:comentar\w*|\
            comentarios?|opinar|participar|debate|guardar|compartir)
        (?:comentar\w*|comentarios?)\b.{0,50}(?:exclusiv\w+|solo|suscript\w+|registrad\w+)
        ^\W*(?:\d+ )?comentarios?(?: \(?\d+\)?)?\W*$
        ^\W*(?:ver|mostrar|deja|dejar|escribe|agregar|anadir) (?:\S+ ){0,2}?comentarios?\W*$
    """,
    skip=r"""
        (?:ir|saltar|salta|pasar)(?: directamente)? al? (?:contenido|menu|buscador|pie|navegacion|inicio|\
            articulo|la navegacion)(?: principal)?
        publicidad|anuncio|volver (?:arriba|al inicio)|(?:la )?(?:noticia|nota) continua .{0,30}
    """,
    share=r"""
        compartir?(?: (?:en|por|via|esta|este|la|el) ?.{0,20})?|comparte(?: .{2,25})?|imprimir
        copiar (?:el )?(?:enlace|link)|(?:enlace|link) copiado|guardar(?: .{2,15})?|escuchar(?: .{2,20})?
        regalar articulo
    """,
    missing=r"""
        (?:.{0,40}\b)?(?:pagina|articulo|contenido|nota|noticia|url)\
            \b.{0,50}(?:no (?:se )?(?:ha )?(?:encontrad\w+|encontro|existe|disponible|esta disponible)|\
            no (?:fue|ha sido) encontrad\w+|ya no .{0,25})
        error 404.{0,30}|no encontrad[oa]
    """,
    human=r"""
        (?:eres|es usted) (?:un )?(?:humano|robot).{0,30}|acceso (?:denegado|restringido|bloqueado)
        verificacion de seguridad
    """,
)

_PT = Phrases(
    code="pt",
    stems=(
        "assi entr logi cada regi crie criar ler leia lend lei contin cont arti matér mater excl rest limi "
        "grát grat app apli cook anún anun adbl java news bole come comp dese iden conta acess faça faca rece "
        "para torn já ja seja este esta atin subs inic você voce"
    ),
    weak="ir pula pági pagi 404 impr copi link salv volt segu siga publ ouvi ops erro desc",
    words=r"""
        artigo = (?:artigo|conteudo|materia|noticia|texto|reportagem|edicao|pagina)
        leitores = (?:assinantes?|subscritores?|cadastrados|usuarios cadastrados|membros|registad\w+|quem assina)
    """,
    please=r"""
        ja|agora|ou|e|por favor,?|para isso,?|gratis|voce precisa(?: ser| estar)?|clique aqui para|basta
    """,
    tail=r"""
        agora|ja|aqui|gratis|gratuitamente|hoje|a partir .{3,20}|por .{1,20}|para .{2,25}|ou .{3,25}|e .{3,25}
        com .{3,20}
    """,
    subscribe=r"""
        (?:assine|assinar|subscreva|subscrever|torne-se (?:\S+ )?(?:assinante|membro|subscritor)|\
            seja (?:\S+ )?(?:assinante|premium|membro))
        (?:escolha|compre|ative|conheca|faca) (?:\S+ ){0,3}?(?:plano\w*|assinatura\w*|acesso)
    """,
    register=r"""
        (?:cadastre-se|cadastrar|cadastrar-se|registe-se|registre-se|registar|registar-se|inscreva-se|\
            faca (?:seu|o seu) cadastro)
        (?:crie|criar) (?:\S+ ){0,3}?(?:conta|cadastro|login)
    """,
    login=r"""
        (?:faca (?:o |seu )?login|fazer login|entre|entrar|inicie sessao|iniciar sessao|acesse sua conta|\
            identifique-se)(?: com \S+ ?\S*)?
    """,
    reading=r"""
        (?:para |e )?(?:continuar|continue|seguir|siga) (?:a ler|lendo|a leitura|a sua leitura|sua leitura)
        (?:para |e )(?:poder )?(?:ler|acessar|aceder|leia|desbloquear|ter acesso|ver) (?:\S+ ){0,3}?(?:<artigo>|\
            artigos|conteudos|completa|completo|tudo|todo|ilimitad\w+)
        (?:acesso|acesse|leia) (?:\S+ )?(?:ilimitad\w+|complet\w+|sem limites|a tod\w+|total)
    """,
    withheld=r"""
        est[ea] (?:\S+ )?<artigo> (?:e|esta) (?:\S+ ){0,2}?(?:exclusiv\w+|restrit\w+|reservad\w+|so|apenas|\
            disponivel) (?:\S+ ){0,2}?(?:para|a|aos) (?:\S+ ){0,3}?<leitores>
        ^\W*(?:quer|deseja) (?:continuar|ler (?:mais|tudo|o|a))\b
        ^\W*(?:leia|ler) (?:o artigo|a materia|a noticia|a reportagem) (?:complet[oa]|na integra)\W*$
        ^\W*para continuar (?:a ler|lendo)\b
    """,
    labels=r"""
        (?:conteudo |artigo |materia )?(?:exclusiv\w+|restrit\w+|so|apenas|reservad\w+) (?:para|a|\
            aos) (?:\S+ )?<leitores>
    """,
    remaining=r"(?:restam?|faltam?) (?:ainda )?\d{1,3} ?% (?:d|para)|\d+ (?:palavras|caracteres) restantes",
    already=r"""
        ^\W*(?:se voce )?(?:ja e|ja sou|e|ja tem|ja tenho|ja possui) (?:\S+ ){0,2}?(?:assinante|subscritor\w*|\
            cadastr\w+|conta|registad\w+|assinatura|login)\b
    """,
    spent=r"(?:voce )?(?:atingiu|chegou|ja leu|esgotou|excedeu)\b.{0,30}(?:limite|gratuit|gratis|maximo)",
    left=r"(?:restam|ainda tem|voce tem|voce ainda pode ler) \S+ (?:artigos|materias|noticias|textos)\b",
    app=r"^\W*(?:leia|continue|abra|ler)\b.{0,30} no (?:nosso )?(?:app|aplicativo)",
    account=r"sua (?:assinatura|conta|sessao) (?:expirou|esta|nao (?:permite|inclui))",
    adblock=r"""
        (?:desative|desabilite) (?:\S+ ){0,3}?(?:bloqueador|ad ?block)
        (?:bloqueador de anuncios|ad ?block\w*)\b.{0,40}(?:desativ|ativad|detectad)
    """,
    consent=r"""
        (?:utilizamos|usamos|est[ea] (?:site|pagina) (?:utiliza|usa)|nos e os nossos \S+) (?:\S+ ){0,4}?cookies
        ^\W*(?:aceitar|rejeitar|aceito)(?: (?:tudo|todos|os cookies|e continuar))*\W*$
        ao (?:continuar|navegar|clicar)\b.{0,60}(?:cookies|termos|privacidade)
    """,
    geo=r"nao (?:esta )?disponivel (?:na sua regiao|no seu pais)",
    script=r"""
        (?:ative|habilite|ativar|habilitar) (?:o )?java ?script
        java ?script (?:esta|deve)\b.{0,30}(?:desativ|desabilit|habilitad)
    """,
    newsletter=r"""
        ^\W*(?:\S+ ){0,2}?(?:assine|inscreva-se|receba|cadastre-se|subscreva|receber)\
            \b[^.]{0,80}(?:newsletters?|boletim|boletins|alertas|canal)
        (?:receba|receber)\b.{0,60}(?:e-?mail|caixa|whatsapp)
        ^\W*(?:siga|acompanhe|siga-nos)\b.{0,40} (?:no|na|nas|em) (?:\S+ )?(?:facebook|x|twitter|instagram|\
            google|whatsapp|telegram|youtube|tiktok|redes)
        ^\W*(?:fique por dentro|mantenha-se|fique (?:bem )?informad)
    """,
    comments=r"""
        (?:entre|login|cadastr\S+|assin\w+|registe-se|faca login|logad\w)\b.{0,50}(?:comentar|comentarios?|\
            salvar|guardar|debate)
        (?:comentar|comentarios?)\b.{0,50}(?:exclusiv\w+|assinantes|cadastrad\w+)
        ^\W*(?:\d+ )?comentarios?(?: \(?\d+\)?)?\W*$
        ^\W*(?:ver|mostrar|deixe|escreva|adicionar) (?:\S+ ){0,3}?comentarios?\W*$
    """,
    skip=r"""
        (?:ir|pular|saltar|va)(?: diretamente)? para (?:o |a )?(?:conteudo|menu|busca|navegacao|rodape|inicio)\
            (?: principal)?
        publicidade|anuncio|voltar ao (?:topo|inicio)|continua (?:depois|apos) .{0,20}
    """,
    share=r"""
        compartilhar?e?(?: .{2,25})?|partilhar?e?(?: .{2,25})?|imprimir|copiar (?:o )?link|link copiado
        salvar(?: .{2,15})?|guardar|ouvir(?: .{2,20})?
    """,
    missing=r"""
        (?:.{0,40}\b)?(?:pagina|artigo|conteudo|materia|noticia)\b.{0,50}(?:nao (?:foi |\
            pode ser )?(?:encontrad\w|existe|esta disponivel|disponivel)|ja nao .{0,20})
        erro 404.{0,30}|nao encontrad[oa]
    """,
    human=r"""
        (?:voce e|nao sou) (?:um )?(?:humano|robo).{0,30}|acesso (?:negado|bloqueado)|verificacao de seguranca
    """,
)

IBERIAN: tuple[Phrases, ...] = (_ES, _PT)
