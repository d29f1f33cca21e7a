"""Search keys for Japanese text: overlapping pairs of characters of a folded text.

Two-letter words are the rule in Japanese, so tokens are bigrams; width, case and kind of kana are
folded away in the keys only, never in what is stored. A word of one character matches by its own
token. The same function makes the keys of a row and the words of a query, so that a row is found
exactly when it contains every pair of the query.
"""

import unicodedata

from comipla.core.kana import hiragana


def fold_text(text: str) -> str:
    """Fold width, case and katakana/hiragana; circled numbers become plain ones."""
    return hiragana(unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """Runs of letters and digits of the folded text, in order."""
    run, found = "", []
    for mark in unicodedata.normalize("NFKC", text).casefold() + " ":
        if mark.isalnum() or mark in "ー々":
            run += mark
        elif run:
            found.append(fold_text(run))
            run = ""
    return found


def tokens(text: str) -> list[str]:
    """Keys under which a text is found: every character and every pair, once, in order."""
    keys: dict[str, None] = {}
    for word in words(text):
        for start in range(len(word)):
            keys[word[start]] = None
            if start + 1 < len(word):
                keys[word[start : start + 2]] = None
    return list(keys)


def query_tokens(text: str) -> list[str]:
    """Keys that a text must have to match a query: the pairs, or single characters alone."""
    keys: dict[str, None] = {}
    for word in words(text):
        if len(word) == 1:
            keys[word] = None
        for start in range(len(word) - 1):
            keys[word[start : start + 2]] = None
    return list(keys)
