"""The life of a definition: draft, check, publication, settings, migration, trying it out.

Work methods are files (`packs`); what an installation changes in them is kept here, agreed on by
two people, and laid over the files from a day on. Matters stay on the version they began with
unless somebody moves them by a logged act.
"""
