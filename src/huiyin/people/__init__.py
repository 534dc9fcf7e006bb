"""Who acts: accounts, units, posts, holdings; and the vault of residents' personal data."""
