"""The demo newspaper: The Saltmere Courier, invented, on a loopback address, a hundred articles of every kind.

It is the first thing that `make crawl` reads, and the web server of the tests. Nothing of it asks a clock or the
network: a seed gives the same newspaper, byte by byte.

    from newsbot.demo.server import start_demo

    with start_demo(seed=1) as demo:        # a free port of 127.0.0.1
        demo.url                            # http://127.0.0.1:…
        demo.newspaper.articles             # the truth: path, kind, headline, authors, paragraphs, pictures, verdict …
        demo.log                            # the requests that were answered

What a site file needs:

    host            that of `demo.url`, with its port
    front page      /
    sections        /town/ /harbour/ /business/ /sport/ /culture/ /nature/ /world/ /opinion/  (?page=2 …)
    feeds           /feeds/all.xml (RSS)  /feeds/all.atom  /feeds/all.json  /feeds/<section>.xml
    news sitemap    /sitemaps/news.xml
    sitemaps        /sitemap.xml: an index of the news sitemap and of one sitemap a month, the oldest packed (.xml.gz)
    articles        /<section>/<yyyy>/<mm>/<dd>/<slug>-<number>  and  /<section>/<slug>-a<number>.html
    never articles  / /<section>/ /authors/… /tags/… /about /contact /subscribe /search /login /register /account
    robots.txt      Crawl-delay, Sitemap; /private/ and /search are disallowed
    subscriber      reader@demo.example, password demo: POST /login with email, password and the form's csrf;
                    /account shows who is signed in, /logout ends it

The oldest sitemap also names four addresses without an article, as real ones do: one that moved (301), one that is
gone (410), one that says "page not found" with status 200, and one that robots.txt disallows (newsbot/demo/desk.py).

Two articles have a second edition: one is corrected, one gets another headline; lists and feeds change with them. The
first edition is for those who have not seen it. Whoever comes back with its ETag (or its date) gets the second, in
another process too. `start_demo(edition=2)`, `demo.edition = 2` and `POST /_demo/edition/2` give it to everybody.

The meter is a cookie: without one, every metered article is the first. With one, the fourth is cut.

Below /_demo/ are the faults: status/<code> (?after= seconds), slow (?seconds=), loop, loop-a, empty, binary,
binary.html, big (?mb=), bomb, charset, not-a-feed.xml, evil.xml, reset; and log, the requests as JSON.
"""
