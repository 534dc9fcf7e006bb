"""Work methods as data: packs, and the calendars they count by. `load` opens their files."""
