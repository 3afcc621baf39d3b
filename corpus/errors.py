"""The exceptions of Loketwijzer. Outcomes are data; these are for what breaks."""


class LoketError(Exception):
    """Base of every expected breakdown; its text is one clear line, English but for visitors."""


class SettingsError(LoketError):
    """A setting is unknown or has a value that cannot be used."""


class RejectedFile(LoketError):
    """A file cannot become a document; the text is the reason in the ingest report."""


class IndexProblem(LoketError):
    """The index is missing, damaged, locked or built with other settings."""


class EngineUnavailable(LoketError):
    """An embedding engine cannot be used on this machine; the text says why."""


class DataProblem(LoketError):
    """A data file of the corpus has a fault; the text says where."""


class RecordsProblem(LoketError):
    """The records (question log, feedback, staff decisions) cannot be read or written."""


class ChatProblem(LoketError):
    """A language model gave no reply that can be used; the extractive answer stands instead."""
