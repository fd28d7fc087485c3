"""When to ask for which address: `site` (one or many sites), `article` (given addresses), `archive` (a date window)."""
