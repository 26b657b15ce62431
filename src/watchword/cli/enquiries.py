"""``watchword ask``, ``answer`` and ``enquiry list``: what do you hold about this?"""

from __future__ import annotations

from typing import Annotated

import typer

from watchword.cli.node import call
from watchword.cli.said import Agreement, Message, Says, show_list, show_said
from watchword.cli.shown import Json
from watchword.edge.commands.enquiries import AnswerEnquiry, Ask, EnquiryList
from watchword.model.message import Answered

app = typer.Typer(
    help="Enquiries: what partners asked each other.", no_args_is_help=True
)


def add_to(parent: typer.Typer) -> None:
    """Put the commands on the command line."""
    parent.command("ask")(ask)
    parent.command("answer")(answer)
    parent.add_typer(app, name="enquiry")


def ask(
    context: typer.Context,
    party: Annotated[str, typer.Argument(help="The partner who is asked.")],
    since: Annotated[
        str, typer.Option("--from", help="Reports said from this instant or day on.")
    ],
    until: Annotated[
        str, typer.Option("--to", help="Up to this instant, or through this day.")
    ],
    due: Annotated[
        str, typer.Option(help="By when; after it nothing goes by this enquiry.")
    ],
    topic: Annotated[
        str, typer.Option(help="Such as missile.ballistic; by default any.")
    ] = "",
    says: Says = "",
    agreement: Agreement = "",
    json: Json = False,
) -> None:
    """Ask a partner for what it holds about a topic and a time.

    Where its posture is on-request the reports that fit go by the enquiry,
    those filed until the due day too. Nothing is asked under an agreement that
    is not in force.

    Example: watchword ask desk-b --from 2026-10-30 --to 2026-11-01
    --due 2026-11-15 --topic missile
    """
    command = Ask(
        party=party,
        since=since,
        until=until,
        due=due,
        topic=topic,
        says=says,
        agreement=agreement,
    )
    show_said(call(context, command), json=json)


def answer(
    context: typer.Context,
    enquiry: Message,
    outcome: Annotated[Answered, typer.Option(help="What comes of it.")],
    report: Annotated[
        list[str], typer.Option(help="Beginning of the name of a report that went.")
    ] = [],  # noqa: B006 (typer's way to say none)
    says: Says = "",
    json: Json = False,
) -> None:
    """Answer an enquiry: reports went, nothing is held, or it is declined.

    Once it is declined nothing goes by it any more. Reports go by watchword
    release, or by themselves where the posture is on-request.
    """
    command = AnswerEnquiry(
        enquiry=enquiry, outcome=outcome, reports=tuple(report), says=says
    )
    show_said(call(context, command), json=json)


@app.command("list")
def enquiry_list(context: typer.Context, json: Json = False) -> None:
    """Every enquiry, asked here or of this party, and what came of it."""
    rows = call(context, EnquiryList())
    if not json:
        for row in rows:
            waiting = "overdue" if row["overdue"] else "open"
            row["outcome"] = row["outcome"] or waiting
    show_list(rows, json=json, none="nobody has asked anything", last="outcome")
