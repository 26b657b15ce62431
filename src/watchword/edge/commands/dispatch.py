"""From bytes to a command to an answer."""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.commands.alerts import AlertAcknowledge, AlertList, AlertTest
from watchword.edge.commands.approvals import ApprovalList, ApprovalRevoke, Approve
from watchword.edge.commands.audits import Audit
from watchword.edge.commands.backups import Backup
from watchword.edge.commands.catalogue import (
    CatalogueChanges,
    CatalogueList,
    CatalogueShow,
)
from watchword.edge.commands.claims import ClaimCheck
from watchword.edge.commands.copies import ReportExport
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.couriers import (
    CourierPack,
    CourierStatus,
    CourierUnpack,
)
from watchword.edge.commands.doctor import Doctor
from watchword.edge.commands.enquiries import AnswerEnquiry, Ask, EnquiryList
from watchword.edge.commands.exports import PictureExport, PictureRead
from watchword.edge.commands.follow import LedgerFollow
from watchword.edge.commands.history import History
from watchword.edge.commands.imports import ReportImport
from watchword.edge.commands.incidents import (
    IncidentFollow,
    IncidentList,
    IncidentOpen,
)
from watchword.edge.commands.inventory import InventoryShow
from watchword.edge.commands.items import AskBack, ChangeLabel, Dispose, Register
from watchword.edge.commands.judgements import (
    Judge,
    JudgementList,
    JudgementUndo,
)
from watchword.edge.commands.keys import KeyList, KeyRotate
from watchword.edge.commands.ledgers import (
    LedgerForks,
    LedgerKeys,
    LedgerProve,
    LedgerTiles,
    LedgerTrustAgain,
    LedgerVerify,
)
from watchword.edge.commands.links import (
    ClockAdvance,
    Delivered,
    LinkOpen,
    LinkStatus,
    NodeShow,
    QuarantineList,
)
from watchword.edge.commands.oddities import OddityList
from watchword.edge.commands.opened import PictureOpen
from watchword.edge.commands.papers import (
    AddPaper,
    AgreementLife,
    AgreementList,
    AgreementShow,
    AgreementText,
    AgreementTimeline,
)
from watchword.edge.commands.parties import PartyExport, PartyImport, PartyList
from watchword.edge.commands.persons import RegisterShow, WhyNot
from watchword.edge.commands.proposals import (
    ProposalDiscard,
    ProposalFile,
    ProposalList,
    ProposalShow,
    TrayList,
)
from watchword.edge.commands.records import Acknowledge, RecordAdd, RecordList
from watchword.edge.commands.releases import PostureSet, Refusals, ReleaseReport, Why
from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.edge.commands.restored import RestoredSettle, RestoredShow
from watchword.edge.commands.shifts import (
    ShiftHandOver,
    ShiftNote,
    ShiftShow,
    ShiftTakeOver,
)
from watchword.edge.commands.sources import SourceImport
from watchword.edge.commands.spilled import check_typed, unquoted
from watchword.edge.commands.tasks import Tasks
from watchword.edge.commands.whatif import AgreementWhatIf
from watchword.edge.desk import Answer, Desk
from watchword.edge.reader import Reader
from watchword.errors import WatchwordError
from watchword.wire.codec import decode, encode

Filing = ReportFile | ReportImport | SourceImport
"""The commands that bring reports, of which the core judges each for itself."""

ForReader = (
    ReportFile
    | ReportImport
    | SourceImport
    | ReportList
    | PictureShow
    | PictureOpen
    | OddityList
    | CountShow
    | ClaimCheck
    | CatalogueList
    | CatalogueShow
    | CatalogueChanges
    | PictureExport
    | PictureRead
    | ReportExport
    | WhyNot
    | QuarantineList
    | AlertAcknowledge
    | ShiftHandOver
    | ShiftNote
    | ShiftTakeOver
    | LedgerProve
    | Judge
    | JudgementUndo
    | ProposalFile
    | ProposalDiscard
)
"""The commands whose answer depends on who gives them."""

Command = (
    ForReader
    | ReleaseReport
    | Why
    | Refusals
    | PostureSet
    | AddPaper
    | AgreementShow
    | AgreementTimeline
    | AgreementList
    | AgreementText
    | PartyImport
    | PartyList
    | PartyExport
    | LinkStatus
    | LedgerVerify
    | LedgerFollow
    | LedgerTiles
    | LedgerKeys
    | LedgerForks
    | LedgerTrustAgain
    | RegisterShow
    | InventoryShow
    | Audit
    | ClockAdvance
    | NodeShow
    | Delivered
    | Approve
    | ApprovalRevoke
    | ApprovalList
    | ChangeLabel
    | AskBack
    | Dispose
    | Register
    | History
    | IncidentOpen
    | IncidentFollow
    | IncidentList
    | Ask
    | AnswerEnquiry
    | EnquiryList
    | RecordAdd
    | RecordList
    | Acknowledge
    | Tasks
    | AgreementWhatIf
    | AgreementLife
    | JudgementList
    | ProposalList
    | ProposalShow
    | TrayList
    | Backup
    | AlertList
    | AlertTest
    | Doctor
    | LinkOpen
    | ShiftShow
    | CourierPack
    | CourierUnpack
    | CourierStatus
    | KeyRotate
    | KeyList
    | RestoredShow
    | RestoredSettle
)

_decoder: Final[msgspec.json.Decoder[Command]] = msgspec.json.Decoder(Command)


def parse_command(data: bytes | msgspec.Raw) -> Command:
    """Read a command from the socket.

    Raises:
        MalformedError: It is none.
    """
    return decode(_decoder, data)


def tag_of(command: Command) -> str:
    """A command's name on the socket."""
    return str(command.__struct_config__.tag)


async def respond(desk: Desk, command: Command, reader: Reader | None) -> bytes:
    """Run a command; its result or its error, as one line of JSON.

    Args:
        desk: Where.
        command: What to do.
        reader: Who was let in; ``None``: the node has no register.
    """
    try:
        result: object
        if not isinstance(command, Filing):
            check_typed(desk, encode(command))
        if isinstance(command, ForReader):
            result = await command.run(desk, reader)
        else:
            result = await command.run(desk)
        return encode(Answer(result=msgspec.Raw(encode(result))))
    except WatchwordError as error:
        return encode(Answer.of(unquoted(desk, encode(command), error)))
