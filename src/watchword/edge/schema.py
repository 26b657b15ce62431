"""The store's tables.

Rule 1: ``entry`` only grows; the rows beside it can be derived from it and the
        statements, or are cursors moved in the same transaction.
Rule 2: what a report says, and what is folded from reports, is sealed (see
        ``content.py``): ``envelope`` and ``secret`` of reports, ``disclosure.texts``,
        ``line.data`` of lines that carry a report, ``quarantine.evidence``,
        ``event.body``, ``ahead.data``, ``fresh.keys``, ``proposal.body`` and
        ``proposal.why``.  All else is fit to stay when a report is destroyed.
Rule 3: a change here raises ``SCHEMA_VERSION`` and brings a migration.
Rule 4: what grows with every report is appended in the order in which it came,
        and found by an index: a row in the middle costs a page of the disk.
"""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 6

KEYS_WITHIN: Final = 5
"""From this schema on fresh item keys are committed with what they seal."""

TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE party (
  party TEXT PRIMARY KEY, title TEXT NOT NULL, endpoint TEXT NOT NULL,
  governance TEXT NOT NULL, envelope BLOB NOT NULL
) WITHOUT ROWID;

-- What was admitted, its bytes as they came.  ``placeholder`` is what is still
-- known of a report when it is destroyed; ``destroyed`` names the certificate.
CREATE TABLE statement (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, party TEXT NOT NULL,
  agreement TEXT NOT NULL, said_at_ns INTEGER NOT NULL, source TEXT NOT NULL,
  entry INTEGER NOT NULL, envelope BLOB NOT NULL, secret BLOB,
  placeholder BLOB, destroyed TEXT NOT NULL DEFAULT ''
);
CREATE INDEX statement_kind ON statement (kind, agreement, said_at_ns);

-- The fields opened by one entry, their disclosures as one JSON array: as-of
-- needs the entry.  An originator that sealed two values under one field may
-- open both.  ``later``: the report was held before.  Most rows are not, and
-- stand at the entry of their statement, so that only these need an index.
CREATE TABLE disclosure (
  entry INTEGER PRIMARY KEY, name TEXT NOT NULL, later INTEGER NOT NULL,
  texts BLOB NOT NULL
);
CREATE INDEX disclosure_later ON disclosure (name) WHERE later = 1;

-- Destroyed, and its key perhaps not erased yet: done when the store is opened.
CREATE TABLE erasing (name TEXT PRIMARY KEY, said BLOB NOT NULL) WITHOUT ROWID;

-- Keys drawn by one commit, sealed under the key of an epoch (``itemkeys.py``);
-- once the epoch is over the row opens nothing, and goes with a later commit.
CREATE TABLE fresh (
  id INTEGER PRIMARY KEY, epoch BLOB NOT NULL, keys BLOB NOT NULL
);

CREATE TABLE entry (
  number INTEGER PRIMARY KEY, known_at_ns INTEGER NOT NULL,
  kind TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX entry_copy ON entry (kind) WHERE kind = 'copy';

-- One row a log: the own ledger, and every lane of every channel, both ways.
CREATE TABLE log (
  origin TEXT PRIMARY KEY, frontier BLOB NOT NULL,
  receipted INTEGER NOT NULL DEFAULT 0, receipt BLOB
) WITHOUT ROWID;

CREATE TABLE checkpoint (
  origin TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (origin, size)
) WITHOUT ROWID;

-- ``data`` is kept for lines we sent; of lines we took the log's entry is.
-- Once the report on it is destroyed, ``data`` is the line that stands for it.
CREATE TABLE line (
  origin TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
  entry BLOB NOT NULL, root BLOB NOT NULL, data BLOB,
  at_ns INTEGER NOT NULL, PRIMARY KEY (origin, number)
);

-- ``entry`` is the one by which the statement is held: what is asked by a name
-- asks the statement first.  ``fields``: what went on that line, ``header``
-- first, as a JSON array.
CREATE TABLE offered (
  entry INTEGER NOT NULL, name TEXT NOT NULL, recipient TEXT NOT NULL,
  origin TEXT NOT NULL, number INTEGER NOT NULL, fields TEXT NOT NULL,
  PRIMARY KEY (entry, recipient, origin, number)
) WITHOUT ROWID;

-- ``waits`` names the agreements that may yet permit it, each between blanks.
CREATE TABLE refusal (
  name TEXT NOT NULL, recipient TEXT NOT NULL, entry INTEGER NOT NULL,
  waits TEXT NOT NULL DEFAULT '', PRIMARY KEY (name, recipient)
) WITHOUT ROWID;
CREATE INDEX refusal_waits ON refusal (entry) WHERE waits <> '';

-- Which messages name a report, and which reports are made from it.
CREATE TABLE about (
  report TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (report, name)
) WITHOUT ROWID;

-- ``item`` is whose key seals the evidence: the report in it, or its own digest.
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, peer TEXT NOT NULL,
  code TEXT NOT NULL, says TEXT NOT NULL, channel TEXT NOT NULL,
  evidence BLOB NOT NULL, until_ns INTEGER, settled INTEGER NOT NULL DEFAULT 0,
  digest TEXT NOT NULL, item TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
  UNIQUE (peer, code, channel, digest)
);

CREATE INDEX quarantine_item ON quarantine (item);
CREATE INDEX quarantine_due ON quarantine (until_ns) WHERE settled = 0;

-- The picture, folded behind the ledger by its own cursor (meta 'folded').
-- ``reach`` is widened to whole hours, as coarse as a report's coarse twins;
-- ``room`` is its status and kind, ``scale`` says how long it may be, ``event``
-- of which event it is.
CREATE TABLE reach (
  name TEXT PRIMARY KEY, room TEXT NOT NULL, scale INTEGER,
  first_ns INTEGER, last_ns INTEGER, event TEXT
) WITHOUT ROWID;
CREATE INDEX reach_time ON reach (room, scale, first_ns, last_ns);
CREATE TABLE correction (
  name TEXT PRIMARY KEY, corrects TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX correction_of ON correction (corrects);
CREATE TABLE event (
  id TEXT PRIMARY KEY, body BLOB NOT NULL
) WITHOUT ROWID;

-- Of each alert, whom it was told to; no row: it was never derived, or is over.
CREATE TABLE notified (
  key TEXT NOT NULL, target TEXT NOT NULL, seen_ns INTEGER NOT NULL,
  delivered_ns INTEGER, tries INTEGER NOT NULL DEFAULT 0,
  next_ns INTEGER NOT NULL, error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (key, target)
) WITHOUT ROWID;
CREATE TABLE acknowledged (
  key TEXT PRIMARY KEY, at_ns INTEGER NOT NULL, person TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX entry_shift ON entry (number) WHERE kind = 'shift';
-- By courier: how far a log of ours was packed; what came before the lines that
-- it follows, each line sealed under the key of ``item``, the statement on it.
CREATE TABLE packed (
  origin TEXT PRIMARY KEY, number INTEGER NOT NULL, at_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE unpacked (
  partner TEXT PRIMARY KEY, at_ns INTEGER NOT NULL, made_at_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE ahead (
  origin TEXT NOT NULL, number INTEGER NOT NULL, item TEXT NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (origin, number)
) WITHOUT ROWID;
CREATE INDEX ahead_item ON ahead (item);
CREATE TABLE ahead_checkpoint (
  origin TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (origin, size)
) WITHOUT ROWID;
-- Full tiles of the logs; ``root`` comes first: it is read without the hashes.
CREATE TABLE tile (
  origin TEXT NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL,
  root BLOB NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (origin, level, number)
);

-- What witnesses have signed over checkpoints, ours over those of partners too.
CREATE TABLE cosignature (
  origin TEXT NOT NULL, size INTEGER NOT NULL, witness TEXT NOT NULL,
  line TEXT NOT NULL, PRIMARY KEY (origin, size, witness)
) WITHOUT ROWID;

-- Evidence of two histories: what both sides signed, whole.
CREATE TABLE fork (
  id INTEGER PRIMARY KEY, origin TEXT NOT NULL, at_ns INTEGER NOT NULL,
  code TEXT NOT NULL, stops INTEGER NOT NULL, ours TEXT NOT NULL,
  theirs TEXT NOT NULL, settled_ns INTEGER, because TEXT NOT NULL DEFAULT ''
);
CREATE INDEX fork_origin ON fork (origin);
-- What a text or a proposer offers for filing.  ``body`` and ``why`` are sealed
-- under a key of the proposal's own; once it is over ``body`` is empty, and the
-- row stays, so that the same text is not proposed again.  ``id`` and ``of_text``
-- are digests under a key, of the text with and without what is known of it.
CREATE TABLE proposal (
  id TEXT PRIMARY KEY, at_ns INTEGER NOT NULL, tray TEXT NOT NULL,
  made_by TEXT NOT NULL, state TEXT NOT NULL, ended_ns INTEGER,
  person TEXT NOT NULL DEFAULT '', report TEXT NOT NULL DEFAULT '',
  body BLOB NOT NULL, why BLOB NOT NULL, of_text TEXT NOT NULL
);
CREATE INDEX proposal_text ON proposal (of_text);
CREATE INDEX proposal_waiting ON proposal (at_ns) WHERE state = 'waiting';
CREATE INDEX statement_destroyed ON statement (said_at_ns, name)
  WHERE destroyed <> '';
"""
