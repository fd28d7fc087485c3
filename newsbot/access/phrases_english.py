"""Phrases of English: how news pages there word what they say about access."""

from __future__ import annotations

from newsbot.access.phrases import Phrases

ENGLISH = Phrases(
    code="en",
    stems=(
        "subs regi log logg logi sign crea acco read unlo excl prev memb app cook adbl ad ads java news inbo "
        "emai e ente comm disc coun upgr alre avai book purc unab disa acce priv resu devi card limi allo "
        "stor arti free cont full rest site use uses your you loca rema left webs view part need enab lega "
        "anot this post page paym unli run"
    ),
    weak=(
        "404 page not noth sorr oops gone erro http miss forb veri just atte are robo huma secu capt ddos unus "
        "one pard requ find url file docu this the conf "
        "skip jump back shar prin copy twee join stay keep foll down open whit upda buy get star save list "
        "gift bookm leav post view show hide adve load have got want like make reje mana see via give than "
        "full cont wou last gain rent to loadi bloc chec go retu foru for your you"
    ),
    words=r"""
        this = (?:this|the (?:full|rest of (?:this|the))|our full|full)
        article = (?:article|story|content|post|report|page|edition|piece|text|analysis|video|newsletter)
        readers = (?:subscribers?|members?|supporters?|customers|readers who|registered \w+)
        whole = (?:rest|remainder|full|entire|whole|complete|remaining)
    """,
    please=r"""
        please|now|just|simply|today|or|start by|get started,?|click here to|click to|to continue,?
        you(?:'ll)? (?:must|need to|have to)(?: be)?|(?:log ?in|sign ?in|sign up|register|subscribe) or
    """,
    tail=r"""
        now|today|here|below|free|for free|for more|for just [^ ]+|from [^ ]+|(?:for|to) [a-z ]{2,25}
        with (?:email|google|facebook|apple)|or (?:register|subscribe|sign up|log ?in|sign ?in)
    """,
    subscribe=r"""
        subscribe|subscribing|a subscriber|(?:join|become) (?:now|today|us)
        become (?:a|an) (?:[a-z]+ ){0,2}(?:subscriber|member|supporter)
        (?:buy|get|start|choose|select|purchase) (?:an?|your) (?:[a-z-]+ ){0,3}(?:subscription|membership|plan|\
            trial|pass)
        upgrade(?: your (?:plan|subscription|account))?|start (?:your|a) (?:free )?trial|purchase access
        purchase\b[a-z ]{0,40}(?:membership|subscription|plan|pass)
    """,
    register=r"""
        (?:sign[ -]?up|register|registered)|set up (?:a|an|your) (?:free )?account
        (?:create|open|activate) (?:a|an|your) (?:[a-z-]+ ){0,3}(?:account|profile)
        (?:enter|provide|add) your e-?mail(?: address)?
    """,
    login=r"""
        login|log in|log-in|logged[ -]?in|signin|sign in|sign-in|signed[ -]?in|logon|log on|use your [a-z ]{0,20}account
    """,
    reading=r"""
        (?:to|and|for) (?:continu(?:e|ing)|keep|carry on|finish) (?:reading|viewing|watching)
        (?:to|and) (?:continue|go on|proceed) to (?:the |this )?(?:[a-z-]+ )?(?:article|story|content)
        to (?:read|view|see|access|unlock|enjoy|get) (?:the |this |our )?<whole>\b
        to (?:read|view|see|access|unlock) (?:this|our|the) (?:[a-z-]+ )?<article>
        to (?:read|view|unlock|access) (?:more|all|it all|everything|unlimited|exclusive)\b
        to see (?:more|all|it all|everything|unlimited|exclusive)\b
        to (?:continue|unlock)(?:[.!,]|$| with)|for (?:full|unlimited|complete|instant) (?:digital )?access
        (?:to|and) read on\b
        for (?:the|this) (?:full|whole|entire|rest of (?:the|this)) ?<article>
        (?:get|gain|have|enjoy|for|with) (?:full|unlimited|complete|instant|immediate) (?:digital )?access
        and (?:read|unlock) (?:this|the|unlimited|full|all)\b
    """,
    withheld=r"""
        <this> (?:[a-z'-]+ ){0,2}<article>(?: \w+)? (?:is|are) (?:[a-z]+ ){0,3}?(?:for|to|\
            by) (?:[a-z'-]+ ){0,4}?<readers>
        ^.{0,30}\bthis is (?:only )?a (?:free )?preview of
        you(?:'re| are) (?:reading|viewing|seeing) a (?:free )?preview
        ^\W*to (?:read|view|see|continue reading) the <whole> <article>\
            (?!.{0,40}\b(?:visit|go to|head|see|download|check|consult|follow|www|http|published|website)\b)
        to (?:read|view|see|access)\b.{0,40}\byou (?:need|have) to be an? (?:[a-z]+ ){0,3}<readers>
        ^\W*unlock (?:this|the (?:full|rest)|our)\b
        you (?:are not|aren't|are un|do not have|don't have) ?(?:authori[sz]ed|allowed|permitted|access|permission)\
            (?: to (?:view|access|read|see))? (?:this|to)
        ^.{0,60}\b(?:this|the) <article> is (?:a )?(?:[a-z-]+ ){0,2}(?:benefit|reserved|exclusive) (?:for|to) \
            (?:[a-z'-]+ ){0,3}<readers>
        (?:made|makes) this <article> available (?:to|for) (?:[a-z'-]+ ){0,3}<readers>
        ^\W*(?:read|unlock|view|get|show) (?:the |this )?(?:full|entire|whole|complete|rest of (?:the|this)\
            ) <article>\W*$
        ^.{0,70}\bto read the (?:rest|full (?:post|story|article|report|issue))\W*$
        ^\W*this (?:content|page|story|article)(?: or [a-z]+)? is (?:only )?for (?:[a-z'-]+ ){0,4}<readers>
        ^\W*(?:want|would you like|like) to (?:read|see|keep reading)(?: (?:on|more|the (?:full|rest)[a-z ]*|\
            this.*))?\?
        you must be (?:a (?:[a-z]+ ){0,3}<readers>|logged ?in|signed in|registered) to (?:read|view|access|see)
        an? (?:[a-z]+ ){0,2}(?:subscription|membership|account|login) is (?:required|needed) (?:to|for)
        (?:this|the) <article> (?:requires|needs) an? (?:[a-z]+ ){0,3}(?:subscription|account|login|membership)
        only (?:[a-z]+ )?(?:subscribers|members) (?:can|may) (?:read|view|access|see) (?:this|the (?:full|rest))
        ^\W*(?:buy|purchase|rent) (?:this|the|full) (?:article|issue)
        ^\W*(?:buy|purchase|rent) (?:this |the |full )(?:article )?pdf
        ^\W*(?:access|get|gain|read)\b.{0,40} (?:via|through) your institution
        ^\W*the (?:full|rest of (?:the|this)) <article> (?:is|can be|will be) .{0,30}(?:subscribers|members|paywall)
    """,
    labels=r"""
        <article> (?:is )?(?:reserved )?for (?:[a-z'-]+ ){0,3}<readers>(?: only)?
        (?:exclusively )?for (?:[a-z]+ )?(?:subscribers|members) only|subscriber-? ?only (?:content|article)
    """,
    remaining=r"""
        ^.{0,30}\bthis is (?:only )?a (?:free )?preview of (?:subscri|a (?:paid|premium)|premium|paid|members)
        (?:there (?:is|are)|remaining:?|another|the (?:other|remaining)|you still have) \d{1,3} ?% (?:of|left|remain)
        \d{1,3} ?% (?:of (?:this|the) (?:article|story) )?(?:remains|remaining|is left|left to read)
        \d[\d,.]* (?:more )?(?:words|characters|paragraphs|pages) (?:remaining|left|more|to go)\W*$
        ^\W*you(?:'ve| have) read (?:only )?\d{1,3} ?% of
    """,
    already=r"""
        ^\W*(?:are you |i am |i'm )?(?:already|existing|current)(?:,? (?:an?|have|have an?)\
            )? (?:[a-z'-]+ ){0,4}?<readers>\W
        ^\W*already (?:a|an|have|have an?|got)? ?(?:[a-z'-]+ ){0,4}?(?:subscriber|subscribed|member|registered|\
            account)
        ^\W*(?:have|got|do you(?: already)? have) an? (?:[a-z]+ )?(?:account|subscription|membership)(?: already)?\?
        ^\W*(?:please |you (?:must|need to|have to) )?(?:log|sign) ?in(?:to)?\b[^.]{0,40}\
            \b(?:before|in order to|so that) (?:you )?(?:can )?(?:read|view|see|access|continu)
        make sure (?:you(?:'re| are)|to|you've) (?:logged|signed|log|sign|logging)(?:ged)? ?(?:in|into)\b
        ^\W*(?:subscribers?|members?),? (?:please |can )?(?:log|sign) ?in\b.{0,30}$
    """,
    spent=r"""
        you(?:'ve| have) (?:reached|exceeded|used|exhausted|read)\b.{0,30}\b(?:limit|last|all|allowance|free)\b
        you(?:'ve| have) hit (?:your|the|a)\b.{0,30}\b(?:limit|allowance|paywall)\b
        you have no (?:more )?(?:free )?(?:articles|stories|views) (?:left|remaining)
        you(?:'ve| have) run out of (?:free|your)
    """,
    left=r"""
        ^\W*(?:this is )?your last free (?:article|story)
        ^\W*(?:you are|you're|this is) (?:reading )?(?:one|your \w+) of (?:your )?(?:\w+ )?free (?:articles|stories)
        you (?:have|'ve got|get|can (?:still )?(?:read|view)) (?:only )?[a-z\d]+ (?:more )?(?:free |premium )\
            (?:articles?|stor)
        \b\d+ (?:of \d+ )?(?:free )?(?:articles?|stories|views) (?:left|remaining)
        (?:articles?|stories) (?:left|remaining) (?:this|for the) month
    """,
    app=r"""
        ^\W*(?:read|continue|open|view|get (?:it|this|the))\b.{0,30} (?:in|on|with|via) (?:the|our) (?:[a-z]+ )?app\W*$
        ^\W*(?:download|get|install|open) (?:the|our) (?:[a-z]+ ){0,3}app (?:to|and) (?:continue|read|view|keep)
    """,
    account=r"""
        your (?:account|subscription|session|membership) (?:is (?:being|currently)|has (?:expired|been|lapsed)|\
            does(?: not|n't))
        (?:too many|another|other|different) devices?\b.{0,60}(?:account|subscription|(?:signed|logged) in)
        ^\W*(?:please )?(?:update|check)(?: that)? your (?:payment|card|billing)|make sure your (?:payment )?card
        (?:trouble|problems?|difficult[a-z]*) (?:seeing|reading|viewing) (?:this|the) (?:page|article|story|content)
        (?:having|had) trouble (?:verifying|confirming) your (?:subscription|account)
    """,
    adblock=r"""
        (?:^|please |you )\W*(?:disable|turn off|switch off|deactivate|pause|whitelist|\
            allowlist) .{0,30}(?:ad[ -]?block|ads\b)
        (?:you are|you're|you seem to be|you have|we(?:'ve)? (?:noticed|detected|see)).{0,40}\bad[ -]?block
    """,
    consent=r"""
        \bwe (?:and our (?:\d+ )?(?:partners|vendors) )?use (?:[a-z]+ )?cookies
        (?:this|our) (?:web)?site uses cookies
        by (?:continuing|using|clicking|browsing).{0,60}(?:cookies|privacy policy|terms of)
        ^\W*(?:accept|reject|allow|manage) (?:all )?(?:cookies|preferences|choices)\W*$
        ^\W*(?:manage|change|update) (?:your|my) (?:cookie|consent|privacy) (?:settings|preferences|choices)
        ^\W*(?:view|see|load|show) this (?:content|embed|video|post).{0,50}(?:cookies|consent)
    """,
    pay_or_consent=r"""
        (?:accept|consent to|agree to) .{0,40}(?:cookies|ads|advertising|tracking).{0,40}\bor (?:subscribe|pay|buy)
        ^\W*(?:read|continue|browse|use) .{0,20}(?:with(?:out)? ads|ad-?free).{0,60}(?:subscri|per month|pay)
        ^\W*(?:consent or pay|pay (?:and|to) reject|reject and (?:pay|subscribe|purchase))
        ^\W*consent to .{0,40} or (?:pay|subscribe)|\bpay .{0,30}(?:ad-?free|without (?:ads|tracking))
    """,
    geo=r"""
        (?:not|un)(?: currently)? ?available (?:in|to (?:users|visitors|\
            readers) in) your (?:[a-z]+ )?(?:country|region|location)
        ^.{0,40}\bunavailable (?:due to|for) legal reasons
        unavailable in (?:most|many|your|all|the|some) (?:european|eu|eea|gdpr)\b
        (?:from|in) a country belonging to the european economic area
        (?:unable|not able) to (?:grant|give|provide) (?:you )?access at this time
    """,
    script=r"""
        ^\W*(?:please |you need to |to [a-z ,]+ )?(?:enable|turn on|activate) (?:java ?script|js)\b
        java ?script (?:is|must be|needs to be|has to be|seems to be) (?:disabled|enabled|required|turned|\
            needed|blocked)
        ^.{0,80}(?:requires|need|needs|without|support) java ?script\b.{0,60}$
    """,
    newsletter=r"""
        ^\W*(?:please |now |click here to )?(?:sign[ -]?up|subscribe|register|join|get|receive)\
            \b[^.]{0,70}\bnewsletters?\b
        ^\W*(?:please |now |click here to )?(?:sign[ -]?up|subscribe|register|get|receive)\
            \b[^.]{0,50}\b(?:alerts|briefing)\b
        ^\W*(?:sign[ -]?up|subscribe|register|get|receive)\b[^.]{0,70}(?:your|by) (?:inbox|e-?mail)\b
        ^\W*(?:sign[ -]?up|subscribe) (?:for|to) (?:our|the|breaking|daily|free).{0,60}(?:updates|e-?mails?|\
            channel|podcast)
        (?:straight|directly|delivered|sent|right|free) (?:to|into|in) your (?:e-?mail|inbox)
        ^\W*(?:stay|keep) (?:up[ -]to[ -]date|informed|in the know|ahead|connected|updated|in touch|up to speed)\
            \b.{0,80}$
        ^\W*(?:follow |like |find |join |add )(?:us|our|[a-z .]{2,25}) (?:on|as|at) (?:whatsapp|telegram|facebook|\
            twitter|x|google)\b
        ^\W*(?:follow |like |find |join |add )(?:us|our|[a-z .]{2,25}) (?:on|as|at) (?:instagram|youtube|linkedin|\
            tiktok|bluesky)\b
        ^\W*(?:want|like) (?:more|to get|to receive)\b[^?]{0,60}\? (?:sign|subscribe|get|join|follow)
        ^\W*(?:thank you|thanks) for (?:subscribing|signing up|registering)|^\W*e-?mail (?:address|sign ?up)\W*$
        this (?:article|story|post|piece) (?:was )?(?:first |originally )?(?:appeared|sent|published|\
            from) .{0,30}newsletter
    """,
    comments=r"""
        (?:log ?in|sign ?in|register|subscribe|sign up|create an account|logged in|\
            members?) [^.]{0,30}\bto (?:\w+ ){0,4}comment
        (?:log ?in|sign ?in|register|subscribe|logged in)\b.{0,20} to (?:join|view|see|read|post) the (?:conver|\
            discus|comm)
        only (?:[a-z]+ )?(?:subscribers|members) (?:can|may|are able to) (?:\w+ ){0,3}comment
        ^\W*(?:leave a (?:comment|reply)|join the (?:conversation|discussion)|post a comment|add a comment)\W*$
        ^\W*(?:(?:view|show|read|see|hide|load)(?: all| the)?(?: \d+)? comments?|be the first to comment|\
            your comment)\W*$
        ^\W*(?:comments|commenting) (?:are|is) (?:closed|disabled|turned off|off|only|open|subject|moderated).{0,60}$
        ^\W*(?:\d+ )?comments?(?: \(?\d+\)?)?\W*$|^\W*(?:what do you think|have your say)\W.{0,60}$
        (?:log|sign) ?in\b.{0,20} to (?:save|bookmark|gift|share|listen|follow|vote|rate|print|react|reply)\b
    """,
    skip=r"""
        (?:skip|jump|go|return)(?: directly| back)? to (?:the )?(?:main |primary |page |article |\
            site )?(?:content|navigation|menu)
        (?:skip|jump|go|return)(?: directly| back)? to (?:the )?(?:search|footer|header|top|article|body|main|\
            homepage)
        back to top|skip (?:ad|advert|advertisement|past newsletter promotion|navigation|links?)|advertisement
        (?:story|article|continue reading) (?:continues )?(?:below|after)(?: (?:the |this )?(?:ad|advert)\w*)?
        loading
    """,
    share=r"""
        share(?: this)?(?: (?:article|story|page|post|via|on|with|by|link))*(?: (?:facebook|twitter|x|whatsapp|\
            e-?mail|linkedin))?
        (?:print|save|bookmark|listen|e-?mail)(?: (?:this )?(?:article|story|page|later|for later|to a friend|link))?
        copy (?:the )?link(?: to (?:article|clipboard))?|(?:link )?copied(?: to clipboard)?|tweet(?: this)?
        (?:listen to|read aloud) this (?:article|story)|(?:give|gift) (?:this )?(?:gift|article)(?: article)?
    """,
    missing=r"""
        (?:error|http|status|code)\W*404\b.{0,60}|404\W+(?:error|page|not|file)\b.{0,50}
        404\s?[-–|:].{0,60}|.{0,60}\b404\W{0,4}(?:error|(?:page )?not found)?
        .{0,30}\b(?:page|article|story|content|url|file|document|post|link|site) (?:\w+ )*not (?:be )?found
        .{0,30}\b(?:page|article|story|content|url|post|link)\b.{0,40}\b(?:doesn't|does not|no longer|\
            didn't) exists?\b.{0,20}
        .{0,30}\b(?:page|article|story|content|url|post|link)\b.{0,40}\b(?:isn't|is not|no longer|not|\
            un) ?available\b.{0,30}
        .{0,30}\b(?:page|article|story|content|post|it) (?:has|have|may have|might have) (?:been )?(?:removed|\
            moved|expired|gone).{0,30}
        .{0,30}\b(?:can't|cannot|can not|could not|couldn't|unable to) find (?:the |that |this |what |your )?.{0,40}
        (?:page |file )?(?:not found|no longer available|missing|gone)|nothing (?:was )?found(?: here)?
        (?:sorry|oops|uh[ -]oh|whoops)\W*.{0,20}(?:page|went wrong|404|lost).{0,30}
    """,
    human=r"""
        just a moment|attention required.{0,20}|access (?:to this (?:page|site) (?:has been )?)?(?:is )?denied
        (?:robot|human) check|(?:are you|you are|i'm|i am) (?:a |not a )?(?:human|robot|bot)\b.{0,40}
        pardon our interruption|one more step
        (?:please )?(?:verify|confirm|prove|verifying|confirming)(?: that)? (?:you are|you're|your)\b.{0,60}
        (?:checking|verifying) (?:your browser|if the site|you are human).{0,80}
        (?:human|browser|robot) (?:verification|check)
        (?:security|robot|bot|human|captcha) (?:check|verification|challenge|test|detection)|robot or human
        request (?:blocked|rejected|denied)|ddos(?:-guard| protection).{0,40}|re ?captcha|captcha.{0,30}
        unusual traffic.{0,60}|(?:sorry, )?you have been blocked|(?:error )?(?:403 )?forbidden|error 1020|blocked
        (?:are you a )?robot
    """,
)
