"""What stands in a pack's README.txt. It belongs to the format: another text is another version of it."""

TEXT = """\
This is an evidence pack: the record of an alliance, as both parties signed it, with all that it names.

To verify it, on a machine with Comity that needs no network, run

    comity verify PACK.zip --trust TRUST.yaml

TRUST.yaml holds the first keys of both parties. Take them from the contract that the parties signed, or from the
parties themselves, never from this pack: whoever can forge a pack can forge the keys in it too.

    entries.jsonl      the entries, one a line, in the order of the record; the first has position 0
    checkpoints/       size and root of the record, as the parties cosigned them
    tst/               time stamps of checkpoints by an authority (RFC 3161), if there are any
    blobs/             the files that entries name, each under its SHA-256
    openings.jsonl     personal data that entries commit to, if the pack was made with them
    keys.json          the keys of the parties, and which entries they could sign
    expected.json      what evaluating the record again has to come to, each result under its SHA-256 in blobs/
    README.txt         this text

Nothing needs Comity to be checked. Entries are envelopes of DSSE signed by Ed25519, their tree is that of RFC 6962,
checkpoints and cosignatures are those of C2SP, this folder is a bag by RFC 8493. docs/reference/record.md and
docs/reference/evidence.md in Comity's source say how each byte came about.
"""
