"""bot/teams/manifest.json, held against the code and against Microsoft's published schema; and the package to upload."""

from __future__ import annotations

import io
import json
import struct
import tomllib
import zipfile
import zlib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.__main__ import main
from bot.errors import CannotStart
from bot.feature import Heard
from bot.grammar import Vocabulary, addressed
from bot.teams import icons, package
from handlers import all_features

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT.parent / "shared" / "schemas" / "teams-manifest.json"
DECLARED = package.declared()
CLIENT = "12345678-90ab-cdef-1234-567890ABCDEF"
BASE = "https://bot.partners.example"


def checked(content: dict[str, Any]) -> None:
    """Raises ValidationError where the schema does not take it. Some of its patterns are none that Python can read."""
    if not SCHEMA.exists():
        pytest.skip("the schema of Teams manifests is not here")
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(content)


def commands() -> list[tuple[str, str]]:
    (bot,) = DECLARED["bots"]
    return [(one["title"], one["description"]) for found in bot["commandLists"] for one in found["commands"]]


def permissions(content: dict[str, Any]) -> set[str]:
    asked = content.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    return {one["name"] for one in asked}


# What stands in it


@pytest.mark.published
@pytest.mark.parametrize("asking", [(), ("lines",), tuple(package.OPTIONAL)])
def test_teams_would_take_it(asking: tuple[str, ...]) -> None:
    checked(json.loads(package.text(CLIENT, BASE, asking)))
    checked(DECLARED)


@pytest.mark.published
def test_teams_would_not_take_one_with_a_mistake_in_it() -> None:
    content = package.declared()
    content["bots"][0]["commandLists"][0]["commands"] *= 2
    with pytest.raises(jsonschema.ValidationError):
        checked(content)


def test_its_version_is_upbeats_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert DECLARED["version"] == project["version"]


def test_the_bot_works_in_channels_chats_and_alone_and_in_shared_and_private_channels() -> None:
    (bot,) = DECLARED["bots"]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert DECLARED["supportsChannelFeatures"] == "tier1"
    scopes = [scope for found in bot["commandLists"] for scope in found["scopes"]]
    assert sorted(scopes) == sorted(bot["scopes"]), "each kind of place has one list of commands"


@pytest.mark.parametrize(("title", "description"), commands())
def test_each_command_is_understood_and_says_what_its_verb_says_of_itself(
    title: str, description: str
) -> None:
    features = {feature.name: feature for feature in all_features()}
    heard = addressed(title, Vocabulary(all_features()))
    assert isinstance(heard, Heard), title
    verb = features[heard.feature].verbs[heard.verb]
    assert description == verb.help
    assert not verb.hidden


def test_every_feature_that_has_a_command_of_its_own_is_offered() -> None:
    offered = {title.split()[0] for title, _ in commands()}
    assert {feature.command.lstrip("/") for feature in all_features()} - {"upbeat"} <= offered


# Permissions


def test_nothing_is_asked_for_unless_somebody_wants_it() -> None:
    content = json.loads(package.text(CLIENT, BASE))
    assert permissions(content) == set()
    assert "webApplicationInfo" not in content


@pytest.mark.parametrize("kind", package.OPTIONAL)
def test_each_kind_is_asked_for_by_itself_with_the_application_that_gets_it(kind: str) -> None:
    content = json.loads(package.text(CLIENT, BASE, [kind]))
    assert permissions(content) == set(package.OPTIONAL[kind])
    assert content["webApplicationInfo"]["id"] == CLIENT.lower()


def test_every_permission_is_of_a_kind_and_each_kind_says_what_goes_without_it() -> None:
    assert permissions(DECLARED) == {name for names in package.OPTIONAL.values() for name in names}
    assert set(package.WITHOUT) == set(package.OPTIONAL)


# This installation's own


def test_the_ids_and_the_address_are_those_of_the_installation() -> None:
    written = package.text(CLIENT, f"{BASE}/", package.OPTIONAL)
    content = json.loads(written)
    assert content["id"] == content["bots"][0]["botId"] == CLIENT.lower()
    assert content["developer"]["websiteUrl"] == BASE
    assert package.NOBODY not in written and package.EXAMPLE not in written


@pytest.mark.parametrize("client", ["", "upbeat", f"{CLIENT}0", "{client}"])
def test_an_id_that_is_none_is_refused_in_words(client: str) -> None:
    with pytest.raises(CannotStart, match="UPBEAT_TEAMS_CLIENT_ID"):
        package.text(client)


def test_the_package_holds_the_manifest_and_the_icons_that_it_names() -> None:
    written = package.text(CLIENT, BASE)
    with zipfile.ZipFile(io.BytesIO(package.package(written))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert archive.read("manifest.json").decode() == written
    assert package.package(written) == package.package(written)


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the pixels of an icon of ours (8 bits, four colours, no filter)."""
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[at - 4 : at])
    rows = zlib.decompress(png[at + 4 : at + 4 + length])
    line = 1 + 4 * width
    found = [rows[y * line + 1 + 4 * x :][:4] for y in range(height) for x in range(width)]
    return width, height, found


def test_the_icons_are_of_the_size_and_the_colours_that_teams_wants() -> None:
    width, height, colours = pixels(icons.color())
    assert (width, height) == (192, 192)
    assert {colour[3] for colour in colours} == {255}
    assert len(set(colours)) > 3
    width, height, lines = pixels(icons.outline())
    assert (width, height) == (32, 32)
    drawn = [colour for colour in lines if colour[3]]
    assert {colour[:3] for colour in drawn} == {b"\xff\xff\xff"}, "white lines"
    assert 0 < len(drawn) < len(lines) / 2, "on nothing"


def test_the_command_writes_the_package_or_prints_the_manifest_or_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPBEAT_TEAMS_CLIENT_ID", CLIENT)
    monkeypatch.setenv("UPBEAT_PUBLIC_URL", BASE)
    assert main(["manifest", "teams", "--out", "upbeat.zip", "--ask", "lines"]) == 0
    assert "upbeat.zip" in capsys.readouterr().out
    with zipfile.ZipFile("upbeat.zip") as archive:
        written = archive.read("manifest.json").decode()
    assert written == package.text(CLIENT, BASE, ["lines"])
    assert main(["manifest", "teams", "--ask", *package.OPTIONAL]) == 0
    assert capsys.readouterr().out == package.text(CLIENT, BASE, package.OPTIONAL)
    assert main(["manifest", "teams", "--ask", "lines"]) == 0
    assert capsys.readouterr().out == written
    monkeypatch.delenv("UPBEAT_TEAMS_CLIENT_ID")
    assert main(["manifest", "teams", "--out", "none.zip"]) == 2
    assert "UPBEAT_TEAMS_CLIENT_ID" in capsys.readouterr().err
    assert not Path("none.zip").exists()
