"""Forms of administration: page and API fill in the same ones."""
