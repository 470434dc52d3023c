import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowblame, ndjson, ownFolder, ROOT, V2_HEADER } from './run-flowblame.ts';

/** Logs and networks that are not part of the project; the tests are shown as skipped where they are missing. */
const DATA = resolve(ROOT, '../shared/data');
const LOGS = join(DATA, 'logs');
const NETWORK = join(DATA, 'networks/aws_sg_1');
const HYBRID = join(DATA, 'networks/hybrid-cloud');
const LABELLED = join(DATA, 'labelled');

const own = ownFolder();

async function ingest(db: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await flowblame([
    'ingest',
    ...args,
    '--db',
    own.path(db),
    '--format',
    'json',
  ]);
  const result = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  return { code, stderr, records: result.records, rejected: result.rejected, ...result };
}

describe.skipIf(!existsSync(LOGS))('logs of other people', () => {
  const EXPECTED: Readonly<Record<string, object>> = {
    'aws-docs.tcpflags.log': { records: 8, accepted: 8, unparsedLines: 0 },
    'aws-docs.v2.log': { records: 7, accepted: 3, rejected: 2, nodata: 1, skipdata: 1, unparsedLines: 0 },
    'aws-docs.v5.log': { records: 2, accepted: 2, unparsedLines: 0 },
    'elastic-integrations-8532.v5-alphabetical-skipdata.log': { records: 0, unparsedLines: 1 },
    'flowlogs-reader.v4.log': { records: 2, accepted: 0, rejected: 0, unparsedLines: 0 },
    'goaccess-1341.cwl-export-timestamp-prefix.log': { records: 5, accepted: 4, nodata: 1, unparsedLines: 0 },
    'vpcflowlog.log.gz': { records: 3, accepted: 3, unparsedLines: 0 },
  };

  test.each(existsSync(LOGS) ? readdirSync(LOGS) : [])('%s is read', async (name) => {
    const result = await ingest('logs.duckdb', join(LOGS, name));
    expect(result).toMatchObject({ code: 0, objects: 1, failedObjects: 0, ...EXPECTED[name] });
  });
});

describe.skipIf(!existsSync(LABELLED))('labelled captures', () => {
  test('are read whole', async () => {
    const result = await ingest('labelled.duckdb', LABELLED);
    expect(result).toMatchObject({
      code: 0,
      objects: 6,
      failedObjects: 0,
      unparsedLines: 0,
      records: 30_408,
    });
    const { code, stdout } = await flowblame([
      'blame',
      '--db',
      own.path('labelled.duckdb'),
      '--format',
      'ndjson',
      '--quiet',
    ]);
    expect(code).toBe(0);
    const records = ndjson(stdout).reduce((sum, verdict) => sum + Number(verdict.records), 0);
    expect(records).toBe(result.rejected);
  });
});

describe.skipIf(!existsSync(HYBRID))('a network with other file names', () => {
  test('is imported', async () => {
    const { code, stdout } = await flowblame([
      'network',
      'import',
      HYBRID,
      '--db',
      own.path('hybrid.duckdb'),
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    const found = {
      vpcs: 4,
      subnets: 10,
      networkInterfaces: 9,
      securityGroups: 11,
      networkAcls: 4,
      routeTables: 5,
    };
    expect((JSON.parse(stdout) as { resources: object }).resources).toMatchObject(found);
  });
});

describe.skipIf(!existsSync(NETWORK))('flows with a known outcome', () => {
  const text = existsSync(NETWORK) ? readFileSync(join(NETWORK, 'verdicts.tsv'), 'utf8') : '';
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split('\t');
  const flows = lines.map((line) =>
    Object.fromEntries(line.split('\t').map((cell, i) => [names[i] ?? '', cell])),
  );

  /** The flow as a log line; each has its own time, so that one that is an answer has its request before it. */
  function logLine(
    flow: Readonly<Record<string, string>>,
    start: number,
    action: string,
    reversed = false,
  ): string {
    const from = [flow.srcaddr, flow.dstaddr];
    const ports = [flow.srcport, flow.dstport];
    const [addresses, both] = reversed ? [from.toReversed(), ports.toReversed()] : [from, ports];
    return `2 111122223333 ${flow.eni} ${addresses.join(' ')} ${both.join(' ')} ${flow.protocol} 1 40 ${start} ${start + 59} ${action} OK\n`;
  }

  test('get the expected verdicts', async () => {
    const log = flows.map((flow, i) => {
      const request = flow.side?.includes('reply') ? logLine(flow, i * 100, 'ACCEPT', true) : '';
      return request + logLine(flow, i * 100 + 60, 'REJECT');
    });
    writeFileSync(own.path('known.log'), `${V2_HEADER}\n${log.join('')}`);
    const db = own.path('known.duckdb');
    expect(await ingest('known.duckdb', own.path('known.log'))).toMatchObject({
      code: 0,
      rejected: flows.length,
    });
    const files = readdirSync(NETWORK).filter((name) => name.endsWith('.json'));
    const imported = await flowblame([
      'network',
      'import',
      ...files.map((name) => join(NETWORK, name)),
      '--db',
      db,
    ]);
    expect(imported.code).toBe(0);
    const verdicts = ndjson((await flowblame(['blame', '--db', db, '--format', 'ndjson', '--quiet'])).stdout);
    const told = flows.map((flow) => {
      const verdict = verdicts.find(
        (found) =>
          found.interfaceId === flow.eni &&
          found.srcaddr === flow.srcaddr &&
          found.dstaddr === flow.dstaddr &&
          String(found.dstport) === flow.dstport,
      );
      return { id: flow.id, verdict: verdict?.verdict, groups: verdict?.securityGroups };
    });
    expect(told).toEqual(
      flows.map((flow) => {
        // Refused in the log and allowed by the rules: no rule may be named.
        if (flow.expect === 'ACCEPT') {
          return {
            id: flow.id,
            verdict: flow.side?.includes('reply') ? 'late-packet' : 'rules-allow',
            groups: [],
          };
        }
        return { id: flow.id, verdict: 'sg-no-allow', groups: [/sg-[0-9a-f]+/.exec(flow.rule ?? '')?.[0]] };
      }),
    );
  });
});
