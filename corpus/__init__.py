"""The words that every part shares: documents, passages, errors, and what we know as data."""
