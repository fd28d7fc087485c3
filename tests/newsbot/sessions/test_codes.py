"""One-time codes: the vectors of RFC 6238 (appendix B), and seeds as sites hand them out."""

from __future__ import annotations

import base64

import pytest

from newsbot.errors import FixArgument
from newsbot.sessions.codes import one_time_code, read_seed
from newsbot.sessions.masking import Secret

_DIGITS = b"1234567890"
#: The seed of each algorithm, by the errata of the RFC: as long as its hash.
_SEEDS = {"SHA1": _DIGITS * 2, "SHA256": _DIGITS * 3 + b"12", "SHA512": _DIGITS * 6 + b"1234"}
_VECTORS = {
    59: ("94287082", "46119246", "90693936"),
    1111111109: ("07081804", "68084774", "25091201"),
    1111111111: ("14050471", "67062674", "99943326"),
    1234567890: ("89005924", "91819424", "93441116"),
    2000000000: ("69279037", "90698825", "38618901"),
    20000000000: ("65353130", "77737706", "47863826"),
}


@pytest.mark.parametrize("at", _VECTORS)
@pytest.mark.parametrize(("place", "algorithm"), list(enumerate(_SEEDS)))
def test_the_vectors_of_the_rfc(at: int, place: int, algorithm: str) -> None:
    seed = base64.b32encode(_SEEDS[algorithm]).decode()
    uri = f"otpauth://totp/Paper:me?secret={seed}&issuer=Paper&algorithm={algorithm}&digits=8&period=30"
    assert one_time_code(Secret(uri), at) == _VECTORS[at][place]


@pytest.mark.parametrize("at", _VECTORS)
def test_a_bare_seed_gives_six_digits_of_sha1(at: int) -> None:
    seed = base64.b32encode(_SEEDS["SHA1"]).decode()
    assert one_time_code(Secret(seed), at) == _VECTORS[at][0][2:]


def test_seeds_as_people_copy_them() -> None:
    codes = {
        one_time_code(Secret(text), 59.9)
        for text in (
            "JBSWY3DPEHPK3PXP",
            "jbsw y3dp ehpk 3pxp",
            " JBSW-Y3DP-EHPK-3PXP\n",
            "JBSWY3DPEHPK3PXP======",
            "otpauth://totp/x?secret=jbswy3dpehpk3pxp",
            "OTPAUTH://TOTP/x?Secret=JBSWY3DPEHPK3PXP&algorithm=HmacSHA1&digits=6&period=30",
        )
    }
    assert len(codes) == 1
    assert codes.pop().isdigit()


@pytest.mark.parametrize("length", [1, 5, 7, 10, 14, 20, 64, 200])
def test_seeds_of_any_length(length: int) -> None:
    seed = base64.b32encode(bytes(range(length))).decode().rstrip("=")
    assert len(one_time_code(Secret(seed), 0)) == 6


def test_the_time_that_is_left() -> None:
    seed = read_seed(Secret("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&period=60"))
    assert (seed.period, seed.seconds_left(59), seed.seconds_left(60)) == (60, 1, 60)
    assert seed.code(0) == seed.code(59)
    assert seed.code(59) != seed.code(60)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("not base32: 1890!", "base32"),
        ("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1", "time"),
        ("otpauth://totp/x?issuer=Paper", "no secret"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=90", "nobody uses"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&period=0", "nobody uses"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=MD5", "nobody uses"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&period=" + "9" * 5000, "nobody uses"),
        ("otpauth://[broken", "broken"),
    ],
)
def test_what_is_no_seed_is_refused_without_being_shown(text: str, why: str) -> None:
    with pytest.raises(FixArgument, match=why) as caught:
        one_time_code(Secret(text), 0)
    assert "JBSWY3DPEHPK3PXP" not in str(caught.value)
    assert "base32:" not in str(caught.value)
    assert caught.value.cure
