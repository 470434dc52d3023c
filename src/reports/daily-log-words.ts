import type { AnomalyReport } from '../anomalies/finding.ts';
import type { Completeness } from '../daily/document/completeness.ts';
import type { DailyReport } from '../daily/document/daily-report.ts';
import type { SectionName } from '../daily/document/lack.ts';
import { FLOW_LOG_FIELDS } from '../model/fields.ts';
import type { Gap } from '../queries/status-rows.ts';
import { sparkline } from './anomaly-amounts.ts';
import { explain } from './anomaly-explanation.ts';
import { shortParty } from './anomaly-parties.ts';
import { headline } from './anomaly-run-words.ts';
import { stagesWords } from './anomaly-story-words.ts';
import { moreWords } from './daily-amounts.ts';
import { type Chapter, type ChapterOptions, type ChapterRow, plainRow } from './daily-chapter.ts';
import { LACK_WORDS, SECTION_WORDS } from './daily-lack-words.ts';
import { duration } from './duration.ts';
import { missingFields as withoutFields } from './missing-fields.ts';
import { counted, groupedNumber, isoTime } from './values.ts';

/** What is unusual, a line for each story and finding; `flowblame anomalies` has the rest. */
export function anomalyChapter(report: AnomalyReport, { most, db }: ChapterOptions): Chapter {
  const entries = [...report.stories, ...report.findings].toSorted(
    (a, b) => b.severity * b.confidence - a.severity * a.confidence,
  );
  const shown = entries.slice(0, most);
  const hidden = Object.values(report.notShown).reduce((total, count) => total + count, 0);
  return {
    title: 'Unusual',
    lead: [report.records === 0 ? 'There was nothing to look at.' : headline(report)],
    tables: [
      {
        caption: null,
        columns: ['severity', 'what'],
        rows: shown.map((entry): ChapterRow => {
          if ('findings' in entry)
            return plainRow([entry.band, `${shortParty(entry.actor, 'one host')} ${stagesWords(entry)}.`]);
          const { sentence, why } = explain(entry, db);
          return plainRow([entry.band, sentence], why);
        }),
        more: moreWords({ total: entries.length + hidden, listed: [] }, shown.length),
      },
    ],
  };
}

/** What the logs hold and lack. */
export function logChapter(
  { heatMap, gaps, interfacesNotInNetwork, missingFields }: Completeness,
  { most }: ChapterOptions,
): Chapter {
  const rows = heatMap.rows.listed.slice(0, most);
  const silences = [...gaps.scopeGaps.listed, ...gaps.interfaceGaps.listed].slice(0, most);
  return {
    title: 'The logs',
    lead: [
      `${counted(gaps.scopeGaps.total, 'silence')} of whole accounts, ${groupedNumber(gaps.interfaceGaps.total)} of single interfaces; ${counted(gaps.stoppedEarly.total, 'interface')} stopped early, ${groupedNumber(gaps.beganLate.total)} began late; ${counted(gaps.skipdata.total, 'window')} of SKIPDATA.`,
      ...(interfacesNotInNetwork === null || interfacesNotInNetwork === 0
        ? []
        : [
            `${counted(interfacesNotInNetwork, 'interface')} that logged ${interfacesNotInNetwork === 1 ? 'is' : 'are'} in no imported network.`,
          ]),
    ],
    tables: [
      {
        caption: 'Records by interface and time',
        columns: ['records', 'interface', 'over the time'],
        rows: rows.map(({ interfaceId, name, records }) =>
          plainRow([
            groupedNumber(records.reduce((total, count) => total + count, 0)),
            `${interfaceId ?? 'no interface named'}${name === null ? '' : ` (${name})`}`,
            sparkline(records),
          ]),
        ),
        more: moreWords(heatMap.rows, rows.length),
      },
      {
        caption: 'Longest silences',
        columns: ['how long', 'since', 'of'],
        rows: silences.map((gap) => plainRow(gapCells(gap))),
        more: moreWords(
          { total: gaps.scopeGaps.total + gaps.interfaceGaps.total, listed: [] },
          silences.length,
        ),
      },
      {
        caption: 'Fields that some records lack',
        columns: ['records', 'field', 'not known'],
        rows: missingFields.map(({ field, records }) =>
          plainRow([groupedNumber(records), field, consequence(field)]),
        ),
        more: null,
      },
    ],
  };
}

/** What is not in the report, and why; null when everything is. */
export function notToldChapter({ notTold }: DailyReport): Chapter | null {
  const sections = Object.entries(notTold) as [SectionName, keyof typeof LACK_WORDS][];
  if (sections.length === 0) return null;
  return {
    title: 'Not told',
    lead: [],
    tables: [
      {
        caption: null,
        columns: ['what', 'why'],
        rows: sections.map(([section, lack]) => plainRow([SECTION_WORDS[section], LACK_WORDS[lack]])),
        more: null,
      },
    ],
  };
}

function gapCells({ accountId, region, interfaceId, fromS, toS }: Gap): readonly string[] {
  const whose =
    interfaceId ?? `all of ${[accountId, region].filter((part) => part !== null).join(' ') || 'the account'}`;
  return [duration(toS - fromS), isoTime(fromS) ?? '', whose];
}

/** What nobody can tell from records without a field. */
function consequence(field: string): string {
  const others = FLOW_LOG_FIELDS.map(({ name }) => name).filter((name) => name !== field);
  return withoutFields(others)[0]?.consequence ?? CONSEQUENCES[field] ?? '';
}

/** Of the fields that only this report reads. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  region: 'the prices, unless the network or the name of the object says where it is',
  'az-id': 'what crosses availability zones, unless the network says so',
  'pkt-src-aws-service': 'which calls are to AWS services',
  'pkt-dst-aws-service': 'which calls are to AWS services',
  'interface-type': 'NAT gateways and endpoints that are in no imported network',
};
