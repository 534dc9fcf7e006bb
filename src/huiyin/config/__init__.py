"""Settings of one installation, and the database that needs no setting up."""
