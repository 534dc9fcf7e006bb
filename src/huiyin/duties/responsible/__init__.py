"""The responsibility map (责任包保, METHODS Z5, L6, C9, S9, S10): who answers for what."""
