"""
Teaches the bundled engine our field: makes `retrieval/embedding/adapter.npz` (docs/adr/0032).

`questions.jsonl` holds questions about passages of our own documents, of desk documents and of the
invented ones in `documents/`, with the units that answer each, and near misses, which the passage
does not answer. Needs torch, which the extra `st` brings:

    loket ingest evals/tuning/documents ../shared/bronnen --index DIR
    python -m evals.tuning --index DIR
"""
