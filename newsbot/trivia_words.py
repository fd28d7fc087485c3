"""Words that stand around numbers which tick: "2 hours ago", "1,234 comments". Case folded; `_` stands for a blank.

Bounded on purpose: the larger languages of the news. A word that is missing makes one revision too many, which a reader
sees; a word too many would hide a change, so no word is here that prose uses for facts without its neighbours.
"""

from __future__ import annotations

from newsbot.lists import words_of

#: Units that tick while one reads. They are looked for in prose, too.
FAST = words_of("""
s sec secs second seconds min mins minute minutes h hr hrs hour hours
sek sekunde sekunden minuten std stunde stunden
seconde secondes heure heures
segundo segundos minuto minutos hora horas
secondo secondi minuti ora ore
seconden minuut uur uren
sekund sekunder minut minuter minutter time timer timme timmar tim
sekunti sekuntia minuutti minuuttia tunti tuntia
sekundy sekundę minuty minutę minutu godzina godzinę godziny godzin
vteřina vteřiny minutami hodina hodinu hodiny hodin hodinami
секунда секунду секунды секунд минута минуту минуты минут час часа часов
секунди хвилина хвилину хвилини хвилин година годину години годин
saniye dakika saat δευτερόλεπτα λεπτό λεπτά ώρα ώρες
másodperce perce órája másodperccel perccel órával secunde oră
ثانية ثوان ثواني دقيقة دقائق ساعة ساعات שניות דקה דקות שעה שעות
सेकंड मिनट घंटा घंटे detik menit jam giây phút giờ
秒 秒钟 秒鐘 分 分钟 分鐘 小时 小時 時間 초 분 시간
""")
#: Units that tick more slowly: in prose, "20 years ago" is a fact that may be corrected.
SLOW = words_of("""
d day days w wk week weeks mo month months yr year years
tag tage tagen woche wochen monat monate monaten jahr jahre jahren
jour jours semaine semaines mois an ans
día días semana semanas mes meses año años dia dias mês ano anos
giorno giorni settimana settimane mese mesi anno anni
dag dagen weken maand maanden jaar
dagar dage dager vecka veckor uge uger uke uker månad månader måned måneder år
päivä päivää viikko viikkoa kuukausi kuukautta vuosi vuotta
dzień dni tydzień tygodnie tygodni miesiąc miesiące miesięcy rok lata lat
den dny dnů týden týdny týdnů měsíc měsíce měsíců roky let
день дня дней неделя неделю недели недель месяц месяца месяцев год года лет
дні днів тиждень тижні тижнів місяць місяці місяців рік роки років
gün hafta ay yıl ημέρα ημέρες εβδομάδες
napja hete hónapja éve zi zile săptămână săptămâni lună luni
يوم أيام أسبوع أسابيع יום ימים שבוע שבועות
दिन hari minggu bulan ngày tuần
日 天 周 週 週間 个月 個月 ヶ月 か月 年 일 주 개월 년
""")
#: What stands before number and unit, or after them, where they tell how long ago something was.
BEFORE = words_of("vor hace il_y_a há for för fa před през преди קודם לפני منذ قبل πριν acum cu")
AFTER = words_of("""
ago earlier fa geleden sedan siden sitten temu назад тому önce ezelőtt în_urmă atrás zpátky yang_lalu lalu trước
पहले 前 전
""")
#: One of them, in words.
ONE = words_of("a an one einer einem eine un une una uno um uma een en ett et one bir")
#: What pages count beside an article.
COUNTED = words_of("""
comment comments reply replies share shares view views like likes reaction reactions vote votes retweets reads
kommentar kommentare kommentaren aufruf aufrufe ansichten geteilt reaktionen
commentaire commentaires partage partages vue vues réaction réactions
comentario comentarios compartido compartidos visualizaciones vistas lecturas reacciones
comentário comentários compartilhamento compartilhamentos partilhas visualizações visualização
commento commenti condivisione condivisioni visualizzazioni letture
reactie reacties weergaven gedeeld kommentarer delningar visningar delinger kommenttia kommentit jakoa
komentarz komentarze komentarzy udostępnień wyświetleń komentář komentáře komentářů sdílení zobrazení
комментарий комментария комментариев комментарии просмотр просмотра просмотров просмотры репостов
коментар коментарі коментарів переглядів
yorum paylaşım görüntülenme okunma σχόλια σχόλιο hozzászólás komment megtekintés comentarii vizualizări
تعليق تعليقات مشاهدة مشاهدات مشاركة مشاركات תגובות תגובה צפיות
टिप्पणियां टिप्पणी komentar dilihat dibaca bình_luận lượt_xem
评论 評論 条评论 條評論 分享 阅读 阅读量 浏览 次浏览 コメント 件のコメント 댓글 조회 조회수 공유
""")
#: What may stand beside a number that ticks, in a line that says nothing else.
LABELS = words_of("""
updated update posted published last modified at on by the this article read all show see total k m mio tsd mil mln bn
aktualisiert veröffentlicht zuletzt stand publié mis à jour le la les dernière modification actualizado publicado
última actualización atualizado aggiornato pubblicato bijgewerkt gepubliceerd uppdaterad publicerad opdateret oppdatert
publisert päivitetty julkaistu zaktualizowano opublikowano aktualizováno publikováno обновлено опубликовано оновлено
güncellendi yayınlandı ενημερώθηκε frissítve actualizat تحديث נشر עודכן 更新 发布 發布 公開 업데이트 입력 수정
""")
