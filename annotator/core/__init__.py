"""The rules of labelling in plain Python: no Flask, no SQL, no files, no clock."""
