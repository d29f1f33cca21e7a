"""Every address of the product, and the floor that its pages are measured against."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from jinja2 import Template

from comipla.cases.models import Case

LINES = """\
<!DOCTYPE html>
<html lang="ja">
<head><title>{{ case.number }}</title></head>
<body>
<table>
{% for line in range(lines) %}
<tr><th scope="row" class="nowrap"><a href="/cases/3-R6-001/">{{ case.number }}</a></th>
<td class="wide">{{ case.title }}</td>
<td class="nowrap"><span class="tag tag--neutral"><svg class="icon"></svg>{{ case.state }}</span></td>
<td class="number nowrap due">{{ case.decided }}</td></tr>
{% endfor %}
</table>
</body>
</html>
"""


@cache
def template() -> Template:
    """The floor's template, compiled by the environment of the pages."""
    engine = engines["jinja2"]
    return engine.env.from_string(LINES)


@cache
def lines_for(size: int, number: str) -> int:
    """How many lines make a page of `size` bytes."""
    case = _case(number)
    empty, full = (len(template().render(case=case, lines=n).encode()) for n in (0, 100))
    return max(0, round((size - empty) * 100 / (full - empty)))


def floor(request: HttpRequest) -> HttpResponse:
    """What a page of this size costs at least: one indexed query and a plain template."""
    number, size = request.GET["number"], int(request.GET["size"])
    lines = lines_for(size, number)
    return HttpResponse(template().render(case=_case(number), lines=lines))


def _case(number: str) -> Case:
    return Case.objects.for_system("the floor").get(number=number)


urlpatterns = [path("bench/floor/", floor, name="floor"), path("", include("comipla.config.urls"))]
