"""Supervision by rule: the daily look over open matters, and the orders that people make of it."""
