"""Who is answered what: every route, by every kind of visitor, with real ids of three pupils."""
