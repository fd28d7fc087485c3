"""Phrases of Asian languages, Hindi to Vietnamese: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

_HI = Phrases(
    code="hi",
    stems=("सब्सक्रा सदस्य लॉगिन लॉग साइन रजिस्टर खाता पढ़ ऐप प्रीमियम पेज शेयर टिप्पणी न्यूज़लेटर न्यूजलेटर विज्ञापन कमेंट फॉलो"),
    unspaced=True,
    words=r"""
        लेख = (?:लेख|खबर|स्टोरी|सामग्री|कंटेंट|आर्टिकल|न्यूज)
    """,
    please=r"अभी|कृपया|या|और",
    tail=r"अभी|करें|मुफ्त|या .{3,25}",
    subscribe=r"""
        (?:सब्सक्राइब|सब्सक्रिप्शन लें|सदस्यता लें|मेंबरशिप लें|प्रीमियम खरीदें)(?: (?:करें|कीजिए))?
    """,
    register=r"(?:रजिस्टर|साइन अप|पंजीकरण|खाता बनाएं|अकाउंट बनाएं)(?: करें)?",
    login=r"(?:लॉगिन|लॉग इन|लॉग-इन|साइन इन)(?: (?:करें|कीजिए))?",
    reading=r"""
        (?:आगे पढ़ने|आगे पढ़ें|पूरा पढ़ने|पूरी (?:खबर|स्टोरी) (?:पढ़ें|पढ़ने)|पूरा (?:लेख|आर्टिकल) (?:पढ़ें|\
            पढ़ने)|पढ़ना जारी|पढ़ने के लिए)
    """,
    withheld=r"""
        (?:यह|इस|ये) (?:\S+ )?<लेख> (?:\S+ ){0,3}?(?:केवल|सिर्फ|केवल) (?:\S+ ){0,3}?(?:सदस्य|सब्सक्राइबर|मेंबर)\S*
    """,
    labels=r"(?:केवल|सिर्फ) (?:\S+ )?(?:सदस्यों|सब्सक्राइबर्स|सब्सक्राइबर|मेंबर्स) के लिए",
    already=r"""
        प्रीमियम मेंबरशिप है तो|^\W*(?:पहले से|क्या आप) (?:\S+ ){0,4}?(?:सदस्य|सब्सक्राइबर|मेंबर|खाता|अकाउंट)\S*
    """,
    app=r"""
        (?:पूरी (?:खबर|स्टोरी)|आगे|खबरें?) (?:\S+ )?(?:पढ़ें|पढ़ने) .{0,20}(?:ऐप|एप)
        (?:ऐप|एप) (?:पर|में) (?:\S+ )?(?:पूरी खबर |आगे )?पढ़ें
    """,
    newsletter=r"""
        न्यूज़?लेटर\b.{0,30}(?:सब्सक्राइब|साइन अप)|(?:व्हाट्सएप|टेलीग्राम|गूगल न्यूज) .{0,30}फॉलो करें
    """,
    comments=r"""
        (?:टिप्पणी|कमेंट) करने के लिए .{0,20}(?:लॉग|साइन)\S*|^\W*(?:\d+ )?(?:टिप्पणियां|टिप्पणी|कमेंट्स)\W*$
    """,
    skip=r"(?:मुख्य )?(?:सामग्री|कंटेंट) पर जाएं|विज्ञापन",
    share=r"शेयर(?: करें)?|साझा करें|प्रिंट|लिंक कॉपी करें",
    missing=r"(?:.{0,20})?(?:पेज|पृष्ठ) (?:\S+ )?(?:नहीं मिला|उपलब्ध नहीं).{0,10}",
)

_JA = Phrases(
    code="ja",
    stems=(
        "会員 登録 ログイン 続き 残り 購読 限定 有料 無料 全文 広告 本文 コメント シェア 見つかり "
        "メルマガ アプリ 印刷 クッキー cookie javascript ページ フォロー"
    ),
    unspaced=True,
    please=r"今すぐ|または|ぜひ|無料で|まずは",
    tail=r"はこちら|する|して(?:ください)?|へ|はこちらから|ページへ|の方はこちら|（無料）|\(無料\)",
    subscribe=r"(?:有料会員(?:登録|になる|に登録|になって)?|購読(?:する|申し?込み?|を申し込む|してください)?|定期購読|申し込む|プランを(?:選択|見る))",
    register=r"(?:(?:無料)?会員登録|新規登録|無料登録|登録(?:する|して|が必要)|アカウント(?:を)?(?:作成|登録))",
    login=r"(?:ログイン|サインイン)(?:する|して|が必要)?",
    reading=r"""
        (?:(?:この)?(?:記事|この記事)?の?続き(?:を|は)?(?:読む|お読み|読め|、|は)|全文(?:を|は)?(?:読む|\
            お読み|ご覧|読め|閲覧)|すべての記事|記事を読むには|続きを読む|\
            (?:この記事|全文|続き)(?:を|は|が)?(?:お読み|ご覧|閲覧))
    """,
    withheld=r"""
        (?:この|本|こちらの)(?:記事|コンテンツ|ページ|続き)(?:の続き|の全文|全文)?(?:は|を).{0,12}(?:会員|\
            購読者|登録者|有料|電子版).{0,8}(?:限定|専用|のみ|向け|記事)
        ^\W*(?:続き|全文)を読むには|(?:ログイン|会員登録|登録)して(?:この)?(?:記事の)?(?:続き|全文)を(?:読む|お読み)
        ^\W*(?:ここから先|これより先|以降|この先).{0,10}(?:会員|有料|購読|登録)
    """,
    labels=r"(?:有料|無料)?会員(?:限定|専用)(?:の|です|記事です|のコンテンツです)?(?:記事)?(?:です|。)?",
    remaining=r"^\W*(?:この記事は)?\W*残り[\s:：]*\d[\d,]*\s?(?:文字|字)|残り\s?\d{1,3}\s?[%％]|(?:残り|あと)\d+(?:文字|字|ページ)",
    already=r"(?:すでに|既に)?(?:会員|登録済み|購読|アカウントをお持ち)の(?:方|かた)(?:は|：|で)|(?:^|\W)会員の方",
    spent=r"(?:無料|今月).{0,12}(?:閲覧|記事).{0,12}(?:上限|達し|超え|終了)",
    left=r"(?:今月|あと|残り).{0,6}\d+本.{0,10}(?:無料|読め)",
    app=r"アプリで(?:続き|全文|記事)?を?(?:読む|開く|見る)\W*$",
    consent=r"(?:cookie|クッキー).{0,30}(?:使用|同意|利用)",
    script=r"java ?script.{0,20}(?:有効|無効|オン)",
    newsletter=r"メ(?:ール)?(?:マガ|ールマガジン|ルマガ).{0,20}(?:登録|購読|配信)|ニュースレター.{0,20}(?:登録|購読)|^\W*フォローする\W*$",
    comments=r"""
        コメント(?:する|を書く|を投稿する)?には.{0,20}(?:ログイン|登録|会員)|^\W*コメント(?:を(?:書く|見る|\
            投稿)|する|欄)?\s?(?:\(?\d+\)?)?\W*$
    """,
    skip=r"""
        (?:本文|メインコンテンツ|コンテンツ|メニュー)(?:へ|に)(?:移動|スキップ|ジャンプ|飛ぶ)?(?:する|\
            します)?|広告|ページの?(?:先頭|トップ)(?:へ|に)(?:戻る)?
    """,
    share=r"シェア(?:する)?|印刷(?:する)?|(?:url|リンク)をコピー(?:しました|する)?|保存(?:する)?|ツイート|ポスト",
    missing=r"""
        (?:.{0,20})?(?:ページ|記事)(?:が|は)(?:見つかり(?:ません|ませんでした)|存在しません|ありません|\
            削除され).{0,15}
        (?:指定|お探し)の?.{0,15}(?:見つかりません|ありません).{0,10}
    """,
)

_ZH = Phrases(
    code="zh",
    stems=(
        "订阅 訂閱 登录 登入 登錄 注册 註冊 会员 會員 阅读 閱讀 全文 剩余 剩餘 评论 留言 分享 跳到 跳至 "
        "跳转 找不到 不存在 打印 广告 廣告 付费 付費 订户 訂戶 cookie 人机 "
        "app 关注"
    ),
    unspaced=True,
    please=r"请|請|立即|马上|或|先|免费|免費|您需要|需要|请先",
    tail=r"(?:帐号|账号|帳號)|(?:以|后|後).{1,12}|或.{1,8}|免费.{0,6}",
    subscribe=r"""
        (?:(?:付费|付費)?(?:订阅|訂閱)(?:本刊|电子版|方案|会员)?|(?:成为|成為|加入|开通|購買|购买)(?:付费|\
            付費|.{0,6})?(?:会员|會員|订户|訂戶|vip))
    """,
    register=r"(?:注册|註冊)(?:账号|帳號|会员|會員)?|(?:免费|免費)(?:加入|注册|註冊)",
    login=r"(?:登录|登入|登錄)(?:帐号|账号|帳號|会员|會員)?",
    reading=r"""
        (?:(?:继续|繼續)(?:阅读|閱讀|浏览|瀏覽)|(?:阅读|閱讀|查看|观看|看|閱覽|解锁|解鎖)(?:全文|完整|更多|\
            剩余|剩餘|本文|所有|全部)|(?:后|後)(?:可|即可|继续|\
            繼續)?(?:阅读|閱讀|查看|观看)|无限(?:阅读|制))
    """,
    withheld=r"""
        (?:本|此|该|該)(?:文|篇|文章|内容|內容|报道|報導).{0,8}(?:仅|僅|只|限|专属|專屬|为|為|需)\
            .{0,8}(?:会员|會員|订户|訂戶|订阅|訂閱|付费|付費|登录|登入)
        (?:余下|餘下|以下|剩余|剩餘)(?:全文|内容|內容|部分)?.{0,6}(?:订阅|訂閱|付费|付費|会员|會員|登录|登入)
        ^\W*(?:想|要)(?:继续|繼續)?(?:阅读|閱讀)(?:全文|更多)|^\W*(?:阅读|閱讀|查看)全文\W*$
    """,
    labels=r"(?:会员|會員|订户|訂戶|付费|付費)(?:专享|專享|专属|專屬|限定|可读|內容|内容)(?:文章)?",
    remaining=r"(?:剩余|剩餘|还有|還有|余下|餘下)\s?\d{1,3}\s?[%％]|(?:剩余|剩餘|还有|還有|余下|餘下)\s?\d+\s?字",
    already=r"^\W*(?:您|你|如果您|若您)?(?:已是|已有|已经是|已經是|已经有|已經有).{0,6}(?:会员|會員|订户|訂戶|账号|帳號|帐号|订阅|訂閱)(?:吗|嗎)?\W",
    spent=r"(?:免费|免費).{0,10}(?:文章|阅读|閱讀|篇数|篇數).{0,8}(?:用完|上限|达到|達到|已满)",
    left=r"(?:还|還|剩|本月).{0,6}\d+\s?篇.{0,6}(?:免费|免費)",
    app=r"(?:在|打开|打開|下载|下載).{0,8}(?:app|客户端|客戶端).{0,8}(?:阅读|閱讀|查看|打开|继续|看)",
    consent=r"(?:使用|利用).{0,6}cookies?.{0,20}",
    newsletter=r"(?:订阅|訂閱).{0,10}(?:电子报|電子報|邮件|郵件|通讯|通訊|newsletter|频道|頻道)|^\W*(?:关注|追蹤|追踪)(?:我们|我們)",
    comments=r"""
        (?:登录|登入|登錄)(?:后|後)?.{0,8}(?:评论|評論|留言|发表|發表)|^\W*(?:\d+)?\s?(?:条|則|条)?(?:评论|\
            評論|留言|跟帖)\s?(?:\(?\d+\)?)?\W*$
    """,
    skip=r"(?:跳到|跳至|跳转到|跳转至|移至|跳過)(?:主要|主)?(?:内容|內容|正文|导航|導航)|广告|廣告|返回(?:顶部|首页)",
    share=r"分享(?:到.{0,6})?|打印|列印|复制链接|複製連結|收藏",
    missing=r"""
        (?:.{0,15})?(?:页面|頁面|网页|網頁|文章|内容)(?:.{0,6})(?:不存在|找不到|未找到|已删除|已刪除|\
            無法找到|无法找到).{0,10}
        找不到.{0,10}(?:页面|頁面|网页|網頁)
    """,
    human=r"(?:安全|人机|人機)(?:验证|驗證|检查)|请.{0,8}验证.{0,12}|访问被拒绝.{0,10}",
)

_KO = Phrases(
    code="ko",
    stems=(
        "구독 로그인 회원 가입 기사 전문 계속 유료 무료 댓글 공유 본문 바로가기 페이지 인쇄 복사 뉴스레터 광고 쿠키 앱"
    ),
    unspaced=True,
    please=r"지금|또는|먼저|바로|무료로|이 기사를|간편하게",
    tail=r"하기|해 ?주세요|하세요|바로가기|후 .{2,12}|하고 .{2,15}|안내",
    subscribe=r"(?:정기 ?)?구독(?:하기|하세요|해 ?주세요|하고|하면|신청|이 필요\S*|하시면)?|멤버십 ?(?:가입|구독)\S*",
    register=r"(?:무료 )?회원 ?가입 ?(?:하기|하세요|하고|후|이 필요\S*|하시면)?|가입하(?:기|고|세요|시면)",
    login=r"로그인(?:하기|하세요|해 ?주세요|하고|하면|후|이 필요\S*|하시면)?",
    reading=r"""
        (?:(?:기사 )?(?:전문|전체|전체 기사|나머지|뒷부분|기사)[을를이은]? ?(?:보|읽|볼|확인)\S*|\
            계속 ?(?:읽|보)\S*|(?:읽으|보)시려면|이어 ?(?:읽|보)\S*|무제한)
    """,
    withheld=r"""
        (?:이|본|해당|이번) ?(?:기사|콘텐츠|글)(?:는|은|의 전문은)? .{0,12}(?:구독자|회원|유료|멤버십|\
            독자) ?.{0,6}(?:전용|만|한정|에게만|콘텐츠|대상)
        (?:로그인|구독)(?:을)? ?(?:하셔야|해야|후|하면|이 필요)\S* .{0,15}(?:읽|볼|보실|이용|열람)\S*
    """,
    labels=r"(?:유료 ?|프리미엄 ?)?(?:구독자|회원|멤버십) ?(?:전용|한정)(?: ?(?:기사|콘텐츠))?(?:입니다)?",
    remaining=r"(?:남은|나머지) ?(?:내용|기사)?\s?\d{1,3} ?%|\d+자 (?:남|더)\S*",
    already=r"(?:이미|기존) ?(?:구독자|회원|구독|가입)\S*",
    spent=r"무료 ?(?:기사|열람)\S* .{0,10}(?:모두|소진|초과|다)\S*",
    app=r"앱(?:에서|으로) ?(?:보기|읽기|열기|계속\S*)\W*$",
    newsletter=r"뉴스레터\S*? ?.{0,20}(?:구독|신청|받\S+)",
    comments=r"(?:로그인|회원)\S* ?.{0,15}댓글\S*|^\W*댓글\s?(?:쓰기|보기|달기)?\s?\(?\d*\)?\W*$",
    skip=r"(?:본문|메뉴|주메뉴|기사|콘텐츠)(?: ?내용)?(?:으로|로)? ?(?:바로 ?가기|건너뛰기|이동)|광고",
    share=r"공유(?:하기)?|인쇄(?:하기)?|(?:url|링크) ?복사(?:하기)?|스크랩|기사 ?저장",
    missing=r"(?:.{0,20})?(?:페이지|기사)(?:를|가|을) (?:찾을 수 없|존재하지|삭제)\S*.{0,15}",
)

_TH = Phrases(
    code="th",
    stems="สมัคร สมาชิก เข้าสู่ระบบ ลงชื่อ อ่านต่อ แชร์ ความคิดเห็น ไม่พบ ข้ามไป โฆษณา คุกกี้ ลงทะเบียน",
    unspaced=True,
    please=r"กรุณา|โปรด|หรือ",
    tail=r"(?:ฟรี|ที่นี่|ตอนนี้|เลย|หรือ.{2,25})",
    subscribe=r"(?:สมัครสมาชิก|สมัครรับข่าว|สมัคร)(?:เลย|ตอนนี้)?",
    register=r"(?:ลงทะเบียน|สร้างบัญชี)",
    login=r"(?:เข้าสู่ระบบ|ล็อกอิน|ลงชื่อเข้าใช้)",
    reading=r"(?:เพื่อ)?(?:อ่านต่อ|อ่านเนื้อหา|อ่านบทความ|อ่านฉบับเต็ม|อ่านข่าว|เข้าถึง)",
    withheld=r"(?:บทความ|เนื้อหา|ข่าว)(?:นี้|ส่วนนี้)(?:.{0,12})(?:เฉพาะ|สำหรับ)(?:.{0,4})สมาชิก",
    labels=r"(?:เฉพาะ|สำหรับ)สมาชิก(?:เท่านั้น)?",
    already=r"(?:เป็นสมาชิก(?:อยู่)?แล้ว|มีบัญชี(?:อยู่)?แล้ว)",
    comments=r"เข้าสู่ระบบ.{0,15}(?:แสดงความคิดเห็น|คอมเมนต์)|^\W*(?:ความคิดเห็น|แสดงความคิดเห็น)\W*$",
    skip=r"ข้ามไป(?:ที่|ยัง)?เนื้อหา(?:หลัก)?|โฆษณา",
    share=r"แชร์|พิมพ์|คัดลอกลิงก์",
    missing=r"(?:.{0,10})?ไม่พบ(?:หน้า|เพจ|บทความ).{0,20}",
)

_ID = Phrases(
    code="id",
    stems=(
        "lang berl masu logi daft buat akun untuk baca memb arti beri kont khus hany anda sudah suda term "
        "aplikasi apli cook ikla nona news kome dafta aktif lanj guna"
    ),
    weak="lewa lomp hala 404 bagi ceta sali taut simp ikla kemb scro adve ikut",
    words=r"""
        artikel = (?:artikel|berita|konten|tulisan|halaman)
        pembaca = (?:pelanggan|member|anggota|pengguna \w+|subscriber)
    """,
    please=r"sekarang|silakan|atau|dan|segera|anda harus|ayo|yuk",
    tail=r"sekarang|di sini|gratis|mulai .{2,20}|atau .{3,25}|dan .{3,25}|untuk .{2,25}",
    subscribe=r"(?:berlangganan|langganan|jadi (?:pelanggan|member)|pilih paket \S*)",
    register=r"(?:daftar(?:kan)?(?: diri| akun)?|buat akun|registrasi)",
    login=r"(?:masuk|log ?in|login)(?: ke akun\S*)?",
    reading=r"""
        (?:untuk |dan )?(?:melanjutkan (?:membaca|bacaan)|lanjut(?:kan)? (?:membaca|baca)|membaca (?:artikel|\
            berita|konten|selengkapnya|seluruh|lengkap|tanpa)|baca (?:selengkapnya|artikel|tanpa)|\
            akses (?:penuh|tanpa batas|semua)|mengakses .{3,25})
    """,
    withheld=r"""
        <artikel> (?:ini|selengkapnya) (?:\S+ ){0,2}?(?:khusus|hanya|eksklusif|tersedia) (?:\S+ ){0,3}?<pembaca>
        ^\W*(?:ingin|mau) (?:lanjut )?(?:membaca|baca) (?:\S+ )?(?:selengkapnya|lebih|artikel)
    """,
    labels=r"(?:khusus|hanya) (?:untuk )?<pembaca>",
    already=r"""
        ^\W*(?:sudah|anda sudah) (?:\S+ )?(?:berlangganan|punya akun|memiliki akun|pelanggan|terdaftar|member)
    """,
    spent=r"(?:batas|kuota) (?:\S+ )?(?:artikel|bacaan) gratis\b.{0,30}",
    app=r"^\W*(?:baca|buka)\b.{0,25} di aplikasi\b.{0,15}$",
    adblock=r"(?:nonaktifkan|matikan) (?:\S+ )?ad ?block",
    consent=r"(?:kami|situs ini) menggunakan (?:\S+ )?cookies?",
    newsletter=r"""
        ^\W*(?:daftar|berlangganan|dapatkan)\b[^.]{0,60}(?:newsletter|buletin|e-?mail)
        ^\W*(?:ikuti|follow|gabung)\b.{0,40}(?:whatsapp|telegram|google news|instagram|channel|saluran)
    """,
    comments=r"""
        (?:masuk|login|daftar)\b.{0,30}(?:komentar|berkomentar)|^\W*(?:\d+ )?komentar(?: \(?\d+\)?)?\W*$
        ^\W*(?:tulis|kirim|lihat) (?:\S+ )?komentar
    """,
    skip=r"""
        (?:lewati|lompat|loncat) ke (?:konten|navigasi|menu)(?: utama)?|iklan|advertisement|scroll .{3,40}
        kembali ke atas
    """,
    share=r"bagikan(?: .{2,20})?|cetak|salin (?:link|tautan)|simpan",
    missing=r"(?:.{0,30}\b)?halaman\b.{0,30}tidak (?:ditemukan|ada|tersedia).{0,20}|tidak ditemukan",
)

_VI = Phrases(
    code="vi",
    stems="đăng dang đọc doc bài bai độc mua gói goi vui tiếp tiep chỉ chi bạn ban thành đã da để nhan nhận",
    weak="chuy chuyể bỏ bo chia in sao trang 404 quảng quan bình luu lưu theo quay",
    please=r"vui long|hay|hoac|ngay",
    tail=r"ngay|tai day|mien phi|de .{2,25}|hoac .{3,25}",
    subscribe=r"""
        (?:đang ky|dang ky) (?:goi|mua|thanh vien|đoc|doc)\S*(?: \S+){0,2}|mua (?:goi|bao)|tro thanh thanh vien
    """,
    register=r"(?:đang ky|dang ky)(?: tai khoan)?|tao tai khoan",
    login=r"(?:đang nhap|dang nhap)",
    reading=r"""
        (?:đe |de )?(?:đoc tiep|doc tiep|tiep tuc đoc|tiep tuc doc|xem tiep|đoc toan bo|đoc (?:đay đu|bai|\
            noi dung)|xem toan bo|xem noi dung)
    """,
    withheld=r"""
        (?:bai viet|noi dung|bai bao) (?:nay )?(?:chi )?(?:danh (?:rieng )?cho|\
            chi danh cho) (?:\S+ ){0,3}?(?:thanh vien|hoi vien|nguoi \S+|thue bao|đoc gia)
    """,
    labels=r"(?:chi )?danh cho (?:thanh vien|hoi vien)",
    already=r"^\W*(?:ban )?đa (?:co tai khoan|la thanh vien|đang ky)",
    newsletter=r"""
        ^\W*đang ky\b.{0,30}(?:ban tin|newsletter|nhan tin|email)
        ^\W*theo doi\b.{0,30} tren (?:facebook|google|zalo|youtube)
    """,
    comments=r"(?:đang nhap)\b.{0,20}binh luan|^\W*(?:\d+ )?binh luan(?: \(?\d+\)?)?\W*$",
    skip=r"(?:chuyen|bo qua|đi) (?:đen|toi) (?:noi dung|menu)(?: chinh)?|quang cao",
    share=r"chia se(?: .{2,20})?|sao chep lien ket|luu(?: bai)?",
    missing=r"""
        (?:.{0,20}\b)?(?:trang|bai viet)\b.{0,30}(?:khong ton tai|khong tim thay|khong tin thay).{0,20}
        khong tim thay.{0,20}
    """,
)

ASIAN: tuple[Phrases, ...] = (_HI, _JA, _ZH, _KO, _TH, _ID, _VI)
