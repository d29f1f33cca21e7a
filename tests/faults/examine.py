"""Compare what officials were told with what is stored; run in the installation's surroundings.

Reads the claims (`official.Claims`) as JSON from its input and prints every disagreement as JSON.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import django


def problems(claims: dict[str, Any]) -> Iterator[str]:
    """Everything that was acknowledged and is not there, and everything that is half there."""
    yield from _receipts(claims["receipts"])
    yield from _files(claims["files"])
    yield from _words(claims["words"])
    yield from _half_done()
    yield from _bytes()


def _receipts(receipts: dict[str, list[str]]) -> Iterator[str]:
    from comipla.cases.models import Act, Attachment

    for key, digests in receipts.items():
        act = Act.objects.filter(key=key).first()
        if act is None:
            yield f"receipt {key} was shown and no act is stored"
            continue
        stored = sorted(file["sha256"] for file in act.files)
        bound = sorted(Attachment.objects.filter(act=act).values_list("sha256", flat=True))
        if not sorted(digests) == stored == bound:
            yield f"receipt {key} lists {digests}, the act {stored}, bound are {bound}"


def _files(files: dict[str, list[str]]) -> Iterator[str]:
    from comipla.cases.models import Attachment

    for key, digests in files.items():
        stored = Attachment.objects.filter(draft__key=key, removed_at=None)
        held = set(stored.values_list("sha256", flat=True))
        yield from (f"draft {key} lost file {digest}" for digest in set(digests) - held)


def _words(words: dict[str, dict[str, str]]) -> Iterator[str]:
    from comipla.cases.models import FormDraft

    drafts = {
        str(draft.key): draft
        for draft in FormDraft.objects.for_system("examine").filter(key__in=words)
    }
    for key, typed in words.items():
        draft = drafts.get(key)
        if draft is None:
            yield f"draft {key} is gone"
            continue
        lost = {name for name, text in typed.items() if text and draft.raw.get(name) != text}
        if lost:
            yield f"draft {key} lost what was typed into {sorted(lost)}"


def _half_done() -> Iterator[str]:
    from comipla.cases.models import Act, Attachment, FormDraft

    keys = set(Act.objects.values_list("key", flat=True))
    for draft in FormDraft.objects.for_system("examine").select_related("act"):
        if draft.act is None and draft.key in keys:
            yield f"draft {draft.key} is open and its act stands"
        if draft.act is not None and draft.act.key != draft.key:
            yield f"draft {draft.key} is bound to another act"
        attachments = Attachment.objects.filter(draft=draft, removed_at=None)
        loose = attachments.exclude(act=draft.act) if draft.act else attachments.exclude(act=None)
        yield from (f"draft {draft.key}: file {file.name} bound wrongly" for file in loose)


def _bytes() -> Iterator[str]:
    from comipla.cases.models import Attachment
    from comipla.cases.services.attachments import path_of

    for attachment in Attachment.objects.filter(removed_at=None):
        path = path_of(attachment)
        if not path.exists():
            yield f"file {attachment.name} has no bytes"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != attachment.sha256:
            yield f"file {attachment.name} has other bytes"


def main() -> None:
    """Print the problems and how much was looked at."""
    django.setup()
    from comipla.cases.models import Act, Attachment, FormDraft

    found = list(problems(json.load(sys.stdin)))
    counts = {
        "acts": Act.objects.count(),
        "drafts": FormDraft.objects.for_system("examine").count(),
        "files": Attachment.objects.count(),
    }
    print(json.dumps({"problems": found, "counts": counts}, ensure_ascii=False))


if __name__ == "__main__":
    main()
