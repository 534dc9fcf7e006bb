"""Insight (台账与指标): ledgers, indicators, bulletins and comparisons, computed from events."""
