"""Templates: texts that newsrooms fill in every day. Two of one template are never the same story.

In a template, `[one|another]` is one of these by chance, `#` a figure below 100, `##` a larger one, `@team` and the
like a name. Some say little else than their frame does: the hardest there are.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "team": "Rovers Athletic Wanderers City United Albion Orient Rangers Harriers Borough Celtic Town Thistle Viktoria "
    "Eintracht Hansa Union Alemannia Olympique Racing Sporting Atletico",
    "city": "Ashford Bremen Lyon Toledo Kassel Graz Leeds Porto Bergen Dresden Nantes Cadiz Halle Turin Utrecht Malmo "
    "Bristol Linz Rouen Murcia Ulm Siena",
    "person": "Adams Baker Costa Duval Evans Fischer Garcia Huber Ivanov Jansen Keller Lopez Meyer Novak Olsen Petit "
    "Quinn Rossi Schmidt Tanaka Ueda Vargas Weber Yilmaz Zimmer",
    "firm": "Norvex Altera Brightwell Cormant Deltora Everline Fennway Gravis Heliox Intervale Juno Kestrel Lumera "
    "Montis Northgate Orbis Pelican Quarry Redstone Solvane",
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday",
    "tag": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
    "jour": "lundi mardi mercredi jeudi vendredi samedi",
    "month": "January February March April May June July August September October November December",
}

TEMPLATES: Mapping[str, str] = {
    "weather, English": """Forecast for @city and surroundings for @day, @month #.

[Cloud will build from the west|It will be a bright morning|Fog patches linger in the valleys] with highs of # degrees
and lows of # degrees. Winds from the [north|south-west|east] will reach # kilometres an hour, with gusts of # on high
ground. [Showers are likely in the afternoon|It stays dry|Snow falls above ## metres]. The chance of rain is # per cent.

Tomorrow will be [warmer|colder|much the same], between # and # degrees. The sun rises at 7.# and sets at 17.#.

The UV index is #. Pollen: [low|moderate|high]. Warnings are in force for [nobody|the coast|the hills]. The forecast is
updated four times a day by the weather desk; for warnings call the hotline or look at our weather map.""",
    "weather, German": """Das Wetter in @city am @tag, #. @month

Am Vormittag [scheint häufig die Sonne|ist es neblig|ziehen Wolken auf], am Nachmittag [regnet es zeitweise|bleibt es
trocken|gibt es einzelne Schauer]. Die Temperaturen liegen bei # Grad, in der Nacht gehen sie auf # Grad zurück. Der
Wind weht [schwach|mäßig|stark böig] aus [West|Ost|Süd] mit bis zu # Kilometern pro Stunde.

In den kommenden Tagen [bleibt es wechselhaft|wird es wärmer|setzt sich Hochdruck durch]. Am Wochenende werden # bis #
Grad erreicht. Die Regenwahrscheinlichkeit liegt bei # Prozent, der UV-Index bei #.

Alle Angaben beruhen auf Daten des Wetterdienstes und werden mehrmals täglich automatisch aktualisiert.""",
    "stocks, English": """Stocks [closed higher|closed lower|were little changed] on @day as investors weighed
[earnings|inflation data|the outlook for interest rates].

The main index [rose|fell] 0.# per cent to ## points. The broader index [gained|lost] ## points, or 1.# per cent, to ##.
Shares of @firm [climbed|dropped] #.# per cent, @firm [added|shed] #.# per cent and @firm was # per cent [up|down].

Oil traded at # dollars a barrel, and gold at ## dollars an ounce. The yield of the ten-year bond was at 4.# per cent.
In currency trading, the euro bought 1.# dollars. In Asia, the Nikkei [rose|fell] ## points to ##, and in Europe the
main indexes [rose|fell] by 0.# per cent.

Declining issues outnumbered advancing ones by ## to ##. On the exchange ## million shares changed hands, compared with
an average of ## million over the last twenty trading days.""",
    "stocks, German": """Der Aktienmarkt hat am @tag [fester|schwächer|kaum verändert] geschlossen. Der Leitindex
[gewann|verlor] 0,# Prozent auf ## Punkte. Der Index der mittelgroßen Werte [stieg|fiel] um #,# Prozent auf ## Zähler.

Größter Gewinner war @firm mit einem Aufschlag von #,# Prozent auf # Euro, gefolgt von @firm und @firm. Am Ende des
Index stand @firm mit einem Minus von #,# Prozent.

Der Euro kostete zuletzt 1,# Dollar. Am Rentenmarkt [stieg|fiel] die Umlaufrendite auf 2,# Prozent. Der Rentenindex
[gewann|verlor] 0,# Prozent auf ## Punkte, der Bund-Future notierte bei ## Punkten. Ein Barrel Öl der Sorte Brent
kostete # Dollar.""",
    "match, English": """@team beat @team #-# on @day in front of ## spectators in @city.

@person [opened the scoring|gave the hosts the lead|headed in a corner] after # minutes, and @person
[doubled the lead|equalised|made it safe] in the #th minute. [The visitors never recovered|It was a deserved win|Both
sides missed chances] before @person was sent off after # minutes for a second yellow card.

The win takes @team to # points from # games, and up to [second|fifth|ninth] place in the table. @team stay on # points.
They have won # of their last # matches at home. Next @day they travel to @city to meet @team.

"We worked hard for this and the lads deserve it," coach @person said. "We take it game by game." His colleague @person
said: "We did not take our chances, and that is what football is about." """,
    "match, French": """@team s'est imposé # à # face à @team ce @jour devant ## spectateurs.

[Dominateurs d'entrée|Bousculés au début|Bien en place], les visiteurs ont ouvert le score par @person à la #e minute,
avant l'égalisation de @person (#e). Le but de la victoire est venu de @person dans les dernières minutes.

Au classement, @team occupe la #e place avec # points, tandis que @team reste à # points. Lors de la prochaine journée,
@team se déplacera à @city.

« On savait que ce serait un match difficile, les garçons ont répondu présent », a réagi l'entraîneur @person. « Il faut
garder les pieds sur terre et continuer à travailler. »""",
    "earnings": """@city -- @firm on @day reported [earnings|net income|a profit] of $#.# million in its [first|second|
third] quarter. The @city-based company said it had profit of # cents per share. Earnings, adjusted for one-time gains
and costs, came to # cents per share.

The results [topped|missed|met] Wall Street expectations. The average estimate of analysts surveyed was for earnings
of # cents per share. The company posted revenue of $##.# million in the period.

@firm expects full-year earnings in the range of $#.# to $#.# per share, with revenue in the range of ## million to ##
million. The shares have [climbed|fallen] # per cent since the beginning of the year. This story was generated using
data from a supplier of market data.""",
    "lottery": """The winning numbers of the draw of @day, @month #, are #, #, #, #, # and #. The bonus number is #.

Nobody guessed all of the numbers, so the jackpot of the next draw is worth ## million. [No|One|Two] tickets with five
numbers and the bonus number were sold in @city and won ## each.

How does it work? Players choose six numbers out of 49, and a bonus number from 0 to 9. The draws take place twice a
week, on Wednesdays and on Saturdays, and are broadcast live on the website. The chance of winning the jackpot is 1 in
140 million. Tickets can be bought in every shop that shows the sign, and on the internet until 18.00 on the day of
the draw.

Playing may become an addiction. Help is offered free of charge and anonymously on the hotline 0800 137 2700. Only
people of 18 years and older may take part. All figures are given without any guarantee.""",
    "horoscope": """Aries: [Love smiles on you|Take a step back|An old friend calls] today. [Money|Patience|Luck] comes
to those who wait. Taurus: [Say what you think|Rest is what you need|A journey begins] and [all will be well|do not look
back|trust your heart].

Gemini: [A talk clears the air|Somebody needs your help|The stars promise success] at work. Cancer: [Stay at home|Go out
and meet people|Do not sign anything] this [morning|evening]. Leo: [You are in the limelight|A colleague envies you|Your
plan works out]. Virgo: [Tidy up|Let things go|Be generous] and [breathe|smile|wait].

Libra: [Balance returns|Choose at last|Ask for more]. Scorpio: [Passion|Mistrust|A secret] rules the day. Sagittarius:
[The distance calls|Keep your word|Save your strength]. Capricorn: [Work pays off|A rival gives up|Listen first].
Aquarius: [New ideas come|Friends surprise you|Nothing is certain]. Pisces: [Dream on|Wake up|Feel free].""",
    "police": """Police in @city are looking for witnesses of [a burglary|an accident|a robbery] on @day evening at #
Station Road. According to the first findings, [a man of about #|two young men|an unknown driver] [forced a
window|drove off| threatened a clerk] at about #.# p.m. and escaped with ## in cash.

He is described as about 1.# metres tall, of slim build, with [dark|fair|short] hair, and wore a [black|grey|blue]
jacket. A search with several patrol cars brought no result.

The criminal investigation department has taken over. Anyone who saw something suspicious near the scene is asked to get
in touch with the station in @city on 0551 491 2115 or with any other police station. Information may be given
anonymously.""",
    "earthquake": """A magnitude #.# earthquake struck # miles from @city on @day, according to the geological survey.
The quake happened at #:# a.m. at a depth of # miles.

In the last ten days, there have been [no|one|two|three] earthquakes of magnitude 3.0 or greater centred nearby. An
average of # earthquakes with magnitudes between 3.0 and 4.0 occur each year in the region, according to a recent
sample of data.

Did you feel it? Consider reporting what you felt to the survey. Find out what to do before, and during, an earthquake
near you by reading our guide, which tells how to make a plan and what to have at home. This story was generated by a
computer program from data of the survey, and an editor has reviewed it.""",
    "traffic, Spanish": """La carretera A-# estará cortada al tráfico entre los kilómetros # y # a la altura de @city,
del # al # de este mes, por [obras de mejora del firme|la retirada de un vehículo|trabajos de limpieza].

Los desvíos estarán señalizados. Los conductores podrán utilizar la carretera N-# como alternativa, con una demora
prevista de # minutos. [La empresa @firm|El ayuntamiento de @city|La dirección general] ejecutará los trabajos con un
presupuesto de ## euros y un plazo de # días.

La dirección de tráfico recomienda consultar el estado de las carreteras antes de iniciar el viaje, respetar los límites
de velocidad y mantener la distancia de seguridad. La información se actualiza en la página web y en el teléfono
011.""",
    "stocks, Japanese": """#日の東京株式市場で、日経平均株価は[反発|続落|小幅に続伸]した。
終値は前日比##円#銭[高|安]の##円だった。
東証株価指数は#・#ポイント[高|安]の##ポイント。出来高は#億##万株。

[米国株の上昇|円高の進行|決算発表]を受け、[半導体|自動車|銀行]関連銘柄を中心に[買い|売り]が[先行|優勢となった]。
外国為替市場では1ドル=##円台で取引された。

市場関係者は「今後の金融政策を見極めたいとの思惑から、積極的な売買は控えられている」と話した。株価や指数は取引所が公表した
数値に基づき、自動的に作成した。""",
    "court list": """The following cases were heard at @city Magistrates' Court on @day, @month #.

@person, #, of # Mill Lane, was fined ## pounds for driving at # miles an hour in a 30 zone. # points were put on the
licence. @person, #, of # Church Street, was given a community order of # hours for [theft|assault|criminal damage].

@person, #, admitted [drink-driving|using a telephone at the wheel|driving without insurance] and was banned for #
months, with costs of ## pounds. The case of @person, #, was adjourned until @month #.

All of the defendants have to pay a surcharge to fund victim services. The names of defendants are published under the
principle of open justice. We do not take down such reports on request.""",
}


def filled(template: str, chance: random.Random) -> str:
    """A text of this template."""

    def put(found: re.Match[str]) -> str:
        if found[0][0] == "@":
            return chance.choice(NAMES[found[0][1:]].split())
        return str(chance.randint(100, 40000) if found[0] == "##" else chance.randint(1, 99))

    body = re.sub(r"(?<!\n)\n(?!\n)", " ", TEMPLATES[template])
    chosen = re.sub(r"\[([^\]]*)\]", lambda found: chance.choice(found[1].split("|")), body)
    return re.sub(r"@[a-z]+|##|#", put, chosen)
