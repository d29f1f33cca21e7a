"""Whether the sheets of a survey can be printed, and with which fonts."""

from collections.abc import Iterator

from comipla.documents.rendering import Press, standard_press, wide_press
from comipla.surveys.models import Survey


def press_for(survey: Survey) -> Press:
    """The first press that prints every character of a survey's sheets.

    Raises UnprintableCharacter with the character and its place where none does.
    """
    texts = list(_texts(survey))
    if standard_press().unprintable(texts) is None:
        return standard_press()
    if (problem := wide_press().unprintable(texts)) is not None:
        raise problem
    return wide_press()


def _texts(survey: Survey) -> Iterator[tuple[str, str]]:
    platform = survey.platform
    yield "題名", survey.title
    yield "使いみち", survey.purpose
    yield "コミプラの名前", platform.name
    yield "コミプラの連絡先", platform.public_contact + platform.office_phone
    for row in survey.questions.all():
        yield f"問{row.number}", "".join((row.text, row.help, row.unit, *row.options))
