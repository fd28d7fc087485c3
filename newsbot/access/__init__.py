"""The access verdict: what a reader got of an article. All of it is pure."""
