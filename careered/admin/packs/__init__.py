"""Administrators' pages for packs and overlays: list, upload, preview, loading, comparison."""
