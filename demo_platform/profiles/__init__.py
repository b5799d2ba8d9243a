"""How known platforms behave: a Profile each, with the reason or the source beside each switch.

Not here: behaviour. The modules of the platform read the switches.
"""
