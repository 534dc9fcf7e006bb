"""Django database engine: PostgreSQL that starts itself when the first connection fails.

One *cluster* per HUIYIN_HOME and major version, reached only by a Unix socket in a folder that
only its owner may enter: no port, no password. ``cluster`` starts and stops it, ``place`` says
where it is, ``base`` is what Django loads.
"""
