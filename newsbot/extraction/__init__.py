"""Extraction: from a page to an article, pure: no I/O, no clock, no globals."""
