import type { DailyReport } from '../../src/daily/document/daily-report.ts';
import type { DailyEnd } from '../../src/daily/document/ends.ts';

/** An end as a test states it. */
export function end(address: string, name: string | null = null): DailyEnd {
  return {
    address,
    name,
    interfaceId: null,
    instanceId: null,
    inside: address.startsWith('10.'),
    securityGroups: [],
    roles: [],
  };
}

const NOTHING = { total: 0, listed: [] };

/** A report of a day on which little happened; what is not said is empty or not told. */
export function madeReport(members: Partial<DailyReport> = {}): DailyReport {
  return {
    window: {
      sinceS: 1_772_409_600,
      untilS: 1_772_496_000,
      firstStartS: 1_772_409_614,
      lastEndS: 1_772_495_123,
      chosen: 'asked',
    },
    headline: {
      records: 10,
      accepted: 8,
      refused: 2,
      nodata: 0,
      skipdata: 0,
      interfaces: 1,
      acceptedBytes: 1_500_000,
      refusedPackets: 4,
    },
    dayBefore: null,
    completeness: {
      heatMap: { startsS: [], stepS: 3600, rows: NOTHING, others: null, untimed: 0 },
      gaps: {
        scopeGaps: NOTHING,
        interfaceGaps: NOTHING,
        silentInterfaces: NOTHING,
        stoppedEarly: NOTHING,
        beganLate: NOTHING,
        skipdata: NOTHING,
      },
      interfacesNotInNetwork: null,
      missingFields: [],
    },
    refused: null,
    oneWay: null,
    traffic: null,
    news: null,
    exposure: null,
    costs: null,
    anomalies: {
      records: 10,
      connections: 5,
      fromS: 1_772_409_600,
      toS: 1_772_496_000,
      aggregationS: 60,
      historyDays: 0,
      stories: [],
      findings: [],
      notShown: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
      allowed: 0,
      background: [],
      notChecked: [],
    },
    unusedRules: null,
    notTold: { unusedRules: 'usage-not-run' },
    ...members,
  };
}
