"""Wrong variants of compiled functions, which a proof must notice: each differs from the right one in one place."""
