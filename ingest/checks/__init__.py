"""Checks on our own documents. Each is a pure function from documents to findings."""
