"""What is asked, the sheets that went out, and what was answered."""

from comipla.surveys.models.answers import Response, Sheet, SheetBatch
from comipla.surveys.models.surveys import Survey, SurveyQuestion

__all__ = ["Response", "Sheet", "SheetBatch", "Survey", "SurveyQuestion"]
