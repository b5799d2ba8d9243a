"""Statistics of schools and organisations: disclosure control, snapshots, self-assessment, guidance plan."""
