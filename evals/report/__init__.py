"""Showing a run: a table for the terminal, JSON for programs, Markdown and a page for a person."""
