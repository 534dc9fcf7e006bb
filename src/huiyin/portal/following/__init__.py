"""What a resident sees of the own matter: the same facts for the page and for the API."""
