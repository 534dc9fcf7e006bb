"""Administration: units, posts, accounts, calendars, the log of changes and reads."""
