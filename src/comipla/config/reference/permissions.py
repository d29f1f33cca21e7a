"""Roles and permissions as a matrix."""

from comipla.config.reference.markdown import table
from comipla.core.access import ROLES, Permission


def permissions_page() -> str:
    """Who may do what, and what each role is for."""
    roles = list(ROLES.values())
    matrix = table(
        ("できること", *(role.label for role in roles)),
        (
            (permission.label, *("○" if permission in role.permissions else "" for role in roles))
            for permission in Permission
        ),
    )
    meanings = table(
        ("役割", "キー", "所属", "説明"),
        (
            (
                role.label,
                f"`{role.key}`",
                "、".join(sorted(kind.label for kind in role.body_kinds)),
                role.sentence,
            )
            for role in roles
        ),
    )
    return f"# 役割と権限\n\n{matrix}\n## 役割\n\n{meanings}"
