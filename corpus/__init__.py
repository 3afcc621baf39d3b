"""The words that every part shares: documents, passages, errors, and reading metadata."""
