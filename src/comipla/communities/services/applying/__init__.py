"""How each kind of change is read, put in words and applied: one module per subject.

An applier raises ValidationError with the reasons, by field of the form where one is to blame.
"""

from comipla.communities.services.applying.area import AreaChange
from comipla.communities.services.applying.bylaws import BylawsChange
from comipla.communities.services.applying.naming import (
    DissolutionChange,
    LegalFormChange,
    NameChange,
)
from comipla.communities.services.applying.officers import OfficersChange
from comipla.communities.services.applying.payload import Applier
from comipla.core.registry import Subject

APPLIERS: dict[Subject, Applier] = {
    Subject.NAME: NameChange(),
    Subject.AREA: AreaChange(),
    Subject.BYLAWS: BylawsChange(),
    Subject.OFFICERS: OfficersChange(),
    Subject.LEGAL_FORM: LegalFormChange(),
    Subject.DISSOLUTION: DissolutionChange(),
}
"""The applier of each subject."""
