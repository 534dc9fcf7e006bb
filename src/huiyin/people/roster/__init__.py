"""An office from one table: units, posts, accounts, who holds what."""
