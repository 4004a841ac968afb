"""URLs of stores as they may be told: without the password that somebody wrote into one."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit


def split_password(url: str) -> tuple[str, str | None]:
    """The URL without its password, and the password; None where it has none or is no URL of a database."""
    scheme, _, rest = url.partition(":")
    if scheme not in {"postgresql", "postgres"} or ("@" not in rest and "?" not in rest):
        return url, None
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{scheme}:", None  # What cannot be read is not told either.
    who, at, host = parts.netloc.rpartition("@")
    user, _, written = who.partition(":")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    password = next((value for name, value in asked if name == "password"), unquote(written) or None)
    if password is None:
        return url, None
    kept = urlencode([(name, value) for name, value in asked if name != "password"], safe="/")
    return f"{scheme}://{user}{at}{host}{parts.path}{'?' if kept else ''}{kept}", password
