"""Sign-in: recipes judged, credentials found, sessions kept and proved. docs/login.md explains it to owners."""
