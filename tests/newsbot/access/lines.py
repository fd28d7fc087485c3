"""Lines of pages and sentences of articles in many languages, for the tests of notices."""

from newsbot.access.notices import NoticeKind

W, S, R, L = NoticeKind.WITHHELD, NoticeKind.SUBSCRIBE, NoticeKind.REGISTER, NoticeKind.LOGIN
N, C, K = NoticeKind.NEWSLETTER, NoticeKind.COMMENTS, NoticeKind.SKIP_LINK
GATES = {W, S, R, L}

#: language: lines of pages with the kinds that they may be taken for.
NOTICES = {
    "en": [
        ("To read the full story, please subscribe or sign in.", {W, S}),
        ("This article is exclusively available to our digital subscribers.", {W}),
        ("Create a free account to continue reading", {R}),
        (
            "Already a subscriber? Make sure to log into your account before viewing this content. You can "
            "access your "
            "account by hitting the “login” button on the top right corner. Still unable to see the content "
            "after signing "
            "in? Make sure your card on file is up-to-date.",
            {L},
        ),
        ("You have reached your limit of free articles this month", {NoticeKind.METER_SPENT}),
        ("You have 2 free articles left this month", {NoticeKind.METER}),
        ("Keep up to date with our latest videos, news and content", {N}),
        ("Skip to main content", {K}),
        ("Log in to join the conversation", {C}),
        ("Please disable your ad blocker to keep reading", {NoticeKind.ADBLOCK}),
    ],
    "de": [
        ("Sie möchten weiterlesen? Wählen Sie jetzt Ihr Abo.", GATES),
        ("Dieser Artikel ist nur für Abonnenten zugänglich.", {W}),
        ("Jetzt kostenlos registrieren und weiterlesen", {W, R}),
        ("Sie haben bereits ein Abo? Hier anmelden", {L}),
        ("Melden Sie sich für unseren täglichen Newsletter an", {N}),
        ("Zum Inhalt springen", {K}),
        ("Sie haben alle freien Artikel dieses Monats gelesen", {NoticeKind.METER_SPENT}),
    ],
    "fr": [
        ("Il vous reste 62 % de cet article à lire. La suite est réservée aux abonnés.", {W}),
        ("Cet article est réservé à nos abonnés", {W}),
        ("Abonnez-vous pour lire la suite", GATES),
        ("Créez un compte gratuit pour continuer votre lecture", {R}),
        ("Déjà abonné ? Connectez-vous", {L}),
        ("Inscrivez-vous à notre newsletter quotidienne", {N}),
        ("Aller au contenu principal", {K}),
    ],
    "es": [
        ("Este contenido es exclusivo para suscriptores", {W}),
        ("Suscríbete para seguir leyendo", {S}),
        ("Regístrate gratis para seguir leyendo", {R}),
        ("¿Ya eres suscriptor? Inicia sesión", {L}),
        ("Has alcanzado el límite de artículos gratuitos", {NoticeKind.METER_SPENT}),
        ("Recibe nuestro boletín de noticias cada mañana", {N}),
        ("Ir al contenido principal", {K}),
    ],
    "it": [
        ("Questo contenuto è riservato agli abbonati", {W}),
        ("Abbonati per continuare a leggere", {S}),
        ("Registrati gratis per continuare a leggere", {R}),
        ("Sei già abbonato? Accedi", {L}),
        ("Iscriviti alla newsletter", {N}),
    ],
    "pt": [
        ("Este conteúdo é exclusivo para assinantes", {W}),
        ("Assine para continuar lendo", {S}),
        ("Cadastre-se gratuitamente para continuar lendo", {R}),
        ("Já é assinante? Faça login", {L}),
        ("Receba a nossa newsletter", {N}),
    ],
    "nl": [
        ("Dit artikel is alleen voor abonnees", {W}),
        ("Neem een abonnement om verder te lezen", {S}),
        ("Maak een gratis account aan om dit artikel te lezen", {R}),
        ("Al abonnee? Log in", {L}),
        ("Schrijf je in voor onze nieuwsbrief", {N}),
    ],
    "sv": [
        ("Den här artikeln är endast för prenumeranter", {W}),
        ("Prenumerera för att läsa vidare", {S}),
        ("Skapa ett konto för att fortsätta läsa", {R}),
        ("Redan prenumerant? Logga in", {L}),
        ("Prenumerera på vårt nyhetsbrev", {N}),
    ],
    "no": [
        ("Denne artikkelen er kun for abonnenter", {W}),
        ("Bli abonnent for å lese videre", {S}),
        ("Opret en gratis konto for at læse videre", {R}),
        ("Er du allerede abonnent? Logg inn", {L}),
        ("Allerede bruger? Log ind", {L}),
        ("Meld deg på vårt nyhetsbrev", {N}),
    ],
    "fi": [
        ("Tämä artikkeli on vain tilaajille", {W}),
        ("Tilaa ja lue koko juttu", GATES),
        ("Rekisteröidy ja jatka lukemista", {R}),
        ("Oletko jo tilaaja? Kirjaudu sisään", {L}),
        ("Tilaa uutiskirje", {N}),
    ],
    "pl": [
        ("Dalsza część artykułu dostępna tylko dla prenumeratorów", {W}),
        ("Wykup prenumeratę, aby czytać dalej", {S}),
        ("Załóż konto, aby przeczytać cały artykuł", {R}),
        ("Masz już prenumeratę? Zaloguj się", {L}),
        ("Zapisz się na newsletter", {N}),
    ],
    "cs": [
        ("Tento článek je jen pro předplatitele", {W}),
        ("Předplaťte si a pokračujte ve čtení", {S}),
        ("Zaregistrujte se a dočtěte celý článek", {R}),
        ("Už máte předplatné? Přihlaste se", {L}),
        ("Přihlaste se k odběru newsletteru", {N, L}),
    ],
    "hu": [
        ("Ez a cikk csak előfizetőknek olvasható", {W}),
        ("Fizessen elő, és olvassa tovább a cikket", GATES),
        ("Már előfizető? Jelentkezzen be", {L}),
        ("Iratkozzon fel hírlevelünkre", {N}),
    ],
    "tr": [
        ("Bu haber sadece abonelere özeldir", {W}),
        ("Okumaya devam etmek için abone olun", {S}),
        ("Devamını okumak için ücretsiz üye olun", {S, R}),
        ("Zaten abone misiniz? Giriş yapın", {L}),
    ],
    "ro": [
        ("Acest articol este disponibil doar pentru abonați", {W}),
        ("Abonează-te pentru a citi articolul", {S}),
        ("Ai deja cont? Autentifică-te", {L}),
        ("Abonează-te la newsletter", {N}),
    ],
    "ru": [
        ("Этот материал доступен только по подписке", {W}),
        ("Подпишитесь, чтобы читать дальше", {S}),
        ("Зарегистрируйтесь, чтобы продолжить чтение", {R}),
        ("Уже есть подписка? Войдите", {L}),
        ("Подпишитесь на нашу рассылку", {N}),
    ],
    "uk": [
        ("Цей матеріал доступний лише для передплатників", {W}),
        ("Передплатіть, щоб читати далі", {S}),
        ("Вже маєте передплату? Увійдіть", {L}),
    ],
    "el": [
        ("Αυτό το άρθρο είναι διαθέσιμο μόνο για συνδρομητές", {W}),
        ("Γίνετε συνδρομητής για να συνεχίσετε την ανάγνωση", {S}),
        ("Είστε ήδη συνδρομητής; Συνδεθείτε", {L}),
    ],
    "ar": [
        ("هذا المقال متاح للمشتركين فقط", {W}),
        ("اشترك الآن لمتابعة القراءة", {S}),
        ("سجل الدخول لقراءة المزيد", {L}),
        ("هل أنت مشترك بالفعل؟ سجل الدخول", {L}),
    ],
    "he": [
        ("כתבה זו זמינה למנויים בלבד", {W}),
        ("התחברו כדי להמשיך לקרוא", {L}),
        ("כבר מנויים? התחברו", {L}),
    ],
    "hi": [
        ("आगे पढ़ने के लिए लॉगिन करें", {L}),
        ("यह खबर केवल सब्सक्राइबर के लिए है", {W}),
        ("पूरी खबर पढ़ें ऐप पर", {NoticeKind.APP}),
    ],
    "ja": [
        ("この記事は会員限定です。ログインして続きを読む", {W}),
        ("続きを読むには会員登録が必要です", {W, R}),
        ("この記事は有料会員限定記事です。残り1234文字", {W}),
        ("会員の方はこちら", {L}),
        ("コメントするにはログインが必要です", {C}),
    ],
    "zh": [
        ("本文仅限会员阅读", {W}),
        ("登录后即可阅读全文", {L, W}),
        ("订阅会员，继续阅读全文", {S}),
        ("已是会员？请登录", {L}),
    ],
    "ko": [
        ("이 기사는 구독자 전용 콘텐츠입니다", {W}),
        ("로그인하고 기사 전문을 읽으세요", {L, W}),
        ("이미 구독자이신가요? 로그인", {L}),
    ],
    "th": [("เนื้อหานี้สำหรับสมาชิกเท่านั้น", {W}), ("เข้าสู่ระบบเพื่ออ่านต่อ", {L})],
    "id": [
        ("Artikel ini khusus untuk pelanggan", {W}),
        ("Silakan masuk untuk melanjutkan membaca", {L}),
        ("Berlangganan untuk membaca selengkapnya", {S}),
        ("Sudah berlangganan? Masuk di sini", {L}),
    ],
    "vi": [
        ("Bài viết này chỉ dành cho thành viên", {W}),
        ("Đăng nhập để đọc tiếp", {L}),
        ("Bạn đã có tài khoản? Đăng nhập", {L}),
    ],
}

#: Sentences of articles about subscriptions, accounts, newsletters, apps and comments.
PROSE = {
    "en": [
        "The publisher said that readers must subscribe to read the full article, a move that angered many of them.",
        "Subscribers to the newsletter will receive a free copy of the book, the company said on Tuesday.",
        "More than half of those asked had created an account in order to continue reading a story, the survey found.",
        "“To continue reading this story, you will need to subscribe,” the screen told her.",
        "She signed in to her account and read on for hours.",
        "Members of parliament can read the report before it is published.",
        "The app, which was downloaded two million times, lets users read articles without an account.",
        "He said the comments were disabled after a wave of abuse.",
    ],
    "de": [
        "Die Zeitung will künftig mehr Artikel nur für Abonnenten anbieten, sagte der Chefredakteur am Dienstag.",
        "Wer sich registriert hatte, konnte den Artikel auch nach Mitternacht lesen, wie ein Sprecher erklärte.",
        "Der Verlag hat nach eigenen Angaben 300.000 Abonnenten, die meisten lesen digital.",
        "Viele Leser meldeten sich nach dem Bericht in der Redaktion.",
    ],
    "fr": [
        "Le journal a annoncé que ses articles seraient désormais réservés aux abonnés, selon un porte-parole.",
        "Les abonnés ont reçu mardi une lettre de la direction.",
        "Il avait créé un compte pour lire la presse à l'étranger.",
    ],
    "es": [
        "El diario anunció que sus contenidos serán exclusivos para suscriptores a partir de enero.",
        "Los suscriptores recibieron una carta de la dirección el martes.",
        "Quien se registró pudo seguir leyendo sin pagar, según la empresa.",
    ],
    "it": [
        "Il giornale ha annunciato che molti articoli saranno riservati agli abbonati dal prossimo anno.",
        "Gli abbonati hanno ricevuto una lettera del direttore.",
    ],
    "pt": [
        "O jornal anunciou que parte das matérias será exclusiva para assinantes a partir de janeiro.",
        "Os assinantes receberam uma carta da direção na terça-feira.",
    ],
    "nl": [
        "De krant kondigde aan dat meer artikelen alleen voor abonnees zullen verschijnen, aldus de hoofdredacteur.",
        "Abonnees kregen dinsdag een brief van de directie.",
    ],
    "sv": [
        "Tidningen meddelade att fler artiklar ska bli endast för prenumeranter från januari.",
        "Prenumeranterna fick på tisdagen ett brev från ledningen.",
    ],
    "no": [
        "Avisen vil legge flere saker bak betalingsmur, sier redaktøren.",
        "Abonnentene fikk et brev fra ledelsen tirsdag.",
    ],
    "fi": [
        "Lehti kertoi, että yhä useampi juttu tulee vain tilaajien luettavaksi tammikuusta alkaen.",
        "Tilaajat saivat kirjeen tiistaina.",
    ],
    "pl": [
        "Gazeta zapowiedziała, że więcej tekstów będzie dostępnych tylko dla prenumeratorów od stycznia.",
        "Prenumeratorzy dostali we wtorek list.",
    ],
    "cs": [
        "Deník oznámil, že více textů bude od ledna přístupných pouze předplatitelům.",
        "Předplatitelé dostali v úterý dopis.",
    ],
    "hu": [
        "A lap bejelentette, hogy januártól több írás csak az előfizetők számára lesz elérhető.",
        "Az előfizetők kedden levelet kaptak.",
    ],
    "tr": [
        "Gazete, ocak ayından itibaren daha fazla haberin yalnızca abonelere açılacağını duyurdu.",
        "Aboneler salı günü bir mektup aldı.",
    ],
    "ro": [
        "Ziarul a anunțat că mai multe texte vor fi rezervate abonaților din ianuarie.",
        "Abonații au primit marți o scrisoare.",
    ],
    "ru": [
        "Газета объявила, что больше текстов будет доступно только подписчикам с января.",
        "Подписчики получили во вторник письмо.",
    ],
    "uk": [
        "Газета оголосила, що більше текстів буде доступно лише передплатникам із січня.",
        "Передплатники отримали у вівторок листа.",
    ],
    "el": ["Η εφημερίδα ανακοίνωσε ότι περισσότερα κείμενα θα προσφέρονται σε συνδρομητές από τον Ιανουάριο."],
    "ar": ["أعلنت الصحيفة أن مزيدا من المقالات سيكون للمشتركين اعتبارا من يناير، بحسب متحدث باسمها."],
    "he": ["העיתון הודיע כי כתבות נוספות יוצעו למנויים החל מינואר, כך אמר העורך."],
    "hi": ["अखबार ने घोषणा की कि जनवरी से अधिक लेख सदस्यों को मिलेंगे, प्रवक्ता ने कहा।"],
    "ja": ["同紙は1月から有料会員向けの記事を増やすと発表した。", "約3万人の会員が登録したと社長は述べた。"],
    "zh": ["该报宣布，从一月起将有更多文章面向订户，发言人周二表示。", "公司称已有三百万会员注册。"],
    "ko": [
        "신문사는 1월부터 더 많은 기사를 구독자에게 제공하겠다고 발표했다.",
        "회원 수는 3만 명을 넘어섰다고 회사는 밝혔다.",
    ],
    "th": ["หนังสือพิมพ์ประกาศว่าจะมีบทความมากขึ้นให้ผู้อ่านที่จ่ายเงินตั้งแต่เดือนมกราคม"],
    "id": ["Surat kabar itu mengumumkan bahwa lebih banyak artikel akan ditujukan bagi pelanggan mulai Januari."],
    "vi": ["Tờ báo thông báo rằng từ tháng Giêng sẽ có nhiều bài hơn cho những người trả tiền, theo người phát ngôn."],
}
