"""``report.html``: one file that opens from a mail attachment, needs nothing from outside and runs no script but its own.

Names in models are the sender's: they reach the page through the template's escaping, or as JSON in which no tag can
begin. A content security policy lets only this page's own style and script run.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cim_schema.messages import DEFAULT_LANGUAGE, Language
from cim_schema.units import format_number
from pipelines.publish.report.causes import Cause
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.page import build_page
from pipelines.publish.report.words import code_name, say
from pipelines.runtime.output import written_beside

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(
    report: Mapping[str, Any],
    context: ReportContext,
    path: Path,
    language: Language = DEFAULT_LANGUAGE,
    causes: tuple[Cause, ...] | None = None,
) -> int:
    """Write the page whole or not at all; gives its size in bytes.

    Args:
        report: As ``build_report`` gives it.
        context: Rules and tables beside it.
        path: Of the page.
        language: Of its texts.
        causes: Of the report, where they are known already.
    """
    content = render_html(report, context, language, causes).encode()
    with written_beside(path) as beside:
        beside.write_bytes(content)
    return len(content)


def render_html(
    report: Mapping[str, Any],
    context: ReportContext,
    language: Language = DEFAULT_LANGUAGE,
    causes: tuple[Cause, ...] | None = None,
) -> str:
    """The page as text; the same for the same report and tables."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style, script = (_source(name) for name in ("page.css", "page.js"))
    page = build_page(report, context, language, causes)
    return environment.get_template("page.html").render(
        page=page,
        report=report,
        language=language,
        style=Markup(style),
        script=Markup(script),
        style_digest=_digest(style),
        script_digest=_digest(script),
        data=embed(page.data),
        t=partial(say, language),
        c=partial(code_name, language),
        number=format_number,
    )


def embed(data: object) -> Markup:
    """JSON that cannot end the script element it stands in, nor begin a comment or another element."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        content = content.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(content)


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    return b64encode(sha256(source.encode()).digest()).decode()
