"""Official statements and news text in four languages: reports and claims.

Pure: text, the day it was published and the authority in; values out, each with
the words it was read from.  Nothing is guessed: what is not said is absent.
"""
