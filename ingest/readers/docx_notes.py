"""Footnotes and endnotes of a Word file."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from corpus.text import fold

_KINDS = (("footnote", "w:footnoteReference"), ("endnote", "w:endnoteReference"))


def notes_of(document: Document) -> dict[tuple[str, str], str]:
    """Return the text of each note, by the tag of what refers to it and the note's id."""
    found: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        for kind, reference in _KINDS:
            if relation.is_external or not relation.reltype.endswith(f"/{kind}s"):
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            for note in root.iter(qn(f"w:{kind}")):
                if note.get(qn("w:type")) in (None, "normal"):
                    text = "".join(part.text or "" for part in note.iter(qn("w:t")))
                    found[qn(reference), note.get(qn("w:id"))] = fold(text)
    return found
