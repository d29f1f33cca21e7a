"""Names of the pictures in ``static/comipla/icons.svg``, all of our own drawing."""

ICON_NAMES = frozenset(
    {
        "alert", "arrow-left", "arrow-right", "bell", "calendar", "camera", "check", "check-circle",
        "chevron-down", "chevron-left", "chevron-right", "clock", "close", "columns", "dot",
        "download", "error", "file", "filter", "help", "home", "info", "lock", "mail", "menu",
        "message", "pencil", "phone", "plus", "print", "return", "search", "send", "sort",
        "sort-down", "sort-up", "trash", "user", "yen",
    }
)  # fmt: skip
