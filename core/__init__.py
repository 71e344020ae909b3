"""Everything of the product that does not draw: scoring, item bank, sessions, accounts, API."""
