"""Site files: what newsbot knows about each site, read, checked and written. docs/sites.md teaches them."""
