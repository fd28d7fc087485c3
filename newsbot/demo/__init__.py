"""The demo newspaper: The Saltmere Courier, invented, on a loopback address, a hundred articles of every kind.

It is the first thing that `make crawl` reads, and the web server of the tests. Nothing of it asks the network, and only
one-time codes ask a clock: a seed gives the same newspaper, byte by byte.

    from newsbot.demo.server import start_demo

    with start_demo(seed=1) as demo:        # a free port of 127.0.0.1
        demo.url                            # http://127.0.0.1:…
        demo.newspaper.articles             # the truth: path, kind, headline, authors, paragraphs, pictures, verdict …
        demo.newspaper.archive              # the same of the archive, with start_demo(archive=300)
        demo.log                            # the requests that were answered, and who was signed in
        demo.readers.told()                 # logins, failures, sessions
        demo.readers.secrets                # all that must never be found in what a crawl leaves behind

What a site file needs:

    host            that of `demo.url`, with its port
    front page      /
    sections        /town/ /harbour/ /business/ /sport/ /culture/ /nature/ /world/ /opinion/  (?page=2 …)
    feeds           /feeds/all.xml (RSS)  /feeds/all.atom  /feeds/all.json  /feeds/<section>.xml
    news sitemap    /sitemaps/news.xml
    sitemaps        /sitemap.xml: an index of the news sitemap and of one sitemap a month, the oldest packed (.xml.gz)
    articles        /<section>/<yyyy>/<mm>/<dd>/<slug>-<number>  and  /<section>/<slug>-a<number>.html
    archive         /archive/ and /feeds/archive.xml, on demand: articles for subscribers only, nothing else links there
                    but the navigation and the front page
    never articles  / /<section>/ /authors/… /tags/… /about /contact /subscribe /search /login… /register /account
                    /api/…
    robots.txt      Crawl-delay, Sitemap; /private/ and /search are disallowed

Who may sign in. Every password is `demo`, or what `start_demo(password=…)` says; site files with a `login` part for all
of these come from newsbot/demo/recipes.py, and from `newsbot demo --site-file WAY`:

    reader@demo.example     /login: a form with email, password and a csrf token, posted to /login. Reads everything.
    app@demo.example        /login-app: a script posts JSON to /api/session and keeps the token in local storage, as
                            `courier_token` (and inside the JSON `courier_app`, as auth.token). No cookie: whoever sends
                            `Authorization: Bearer TOKEN` gets whole articles, as pages and from /api/articles/<number>
    steps@demo.example      /login-steps: address, password on a second page, one-time code on a third (RFC 6238, seed
                            SALTMERECOURIER7; a step early or late is right, and each code counts once)
    basic@demo.example      /login; what is for subscribers stays a teaser: "your plan does not include this"
    bound@demo.example      /login; the cookie is honoured only with the User-Agent that signed in
    rotating@demo.example   /login; every article page sets a new cookie, the old one is good for one more request
    devices@demo.example    /login; another login ends the session before. Its articles and /account are then a page
                            that says "your subscription is being used on another device"
    scripted@demo.example   /login; what is for subscribers comes cut, and a script puts in the rest
    tied@demo.example       /login; the cookie is honoured only where a browser sends the request

Everybody who signed in has /account (it shows #account-email) and /logout; every page has their address, and the link
to sign out. Five wrong passwords or codes lock an account. /login-captcha shows a riddle instead of a form, and
/login-changed a form with other fields.

A consent banner covers every page, until the cookie `consent` is `yes`: with `newsbot demo --consent`, with
`start_demo(consent=True)`, and always for those whose cookie `consent` is `ask`.

The oldest sitemap also names four addresses without an article, as real ones do: one that moved (301), one that is
gone (410), one that says "page not found" with status 200, and one that robots.txt disallows (newsbot/demo/desk.py).

Two articles have a second edition: one is corrected, one gets another headline; lists and feeds change with them. The
first edition is for those who have not seen it. Whoever comes back with its ETag (or its date) gets the second, in
another process too. `start_demo(edition=2)`, `demo.edition = 2` and `POST /_demo/edition/2` give it to everybody.

The meter is a cookie: without one, every metered article is the first. With one, the fourth is cut.

Below /_demo/ are orders, for tests in other processes (`demo.readers` has the same as methods):

    GET  /_demo/log             the requests as JSON
    GET  /_demo/logins          logins, failures, sessions and article pages read, in all and by account, as JSON. These
                                two requests are not in the log
    POST /_demo/expire          end all sessions; those of ?account=ADDRESS or ?device=NUMBER (from /_demo/logins).
                                ?after=100: every session ends after 100 article pages; ?after=0 takes that back.
                                ?at=100,200: all end once 100 article pages, from now on, went to readers who
                                were signed in, and again after 200
    POST /_demo/unlock          forget wrong passwords and used codes
    POST /_demo/clock?ahead=30  the clock of the one-time codes is wrong by so many seconds
    POST /_demo/consent/on      and off: the banner
    POST /_demo/reserved/on     and off: mining and training are reserved, in /.well-known/tdmrep.json and by a header
    POST /_demo/edition/2       and 1

What only the process that serves it can do: `demo.slow("POST /login", 3)` holds such requests back for three seconds,
and `demo.instead(path, Answer(500))` answers so once, in the place of a page.

Faults are below /_demo/, too: status/<code> (?after= seconds), slow (?seconds=), loop, loop-a, empty, binary,
binary.html, big (?mb=), bomb, charset, not-a-feed.xml, evil.xml, reset.
"""
