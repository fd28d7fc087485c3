"""Laws of imported files: whatever is in one, a site file comes out that can be read, or none, and notes."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsbot.sites.document import read_site, write_site
from newsbot.sites.ftr import carry, comment_of

unhurried = settings(deadline=None)
KEYS = st.sampled_from(
    [
        *("title", "body", "author", "date", "strip", "strip_id_or_class", "not_logged_in_xpath", "test_url", "prune"),
        *("requires_login", "login_uri", "login_username_field", "login_password_field", "login_extra_fields"),
        *("http_header(user-agent)", "Title", "replace_string(a)"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        ["//h1", "//time/@datetime", "yes", "https://a.example/x", "name", "//p[@a='|']", "concat('a', //b)", "", "a b"]
    ),
    st.text(max_size=30),
)
LINES = st.lists(st.builds("{}: {}".format, KEYS, VALUES), max_size=12).map("\n".join)


@unhurried
@given(st.one_of(LINES, st.text(max_size=200)))
@example("title: //h1[@a='\u2028']\x07")
@example("strip: //a\x85b: c\nfrob\x1cnicate: \ud800")
def test_what_is_made_can_be_read(text: str) -> None:
    found = carry("a.example.txt", text)
    assert all(note.why and str(note).isprintable() for note in found.notes)
    if found.site is None:
        assert not found.keys
        return
    written = write_site(found.site, comment_of("a.example.txt", found.notes))
    assert read_site(written.encode(), "x.yml") == found.site


@unhurried
@given(st.text(max_size=30))
def test_every_name_of_a_file_has_a_host_or_none(name: str) -> None:
    found = carry(f"{name}.txt", "title: //h1\n")
    assert (found.site is None) is (not found.host)
