"""Officers and their terms."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.registry import Post, Term
from comipla.people.scoping import ScopedManager


class OfficerTerm(models.Model):
    """A person in a post for a term (both days included).

    `person_name` is the name as given, `person` the account where there is one. `ex_officio_of`
    names the office that brings the post with it (充て職), `substitute_of` the term in whose rest
    somebody stands in. `contact` is for the platform and its municipality alone.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="officers"
    )
    post = CodeField(Post)
    title = models.CharField(max_length=40, blank=True)
    group = models.ForeignKey(
        "communities.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="heads"
    )
    person_name = models.CharField(max_length=120)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    substitute_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    ex_officio_of = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    name_is_public = models.BooleanField(default=False)

    objects: ClassVar[ScopedManager["OfficerTerm"]] = ScopedManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="officer_term_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["platform", "ends_on"], name="officer_terms_ending")]

    def __str__(self) -> str:
        return f"{self.post_label} {self.person_name}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The officers of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")

    @property
    def post_label(self) -> str:
        """The post as the platform calls it."""
        return self.title or Post.of(self.post).label

    @property
    def term(self) -> Term:
        """The term in the words of the rules: who is the same person, and when."""
        who = f"#{self.person_id}" if self.person_id else "".join(self.person_name.split())
        return Term(
            who=who,
            name=self.person_name,
            post=Post.of(self.post),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            substitute=self.substitute_of_id is not None,
        )
