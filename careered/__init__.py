"""careered: pupils are introduced to the national career services, and it is proved paragraph by paragraph."""
