"""Archive: one matter one file, how long it is kept, legal hold, and what is left afterwards."""
