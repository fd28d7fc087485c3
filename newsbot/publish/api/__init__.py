"""The HTTP API of `newsbot serve`: articles, changes, stories, sites and scrapes, for other programs."""
