"""Replaying the matters of a place under another method (see `huiyin.engine.replay`)."""
