"""Files of the registry: by-laws, minutes, notices that prove an event."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from comipla.programme.clock import now


class RegistryFile(models.Model):
    """A file of a platform: kept under a generated name, known by its SHA-256, never changed."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(max_length=300)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes are: outside the web root."""
        return Path(settings.MEDIA_ROOT) / "registry" / self.uuid.hex[:2] / self.uuid.hex
