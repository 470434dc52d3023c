"""flowlogs-reader on the files of a folder: python flowlogs_reader.py FOLDER.

It has no store: it makes a FlowRecord of each line, and this adds up what others look up in theirs. The library opens only
S3 and CloudWatch Logs, so files are opened here as its S3FlowLogsReader does, and its own FlowRecord reads each row.
"""

import json
import sys
from csv import DictReader
from gzip import open as gz_open
from pathlib import Path

# This file has the library's name, and its folder comes first.
sys.path.pop(0)
from flowlogs_reader import FlowRecord  # noqa: E402


def records(folder):
    for path in sorted(Path(folder).glob('*.gz')):
        with gz_open(path, mode='rt') as lines:
            rows = DictReader(lines, delimiter=' ')
            rows.fieldnames = [name.replace('-', '_') for name in rows.fieldnames]
            for row in rows:
                yield FlowRecord(row)


def main(folder):
    facts = dict.fromkeys(
        ('records', 'rejected', 'packets', 'bytes', 'ports', 'tcpFlags', 'ingress'), 0
    )
    for record in records(folder):
        facts['records'] += 1
        if record.packets is None:
            continue
        facts['rejected'] += record.action == 'REJECT'
        facts['packets'] += record.packets
        facts['bytes'] += record.bytes
        facts['ports'] += record.srcport * 7 + record.dstport
        facts['tcpFlags'] += record.tcp_flags or 0
        facts['ingress'] += record.flow_direction == 'ingress'
    print(json.dumps(facts))


main(sys.argv[1])
