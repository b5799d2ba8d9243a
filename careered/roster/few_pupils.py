"""From how many pupils on figures are shown: those of fewer would be figures of somebody (docs/decisions/0013)."""

MIN_PUPILS_SHOWN = 5
