"""What is measured: careered as shipped, PyLTI1p3 with Flask on the same store, and the floor below both.

Not here: starting and measuring them (bench/server.py, bench/visits.py).
"""
