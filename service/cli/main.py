"""``jueshan``: the commands, and how each ends: 0 done, 1 the answer is no, 2 unusable input, 3 a fault of ours."""

import json
import sys
from collections.abc import Mapping

import typer

from cim_schema.errors import CimError, Fault
from service.cli import (
    check,
    context,
    evaluate,
    georeference,
    ids,
    ingest,
    nightly,
    publish,
    rules,
    serve,
    tables,
    token,
    users,
    validate,
    webhooks,
)
from service.cli.language import LANGUAGE, say
from service.cli.usage import usage_sentence

_INTERRUPTED = 130

app = typer.Typer(
    name="jueshan", help=say("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
app.command("check", help=say("check.help"))(check.check)
app.command("tables", help=say("tables.help"))(tables.tables)
app.command("georeference", help=say("georeference.help"))(georeference.georeference)
app.command("validate", help=say("validate.help"))(validate.validate)
app.command("ids", help=say("ids.help"))(ids.ids)
app.command("evaluate", help=say("evaluate.help"))(evaluate.evaluate)
app.command("ingest", help=say("ingest.help"))(ingest.ingest)
app.add_typer(context.app, name="context", help=say("context.help"))
app.command("publish", help=say("publish.help"))(publish.publish)
app.command("nightly", help=say("nightly.help"))(nightly.nightly)
app.command("serve", help=say("serve.help"))(serve.serve)
app.add_typer(users.app, name="users", help=say("users.help"))
app.add_typer(token.app, name="token", help=say("token.help"))
app.add_typer(webhooks.app, name="webhooks", help=say("webhooks.help"))
app.command("rules", help=say("rules.help"))(rules.rules)


def run() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command; give its exit status. Nothing that goes wrong shows as a traceback."""
    try:
        status = app(arguments, standalone_mode=False)
    except CimError as error:
        return _refuse(error.exit_status, error.code, error.sentence(LANGUAGE), error.params)
    except (KeyboardInterrupt, typer.Abort):
        return _refuse(_INTERRUPTED, "interrupted", say("interrupted"), {})
    except typer.TyperException as error:
        return _refuse(2, "usage", usage_sentence(error), {})
    except BrokenPipeError:
        # The reader of our output went away: nothing is wrong, and nobody is there to be told.
        sys.stderr.close()
        return 0
    except MemoryError:
        return _refuse(3, "out_of_memory", say("out_of_memory"), {})
    except Exception as error:  # The last door: a fault of ours is told in a sentence, with its place.
        fault = Fault.of(error)
        return _refuse(fault.exit_status, fault.code, fault.sentence(LANGUAGE), fault.params)
    if status == _INTERRUPTED:
        # The library that reads the command line takes Ctrl+C itself and gives this status.
        return _refuse(_INTERRUPTED, "interrupted", say("interrupted"), {})
    return status if isinstance(status, int) else 0


def _refuse(status: int, code: str, message: str, params: Mapping[str, object]) -> int:
    line = params.get("line")
    told = {"error": code, "message": message, "file": params.get("file"), "line": line if isinstance(line, int) else None}
    sys.stderr.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
    return status
