"""The dashboard of `newsbot serve`: pages for people."""
