"""Tell a person in a few words which of their devices a session belongs to."""

_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """Browser and system as far as the user agent names them: ``Chrome（Windows）``.

    The order of the names matters: Edge also calls itself Chrome, and Chrome Safari.
    """
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "ブラウザー")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser}（{system}）" if system else browser
