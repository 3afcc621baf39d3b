"""
Teaches the bundled engine our field: makes `retrieval/embedding/adapter.npz` (docs/adr/0032).

`questions.jsonl` holds questions about passages of our own documents, of desk documents and of the
invented ones in `documents/`, with the units that answer each, and near misses, which the passage
does not answer. Needs torch, which the extra `st` brings:

    loket ingest evals/tuning/documents ../shared/bronnen --index DIR
    python -m evals.tuning --index DIR

The reader of entailment, `retrieval/embedding/entailment.npz` (docs/adr/0033 and 0034), learns from
the same questions and from two files of contrast sets, `claims.jsonl` and `contrasts.jsonl`:

    loket ingest corpus/documents evals/tuning/documents ../shared/bronnen --index DIR
    python -m evals.tuning.entailing --index DIR
"""
