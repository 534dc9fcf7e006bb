"""Where things are: administrative divisions, grids, calendars of a division."""
