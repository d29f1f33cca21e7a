"""The files that come with applications and reports: prepared at once, bound to acts as they happen."""

import uuid
from collections.abc import Callable, Iterable

from django.db.models import OuterRef, Subquery

from comipla.cases.models import Act, Attachment, FormDraft
from comipla.cases.services.attachments import path_of
from comipla.config.demo.briefs import Brief
from comipla.config.demo.enclosures import Enclosure, of_application, of_report
from comipla.core.access import Actor
from comipla.people.models import Body
from comipla.programme.models import ProgrammeYear

WITH_FILES: dict[str, Callable[[Brief], tuple[Enclosure, ...]]] = {
    "apply": of_application,
    "report": of_report,
}
"""The acts that files come with."""


class Folder:
    """Collects the forms that files come with; `prepared` are stored and wait for their acts."""

    def __init__(self) -> None:
        self.prepared: dict[uuid.UUID, FormDraft] = {}
        self._attachments: list[Attachment] = []
        self._contents: list[bytes] = []

    def add(
        self,
        key: uuid.UUID,
        *,
        kind: str,
        files: Iterable[Enclosure],
        year: ProgrammeYear,
        body: Body,
        by: Actor,
    ) -> None:
        """Put a form with its files into the folder; `key` is that of its act to be."""
        draft = FormDraft(
            key=key,
            body=body,
            programme_year=year,
            procedure="subsidy",
            kind=kind,
            started_by_id=by.known_person,
            saved_by_id=by.known_person,
        )
        self.prepared[key] = draft
        for number, file in enumerate(files):
            self._contents.append(file.content)
            self._attachments.append(
                Attachment(
                    uuid=uuid.uuid5(key, f"file {number}"),
                    draft=draft,
                    slot=file.slot,
                    name=file.name,
                    content_type=file.media_type,
                    size=len(file.content),
                    sha256=file.sha256,
                    uploaded_by_id=by.known_person,
                )
            )

    def store(self) -> None:
        """Write rows and files; a file of the same name from an interrupted load is written over."""
        FormDraft.objects.bulk_create(self.prepared.values())
        Attachment.objects.bulk_create(self._attachments)
        for attachment, content in zip(self._attachments, self._contents, strict=True):
            path = path_of(attachment)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def date_back(self) -> None:
        """Say of forms and files that they belong to the case and the time of their acts."""
        act = Act.objects.filter(pk=OuterRef("act_id"))
        FormDraft.objects.for_system("the demo's forms").filter(act__isnull=False).update(
            case=Subquery(act.values("case_id")), saved_at=Subquery(act.values("recorded_at"))
        )
        Attachment.objects.filter(act__isnull=False).update(
            uploaded_at=Subquery(act.values("recorded_at"))
        )
