"""Reports of classes and pupils as JSON, CSV, XLSX, HTML and PDF, with the same figures as the pages.

Not here: pages (dashboard), how states come about (progress), sums over schools (statistics).
"""
