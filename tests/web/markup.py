"""Reading a rendered page as its elements, for tests of markup."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "hr", "img", "rect", "path", "use", "circle"}


@dataclass
class Element:
    """One element: its tag, its attributes and all text inside it."""

    tag: str
    attrs: dict[str, str | None]
    text: str = ""

    def __getitem__(self, name: str) -> str | None:
        """Value of an attribute; KeyError where it is missing."""
        return self.attrs[name]

    def get(self, name: str) -> str | None:
        """Value of an attribute or None."""
        return self.attrs.get(name)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set((self.attrs.get("class") or "").split())


@dataclass
class Page(HTMLParser):
    """The elements of a piece of HTML, in order."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the source."""
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        """Take note of an element."""
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        """Take note of an element without content."""
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Close the innermost element of that name."""
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        """Give the text to every element it stands in."""
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """Elements of a tag whose attributes have these values (``class_`` for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attrs.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str, **attrs: str) -> Element:
        """The single such element."""
        (found,) = self.all(tag, **attrs)
        return found
