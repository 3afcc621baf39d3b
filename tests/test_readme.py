"""The documents for developers keep to the truth: commands, options, files and settings."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from assistant.cli import COMMANDS, cli
from assistant.local import build_service
from assistant.settings import PROJECT, Settings
from assistant.web.app import create_app

README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    name: (PROJECT / name).read_text(encoding="utf-8")
    for name in (
        *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"),
        *("corpus/README.md", "evals/README.md", "evals/RESULTS.md"),
        *("docs/widget.md", "docs/performance.md"),
    )
}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = "sh"
NO_SHELL = {"text", "yaml", "json"}
LOKET = ".venv/bin/loket"
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
SETTING = re.compile(r"\bLOKET_[A-Z]+(?:_[A-Z]+)*\b")
SETTINGS = {f"LOKET_{field.name.upper()}" for field in fields(Settings)}
OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
BELOW = re.compile(r"(?<![\w./-])(?:corpus|ingest|retrieval|assistant|evals|tests|docs)/[\w./-]*")
AT_ROOT = re.compile(r"[A-Z]+(?:\.md)?|Makefile|pyproject\.toml|\.env\.example|\.ci/run")


def commands(text: str) -> list[list[str]]:
    """Return the words of every shell command in a document's fences."""
    return [
        shlex.split(line, comments=True)
        for language, body in FENCE.findall(text)
        if language == SHELL
        for line in body.splitlines()
        if shlex.split(line, comments=True)
    ]


def unknown(words: list[str]) -> str | None:
    """Return what is not known of a command, or None."""
    if words[0] == "make":
        return _unknown_to_make(words[1:])
    if words[0] == LOKET:
        return _unknown_to_loket(words[1:])
    return f"no such program: {words[0]}"


def _unknown_to_make(words: list[str]) -> str | None:
    targets = set(TARGET.findall((PROJECT / "Makefile").read_text(encoding="utf-8")))
    for word in words:
        name, is_setting, _ = word.partition("=")
        if name not in (SETTINGS if is_setting else targets):
            return f"not in the Makefile: {word}"
    return None


def _unknown_to_loket(words: list[str]) -> str | None:
    if words and words[0].startswith("-"):
        return None if words[0] in ("-h", "--help") else f"no such option: {words[0]}"
    if not words or words[0] not in COMMANDS:
        return f"no such command: {' '.join(words)}"
    known = options(words[0])
    wrong = [word for word in words[1:] if word.startswith("-") and word not in known]
    return f"no such option: {wrong[0]}" if wrong else None


def options(name: str) -> set[str]:
    """Return the options of a command of loket."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    params = [param for each in every for param in each.params]
    own = {spelling for each in params for spelling in each.opts if spelling[0] == "-"}
    return own | {"-h", "--help"}


def inline_commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield (subcommand, all of the code) for every `loket ...` within running text."""
    for code in CODE.findall(FENCE.sub("", text)):
        found = re.match(r"loket ([a-z]+)\b(?!\|)", code)
        if found:
            yield found[1], code


def named_files(text: str) -> set[str]:
    """Return the files and folders of the project that a document names."""
    inline = {found for found in CODE.findall(FENCE.sub("", text)) if AT_ROOT.fullmatch(found)}
    at_root = {name for name in inline if not name.isupper()}
    links = {link.split("#")[0] for link in LINK.findall(text) if "://" not in link}
    below = {found.rstrip(".") for found in BELOW.findall(text)}
    return (at_root | links | below) - {""}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_fence_says_what_it_is(name: str):
    languages = {language for language, _ in FENCE.findall(DOCUMENTS[name])}
    assert languages <= {SHELL, *NO_SHELL}
    assert DOCUMENTS[name].count("```") == 2 * len(FENCE.findall(DOCUMENTS[name]))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_shell_command_is_known(name: str):
    assert [fault for words in commands(DOCUMENTS[name]) if (fault := unknown(words))] == []


def test_the_first_screen_shows_a_question_and_both_commands():
    shown = [" ".join(words) for words in commands(README)]
    assert {"make run", "make test"} <= set(shown)
    assert any(command.startswith(f"{LOKET} ask ") for command in shown)


CHEAP = [words[1:] for words in commands(README) if words[0] == LOKET and words[-1] == "--help"]


@pytest.mark.parametrize("words", CHEAP, ids=" ".join)
def test_cheap_commands_run(words: list[str]):
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *words],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: loket")


def test_there_are_cheap_commands_to_run():
    assert ["--help"] in CHEAP


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_within_the_text_are_known(name: str):
    for command, code in inline_commands(DOCUMENTS[name]):
        assert command in COMMANDS, code
        assert set(OPTION.findall(code)) <= options(command), code


def test_the_readme_names_every_command_and_option():
    told: dict[str, set[str]] = {name: set() for name in COMMANDS}
    for command, code in inline_commands(README):
        told[command] |= set(OPTION.findall(code))
    for name in COMMANDS:
        assert told[name] == options(name) - {"-h", "--help"}, name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_named_file_exists(name: str):
    named = named_files(DOCUMENTS[name])
    assert [file for file in sorted(named) if not there(file, PROJECT / name)] == []


def there(file: str, document: Path = PROJECT / "README.md") -> bool:
    """Tell whether a file is in the project, by its path from there or from the document."""
    paths = (PROJECT / file, document.parent / file)
    return any(path.is_dir() if file.endswith("/") else path.exists() for path in paths)


def test_the_readme_names_every_path_of_the_api():
    paths = create_app(build_service(Settings())).openapi()["paths"]
    calls = [f"`{method.upper()} {path}`" for path, own in paths.items() for method in own]
    assert [call for call in calls if call not in README] == []
    assert len(calls) > 15


def test_the_readme_names_every_setting_and_no_other():
    assert set(SETTING.findall(README)) == SETTINGS


def test_the_example_settings_are_the_defaults():
    example = PROJECT / ".env.example"
    assert set(SETTING.findall(example.read_text(encoding="utf-8"))) == SETTINGS
    assert Settings.from_env({}, example) == Settings()


def test_every_decision_has_its_parts_and_its_number():
    records = sorted((PROJECT / "docs" / "adr").glob("*.md"))
    numbers = [record.name.split("-")[0] for record in records]
    assert numbers == sorted(set(numbers))
    for number, record in zip(numbers, records, strict=True):
        text = record.read_text(encoding="utf-8")
        assert re.fullmatch(r"\d{4}", number), record.name
        assert text.startswith(f"# {number} "), record.name
        assert re.findall(r"(?m)^## (.+)$", text) == ["Context", "Decision", "Consequences"]


# The checkers themselves.


@pytest.mark.parametrize(
    "line",
    [
        "make nonsense",
        "make run LOKET_PROT=9000",
        ".venv/bin/loket aks vraag",
        ".venv/bin/loket ask vraag --jsno",
        ".venv/bin/loket --versoin",
        "curl http://127.0.0.1:8000",
    ],
)
def test_a_wrong_command_is_found(line: str):
    [words] = commands(f"```sh\n{line}  # so\n```\n")
    assert unknown(words)


def test_a_missing_file_is_found():
    text = "See `assistant/nonsense.py`, [this](GONE.md#part), `HELP.md` and ingest/readers/."
    assert named_files(text) == {"assistant/nonsense.py", "GONE.md", "HELP.md", "ingest/readers/"}
    assert [name for name in sorted(named_files(text)) if not there(name)] == [
        *("GONE.md", "HELP.md", "assistant/nonsense.py")
    ]
