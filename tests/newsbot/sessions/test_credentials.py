"""The file of credentials: what it may say, what is told of what is wrong in it, and what comes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsbot.config import Config, read_config
from newsbot.errors import FixCredentials, GiveCredential
from newsbot.sessions.credentials import MAX_SIZE, default_reference, read_credentials, resolve
from newsbot.sites.login import Login
from newsbot.sites.model import Site

PAPER = Site(name="Paper", url="https://paper.example/")


def login(*names: str) -> Login:
    steps = [{"goto": "https://paper.example/login"}, *({"fill": f"css:#{name}", "with": name} for name in names)]
    return Login.model_validate({"credentials": list(names), "steps": steps, "success": ["css:.account"]})


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config({"NEWSBOT_DATA": str(tmp_path / "data"), "NEWSBOT_SITES": str(tmp_path / "sites")})


def write(config: Config, text: str, mode: int = 0o600) -> Path:
    config.credentials.write_text(text, "utf-8")
    config.credentials.chmod(mode)
    return config.credentials


def faults(config: Config, text: str, mode: int = 0o600) -> list[str]:
    with pytest.raises(FixCredentials) as caught:
        read_credentials(write(config, text, mode))
    assert "hunter2" not in str(caught.value)
    return [f"{fault.line}: {fault.where}: {fault.why}" for fault in caught.value.faults]


def values(config: Config, names: Login, **variables: str) -> dict[str, str]:
    found = resolve(PAPER, names, config, environment={**os.environ, **variables})
    return {name: secret.reveal() for name, secret in found.items()}


# ── where it stands ──


def test_it_stands_beside_the_folder_of_site_files_or_where_the_variable_says(config: Config, tmp_path: Path) -> None:
    assert config.credentials == tmp_path / "credentials.yml"
    assert read_config({"NEWSBOT_CREDENTIALS": "/x/y.yml"}).credentials == Path("/x/y.yml")


@pytest.mark.parametrize(
    ("site", "name", "variable"),
    [
        ("paper", "password", "NEWSBOT_PAPER_PASSWORD"),
        ("der-standard", "userName", "NEWSBOT_DER_STANDARD_USERNAME"),
        ("127-0-0-1-8811", "one-time", "NEWSBOT_127_0_0_1_8811_ONE_TIME"),
    ],
)
def test_the_default_is_a_variable(site: str, name: str, variable: str) -> None:
    assert str(default_reference(site, name)) == f"env:{variable}"


# ── what comes of it ──


def test_values_come_from_where_the_file_says_and_else_from_the_default(config: Config, tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("hunter2\n")
    (tmp_path / "pw").chmod(0o600)
    write(config, 'paper:\n  password: file:pw\n  totp: "cmd:printf seed"\nother: {password: env:OTHER}\n')
    found = values(config, login("username", "password", "totp"), NEWSBOT_PAPER_USERNAME="me")
    assert found == {"username": "me", "password": "hunter2", "totp": "seed"}


def test_without_a_file_all_comes_from_the_environment(config: Config) -> None:
    found = values(config, login("username"), NEWSBOT_PAPER_USERNAME="me")
    assert found == {"username": "me"}
    assert values(config, login()) == {}


def test_a_value_that_cannot_be_had_names_the_place_and_the_cure(config: Config) -> None:
    with pytest.raises(GiveCredential, match="env:NEWSBOT_PAPER_PASSWORD") as caught:
        values(config, login("password"))
    assert caught.value.name == "password"
    assert str(config.credentials) in caught.value.cure
    write(config, "papers: {password: env:X}\n")
    with pytest.raises(GiveCredential) as caught:
        values(config, login("password"))
    assert "papers" in caught.value.cure
    write(config, "paper: {passwort: env:X}\n")
    with pytest.raises(GiveCredential) as caught:
        values(config, login("password"))
    assert "passwort" in caught.value.cure


def test_a_command_is_not_repeated_in_errors(config: Config) -> None:
    write(config, 'paper: {password: "cmd:false --token hunter2"}\n')
    with pytest.raises(GiveCredential) as caught:
        values(config, login("password"))
    assert "hunter2" not in str(caught.value)
    assert "cmd:false" in str(caught.value)


def test_prompt_needs_somebody(config: Config) -> None:
    write(config, "paper: {password: 'prompt:'}\n")
    with pytest.raises(GiveCredential, match="nobody is there"):
        resolve(PAPER, login("password"), config)
    found = resolve(PAPER, login("password"), config, ask=lambda what: f"typed for {what}")
    assert found["password"].reveal() == "typed for password for paper"


# ── what is wrong in it ──


def test_values_that_stand_there_themselves_are_refused_with_their_lines(config: Config) -> None:
    text = "paper:\n  username: env:ME\n  password: hunter2\nother:\n  password: hunter2 too\n"
    said = faults(config, text)
    assert [each.partition(": this")[0] for each in said] == ["3: paper.password", "5: other.password"]
    assert not any("others can read" in each for each in said)
    assert all("others can read" in each for each in faults(config, text, 0o644)), "these are known to others now"


def test_references_may_be_read_by_others(config: Config) -> None:
    assert read_credentials(write(config, "paper: {password: env:X}\n", 0o644)).sites


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_could_run_their_commands(config: Config, mode: int) -> None:
    (said,) = faults(config, "paper: {password: env:X}\n", mode)
    assert f"{mode:04o}" in said
    assert "chmod 600" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_another_user(config: Config) -> None:
    os.chown(write(config, "paper: {password: env:X}\n"), 65534, 65534)
    with pytest.raises(FixCredentials, match="another user"):
        read_credentials(config.credentials)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- hunter2\n", "1: :"),
        ("hunter2\n", "1: :"),
        ("paper: hunter2\n", "1: paper:"),
        ("paper:\n  password:\n    - hunter2\n", "2: paper.password:"),
        ("paper:\n  password:\n    value: hunter2\n", "2: paper.password:"),
        ("paper:\n  password: env:A\n  password: hunter2\n", "3: paper.password:"),
        ("paper:\n  password: hunter2: x\n", "2: :"),
        ("paper:\n  password: @hunter2\n", "2: :"),
        ("paper:\n  password: &hunter2 x\n", "2: paper.password:"),
        ("paper: {password: !hunter2 env:X}\n", "1: paper.password:"),
        ("paper:\n  password: *hunter2\n", "2: paper.password:"),
        ("paper: {password: 'hunter2\n", ""),
        ("paper:\n  password:\n", "2: paper.password:"),
    ],
)
def test_other_faults_name_the_line_and_never_the_value(config: Config, text: str, place: str) -> None:
    assert any(each.startswith(place) for each in faults(config, text))


def test_empty_large_and_strange_files(config: Config) -> None:
    assert read_credentials(write(config, "")).sites == {}
    assert read_credentials(write(config, "# nothing yet\n")).sites == {}
    assert "bytes" in faults(config, "#" * (MAX_SIZE + 1))[0]
    config.credentials.write_bytes(b"paper: {password: \xff\xfe\x00hunter2}\n")
    with pytest.raises(FixCredentials) as caught:
        read_credentials(config.credentials)
    assert "hunter2" not in str(caught.value)
    config.credentials.unlink()
    config.credentials.mkdir()
    with pytest.raises(FixCredentials, match="cannot be read"):
        read_credentials(config.credentials)
