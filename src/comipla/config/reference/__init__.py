"""The reference: pages written from the code's own declarations, compared in every check.

`pages()` gives each page of ``docs/reference`` with its text; the command ``comipla reference``
writes them, and with ``--check`` compares what stands with what the code says now.
"""

from comipla.config.reference.api import api_pages
from comipla.config.reference.glossary import glossary_page
from comipla.config.reference.parameters import parameters_page
from comipla.config.reference.permissions import permissions_page
from comipla.config.reference.procedure import clauses_page, papers_page, procedure_page
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.papers import SUBSIDY_PAPERS

HEADER = "<!-- comipla reference が書くページです。直すのはもとの宣言です。 -->\n\n"


def pages() -> dict[str, str]:
    """File name → Markdown text."""
    written = {
        "procedure-subsidy.md": procedure_page(SUBSIDY),
        "clauses-subsidy.md": clauses_page(SUBSIDY),
        "papers-subsidy.md": papers_page(SUBSIDY, SUBSIDY_PAPERS),
        "permissions.md": permissions_page(),
        "parameters.md": parameters_page(),
        "glossary.md": glossary_page(SUBSIDY),
        **api_pages(),
    }
    return {name: HEADER + text for name, text in written.items()}
