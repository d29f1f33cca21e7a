"""The manual inside the pages: a text for every kind of page, and the words of the office.

Texts are data: `pages/*.toml` hold one page of the manual each and name the pages they explain,
`words.toml` explains the words. In both, ``[[語]]`` stands for a link to a word's explanation.
"""

from comipla.web.help.lookup import help_address, help_of_act, linked, word, word_address
from comipla.web.help.texts import Guide, Word, guides, words

__all__ = [
    "Guide",
    "Word",
    "guides",
    "help_address",
    "help_of_act",
    "linked",
    "word",
    "word_address",
    "words",
]
