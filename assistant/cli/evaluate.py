"""`loket eval`: scores answers against the thresholds; its steps can be run apart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli import common

if TYPE_CHECKING:
    from evals.command import Opener

KEY = "OPENAI_API_KEY"
SPLITS = ("dev", "test", "all")
SYSTEMS = ("pipeline", "http", "openai", "langchain")
SUITE = "suite"

split_option = click.option(
    "--split", type=click.Choice(SPLITS), default="dev", help="Which questions; dev if left out."
)
report_option = click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the report there.",
)
run_file = click.Path(path_type=Path, exists=True, dir_okay=False)


class _Eval(click.Group):
    """Takes `loket eval corpus` for `loket eval suite corpus`: what is no step is a suite."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [SUITE, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS]", "[SUITE]", "|", "COMMAND [ARGS]..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of a suite, which need no command, then the commands."""
        own = self.commands[SUITE].get_params(ctx)
        with formatter.section("Options"):
            formatter.write_dl([found for each in own if (found := each.get_help_record(ctx))])
        self.format_commands(ctx, formatter)


@click.group("eval", cls=_Eval, no_args_is_help=False)
def command() -> None:
    """Score the answers to a SUITE of questions, or to all; exits 1 under the thresholds."""


@command.command(SUITE, hidden=True)
@click.argument("suite", required=False)
@common.json_option
@split_option
@report_option
@common.index_option
def suite_command(
    suite: str | None, as_json: bool, split: str, report: Path | None, index: Path | None
) -> int:
    """Ask and score a SUITE, or all: what `loket eval` does by itself."""
    from evals.command import evaluate

    return evaluate(suite, as_json, report, index, split)


@command.command("run")
@click.argument("suite")
@click.option("--system", type=click.Choice(SYSTEMS), default="pipeline", help="What is asked.")
@click.option("--url", help="Address of the system 'http' or 'openai'.")
@click.option("--model", help=f"Model of the system 'openai'; its key is in {KEY}.")
@click.option("--retriever", metavar="MODULE:NAME", help="Import path of a LangChain retriever.")
@click.option("--repeats", type=click.IntRange(1, 5), help="Times that each question is asked.")
@split_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Write the run there.",
)
@common.index_option
def run_command(
    suite: str,
    system: str,
    url: str | None,
    model: str | None,
    retriever: str | None,
    repeats: int | None,
    split: str,
    out: Path,
    index: Path | None,
) -> int:
    """Ask a system every question of SUITE, and write what it answers; nothing is judged."""
    from evals.command import TWICE, run_step

    opener = _opener(system, url, model, retriever, index)
    own = system in ("pipeline", "http")
    return run_step(suite, split, opener, repeats or (TWICE if own else 1), out)


def _opener(
    system: str, url: str | None, model: str | None, retriever: str | None, index: Path | None
) -> Opener:
    if system == "pipeline":
        from evals.command import local_opener

        return local_opener(index)
    if system == "http":
        from evals.systems.loket_http import LoketHttp

        over_http = LoketHttp(_needed(url, "--url", system))
        return lambda suite, items: over_http
    if system == "openai":
        from evals.systems.openai_endpoint import OpenAIEndpoint

        address, name = _needed(url, "--url", system), _needed(model, "--model", system)
        endpoint = OpenAIEndpoint(address, name, os.environ.get(KEY))
        return lambda suite, items: endpoint
    from evals.systems.langchain_retriever import LangChainRetriever

    searching = LangChainRetriever.load(_needed(retriever, "--retriever", system))
    return lambda suite, items: searching


def _needed(value: str | None, option: str, system: str) -> str:
    if not value:
        raise click.UsageError(f"--system {system} needs {option}")
    return value


@command.command("score")
@click.argument("file", type=run_file)
@common.json_option
@report_option
@click.option(
    "--judge",
    metavar="MODEL",
    help="Also ask a language model, as PROVIDER:MODEL, three times about each answer.",
)
@click.option(
    "--judge-url", metavar="URL", help=f"Its endpoint, if not the provider's; key in {KEY}."
)
def score_command(
    file: Path, as_json: bool, report: Path | None, judge: str | None, judge_url: str | None
) -> int:
    """Score a run FILE; the same file gives the same figures. Exits 1 under the thresholds."""
    from evals.command import score_step

    if judge is None:
        if judge_url:
            raise click.UsageError("--judge-url needs --judge")
        return score_step(file, as_json, report)
    from assistant.generate.chat import ChatSettings
    from evals.model_judge import SECONDS

    key = os.environ.get(KEY) if judge_url else None
    model = ChatSettings(model=judge, url=judge_url, key=key, timeout=SECONDS)
    return score_step(file, as_json, report, model)


@command.command("export")
@click.argument("file", type=run_file)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Write the dataset there.",
)
def export_command(file: Path, out: Path) -> int:
    """Write a run FILE as a RAGAS dataset (JSONL)."""
    from evals.command import export_step

    return export_step(file, out)


@command.command("compare")
@click.argument("first", type=run_file)
@click.argument("second", type=run_file)
@common.json_option
def compare_command(first: Path, second: Path, as_json: bool) -> int:
    """Compare two run files in pairs; exits 1 where SECOND is worse by more than chance."""
    from evals.command import compare_step

    return compare_step(first, second, as_json)
