"""The language of an answer: ``?lang``, else what the caller's program prefers, else Chinese."""

from starlette.requests import HTTPConnection

from cim_schema.messages import DEFAULT_LANGUAGE, LANGUAGES, Language


def language_of(request: HTTPConnection) -> Language:
    """The language to answer in."""
    asked = [request.query_params.get("lang", ""), *_preferred(request.headers.get("accept-language", ""))]
    return next((language for one in asked for language in LANGUAGES if one == language), DEFAULT_LANGUAGE)


def _preferred(header: str) -> list[str]:
    """Languages of an Accept-Language header, without their regions, the most wanted first."""
    weighed = []
    for item in header.split(",")[:20]:
        name, _, parameters = item.strip().partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        weighed.append((-weight, name.partition("-")[0].lower()))
    return [name for weight, name in sorted(weighed, key=lambda one: one[0]) if weight < 0]
