"""Keep a file of a platform."""

import hashlib
import uuid
from pathlib import Path

from django.db import transaction

from comipla.communities.models import Platform, RegistryFile
from comipla.communities.services.doors import require
from comipla.core.access import Actor, Permission
from comipla.documents.filing import store


@transaction.atomic
def keep_file(
    *, platform: Platform, name: str, media_type: str, data: bytes, by: Actor
) -> RegistryFile:
    """Store the bytes, then the row. The caller has found out what the file is (`media_type`)."""
    require(
        by,
        Permission.EDIT_PLATFORM,
        Permission.CONFIRM_PLATFORM,
        Permission.RECOGNISE_PLATFORM,
        platform=platform,
    )
    row = RegistryFile(
        uuid=uuid.uuid4(),
        platform=platform,
        name=Path(name.replace("\\", "/")).name[-300:],
        content_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by_id=by.known_person,
    )
    store(row.path, data)
    row.save()
    return row
