"""How each SDK generation spells a Job: declarative tables of names and Job fields, read in both directions.

One row serves four uses: reading a live object, reading source, setting an attribute and rewriting a keyword. A new SDK
generation is one new table.
"""
