"""Background work of the documents."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comipla.documents.filing import ensure_rendered
from comipla.documents.models import Paper


@app.task(
    name="documents.render_paper",
    queue="documents",
    retry=RetryStrategy(max_attempts=8, exponential_wait=3),
)
def render_paper(paper_id: int) -> None:
    """Store the PDF of a paper; a repeat finds it stored."""
    ensure_rendered(Paper.objects.for_system("render").get(pk=paper_id))
