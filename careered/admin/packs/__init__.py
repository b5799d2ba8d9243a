"""The administrator's pages about packs: what is loaded, uploading another version, and saying yes to it."""
