"""Giving articles on to other tools."""
