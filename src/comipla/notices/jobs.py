"""Background work of the notices."""

from procrastinate.contrib.django import app

from comipla.notices.delivery import address


@app.task(name="notices.deliver", queue="notices")
def deliver(notice_id: int) -> None:
    """Hand a notice to the people concerned."""
    address(notice_id)
