"""How known platforms talk: one module each, a set of named switches with the reason beside each.

Not here: behaviour. The rooms next door read the switches.
"""
