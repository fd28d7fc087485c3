"""Webhooks: what happens to articles is posted to addresses of the owner, signed, in order, at least once."""
