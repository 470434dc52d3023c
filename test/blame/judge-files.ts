import { flowVerdicts } from '../../src/blame/flow-verdicts.ts';
import { judge } from '../../src/blame/judge.ts';
import type { FlowVerdict } from '../../src/blame/verdict.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { VerdictJson } from '../../src/reports/verdict-json.ts';
import type { Source } from '../../src/sources/source.ts';
import { Store } from '../../src/store/store.ts';

/** A verdict as `flowblame blame --format ndjson` prints it. */
export interface PrintedVerdict {
  readonly interfaceId: string | null;
  readonly direction: string | null;
  readonly srcaddr: string | null;
  readonly dstaddr: string | null;
  readonly srcport: number | null;
  readonly dstport: number | null;
  readonly protocol: number | null;
  readonly records: number;
  readonly packets: number | null;
  readonly verdict: string;
  readonly leg: string;
  readonly ruleId: string | null;
  readonly rule: string | null;
  readonly securityGroups: readonly string[];
  readonly nearestMiss: {
    readonly ruleId: string | null;
    readonly rule: string;
    readonly mismatch: readonly string[];
  } | null;
  readonly alsoBlockedBy: readonly {
    readonly ruleId?: string;
    readonly securityGroups?: readonly string[];
  }[];
  readonly confidence: string;
  readonly evidence: readonly string[];
}

interface CapturedFiles {
  readonly paths: readonly string[];
  /** Unix seconds. */
  readonly capturedAtS: number;
}

/** Ingests logs, imports networks (each captured at a time) and gives all verdicts, through the whole product. */
export async function judgeSources(
  logs: readonly Source[],
  networks: readonly CapturedFiles[],
): Promise<readonly PrintedVerdict[]> {
  const json = new VerdictJson();
  const flows = await judgedFlows(logs, networks);
  return flows.map((flow) => JSON.parse(json.format(flow)) as PrintedVerdict);
}

/** The same verdicts, not printed. */
export async function judgedFlows(
  logs: readonly Source[],
  networks: readonly CapturedFiles[],
): Promise<readonly FlowVerdict[]> {
  const store = await Store.open(':memory:');
  try {
    const { failures } = await ingest(store, logs);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    for (const { paths, capturedAtS } of networks) await importNetwork(store, paths, { capturedAtS });
    await judge(store, { sinceS: null, untilS: null });
    const verdicts: FlowVerdict[] = [];
    for await (const flows of flowVerdicts(store)) verdicts.push(...flows);
    return verdicts;
  } finally {
    store.close();
  }
}

/** What makes a verdict's flow one flow. */
export function flowKey(
  verdict: Omit<
    Pick<
      PrintedVerdict,
      'interfaceId' | 'srcaddr' | 'dstaddr' | 'srcport' | 'dstport' | 'protocol' | 'direction'
    >,
    never
  >,
): string {
  const { interfaceId, direction, srcaddr, dstaddr, srcport, dstport, protocol } = verdict;
  return [interfaceId, direction, srcaddr, srcport, dstaddr, dstport, protocol].join(' ');
}
