"""The vault: residents' personal data, sealed; the only place that opens it.

Use `huiyin.people.vault.actions` from outside; nothing else here is for other modules.
"""
