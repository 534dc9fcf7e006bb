"""One of the five places, built from its recipe: real names of divisions where they are public,
fictional people, and a year of work at the published size.

`demo/places/PACK.yaml` says what there is and what happens; `PACK_published.yaml` what the place
has published. The figures of the program are computed from the events and know neither.
"""
