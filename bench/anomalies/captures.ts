import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { judge } from '../../src/blame/judge.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import { findAnomalies } from './find-anomalies.ts';
import { allFindings, isAtLeast } from './match.ts';
import { describeFinding, ratio, table } from './tables.ts';

const LOG = '.log.gz';
const MOST_LINES = 12;
const SCANNER_CONTACTS = 5;

/** What the labels of a capture say. */
interface Truth {
  /** Pairs of addresses, smaller first, with malicious lines. */
  readonly pairs: ReadonlySet<string>;
  readonly malicious: number;
  /** Of each malicious source, how many ends it contacted. */
  readonly contacts: ReadonlyMap<string, number>;
}

/** For each labelled capture (`NAME.log.gz` with `NAME.labels.tsv.gz`) what was found of what is labelled malicious. */
export async function captureReport(folder: string): Promise<string> {
  const names = readdirSync(folder).filter((name) => name.endsWith(LOG));
  const parts: string[] = [];
  for (const name of names.toSorted()) parts.push(await capture(folder, name.slice(0, -LOG.length)));
  return parts.join('\n\n');
}

async function capture(folder: string, name: string): Promise<string> {
  const truth = readTruth(folder, name);
  const store = await Store.open(':memory:');
  try {
    const { sources } = await localSources(join(folder, `${name}${LOG}`));
    await ingest(store, sources);
    await judge(store, { sinceS: null, untilS: null });
    const report = await findAnomalies(store, {
      sinceS: null,
      untilS: null,
      allowList: '[]',
      allowListName: name,
    });
    const findings = allFindings(report);
    const met = new Set(findings.flatMap(({ actor, target }) => pairOf(actor.address, target.address)));
    const found = [...truth.pairs].filter((pair) => met.has(pair)).length;
    const rows = findings.slice(0, MOST_LINES).map((finding, i) => {
      const [pair = ''] = pairOf(finding.actor.address, finding.target.address);
      const is = truth.malicious === 0 ? 'no labels' : truth.pairs.has(pair) ? 'malicious' : '';
      return [String(i + 1), describeFinding(finding), is];
    });
    const medium = findings.filter(({ band }) => isAtLeast(band, 'medium')).length;
    const scanners = await scannerScore(store, truth);
    return [
      `**${name}**: ${report.records} records, ${truth.malicious} lines labelled malicious between ${truth.pairs.size} pairs, of which findings name ${found}; ` +
        `${findings.length} findings, ${medium} of Medium and above. ${scanners}`,
      ...(rows.length === 0 ? [] : [table(['', 'finding', 'label'], rows)]),
    ].join('\n\n');
  } finally {
    store.close();
  }
}

function readTruth(folder: string, name: string): Truth {
  const [header = '', ...lines] = text(join(folder, `${name}${LOG}`)).split('\n');
  const fields = header.split(' ');
  const [source, destination, port] = ['srcaddr', 'dstaddr', 'dstport'].map((field) => fields.indexOf(field));
  const path = join(folder, `${name}.labels.tsv.gz`);
  const labels = existsSync(path) ? text(path).split('\n').slice(1) : [];
  const pairs = new Set<string>();
  const contacts = new Map<string, Set<string>>();
  let malicious = 0;
  for (const label of labels) {
    const [line = '', word] = label.split('\t');
    if (word !== 'Malicious') continue;
    // Line 1 is the header.
    const values = lines[Number(line) - 2]?.split(' ') ?? [];
    const [from, to] = [values[source ?? 0] ?? '', values[destination ?? 0] ?? ''];
    malicious++;
    for (const pair of pairOf(from, to)) pairs.add(pair);
    const ports = contacts.get(from) ?? new Set();
    contacts.set(from, ports.add(`${to} ${values[port ?? 0]}`));
  }
  return { pairs, malicious, contacts: new Map([...contacts].map(([from, ends]) => [from, ends.size])) };
}

/** Who is called a scanner from outside, beside the sources that are labelled, both with so many contacts or more. */
async function scannerScore(store: Store, truth: Truth): Promise<string> {
  const sql = readFileSync(join(import.meta.dirname, 'scanners.sql'), 'utf8');
  const rows = await store.rows(sql);
  const outside = new Set(rows.map(({ address }) => String(address)));
  const called = rows.filter(({ contacts }) => Number(contacts) >= SCANNER_CONTACTS);
  const right = called.filter(({ address }) => truth.contacts.has(String(address)));
  const labelled = [...truth.contacts].filter(
    ([address, contacts]) => contacts >= SCANNER_CONTACTS && outside.has(address),
  );
  const scanners = new Set(
    rows.filter(({ contacts }) => contacts !== null).map(({ address }) => String(address)),
  );
  const found = labelled.filter(([address]) => scanners.has(address));
  if (called.length + labelled.length === 0) return 'No scanners from outside.';
  return (
    `Scanners from outside with ${SCANNER_CONTACTS} contacts or more: precision ${ratio(right.length, called.length)} ` +
    `(${right.length} of ${called.length}), recall ${ratio(found.length, labelled.length)} (${found.length} of ${labelled.length}).`
  );
}

function pairOf(one: string | null, other: string | null): readonly string[] {
  return one === null || other === null ? [] : [[one, other].toSorted().join(' ')];
}

function text(path: string): string {
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd();
}
