"""The files that documents were read from, shown as they look: pages of a PDF with marks."""
