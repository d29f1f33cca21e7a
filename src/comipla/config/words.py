"""Sentences for the person who operates the installation, in Japanese and English."""

import os
from collections.abc import Mapping


def english_first(environ: Mapping[str, str] | None = None) -> bool:
    """Whether English comes first: ``COMIPLA_LANG``, else ``LANG``; Japanese when neither says."""
    env = os.environ if environ is None else environ
    return (env.get("COMIPLA_LANG") or env.get("LANG") or "ja").lower().startswith("en")


def both(japanese: str, english: str, *, between: str = "\n") -> str:
    """Both sentences, the reader's language first."""
    pair = (english, japanese) if english_first() else (japanese, english)
    return between.join(pair)


def paragraphs(japanese: str, english: str) -> str:
    """Help text of a command: one paragraph a language, broken where they are broken here."""
    return both(f"\b\n{japanese}", f"\b\n{english}", between="\n\n")


class OperatorError(Exception):
    """Something the operator can put right; says what to do next, in both languages."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(japanese, english)
        self.japanese = japanese
        self.english = english

    def __str__(self) -> str:
        return both(self.japanese, self.english)
