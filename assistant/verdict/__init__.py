"""Ja or nee to a question that claims something, only where a passage carries it."""
