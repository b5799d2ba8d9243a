"""What tests share: databases, a school in one process, and people who go through pages."""
