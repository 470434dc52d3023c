import type { Gap, InterfaceStatus } from '../queries/status-rows.ts';
import type { Listed, StoreStatus } from '../queries/status.ts';
import { missingFields } from './missing-fields.ts';
import { isoTime } from './values.ts';

/** What a store holds and lacks, as members of a JSON document. */
export function statusJson(status: StoreStatus): Readonly<Record<string, unknown>> {
  return {
    records: status.records,
    scopes: each(status.scopes, ({ firstStartS, lastEndS, intervalS, gapS, silentS, ...scope }) => ({
      ...scope,
      silentSeconds: silentS,
      firstStart: isoTime(firstStartS),
      lastEnd: isoTime(lastEndS),
      intervalSeconds: intervalS,
      gapSeconds: gapS,
    })),
    scopeGaps: each(status.scopeGaps, ({ accountId, region, ...gap }) => ({
      accountId,
      region,
      ...silenceJson(gap),
    })),
    interfaceGaps: {
      ...each(status.interfaceGaps, ({ accountId, region, interfaceId, ...gap }) => ({
        accountId,
        region,
        interfaceId,
        ...silenceJson(gap),
      })),
      interfaces: status.silentInterfaces.total,
      interfacesWithoutNodata: status.silentWithoutNodata,
    },
    stoppedEarly: each(status.stoppedEarly, interfaceJson),
    beganLate: each(status.beganLate, interfaceJson),
    skipdata: each(status.skipdata, ({ fromS, toS, ...skipped }) => ({
      ...skipped,
      from: isoTime(fromS),
      to: isoTime(toS),
    })),
    formats: each(status.formats, (format) => ({ ...format, missing: missingFields(format.fields) })),
    unparsedObjects: { ...each(status.unparsedObjects, (object) => object), lines: status.unparsedLines },
    networks: each(status.networks, ({ capturedAtS, importedAtS, ...network }) => ({
      capturedAt: isoTime(capturedAtS),
      importedAt: isoTime(importedAtS),
      ...network,
    })),
    interfacesNotInNetwork: status.interfacesNotInNetwork,
    blame: {
      flows: status.blame.flows,
      records: status.blame.records,
      firstSeen: isoTime(status.blame.firstSeenS),
      lastSeen: isoTime(status.blame.lastSeenS),
    },
  };
}

/** One interface as a JSON object. */
export function interfaceJson(one: InterfaceStatus): object {
  return {
    accountId: one.accountId,
    region: one.region,
    interfaceId: one.interfaceId,
    records: one.records,
    nodata: one.nodata,
    skipdata: one.skipdata,
    firstStart: isoTime(one.firstStartS),
    lastEnd: isoTime(one.lastEndS),
    gaps: one.gaps,
    silentSeconds: one.silentS,
    longestGapFrom: isoTime(one.longestGapFromS),
    longestGapTo: isoTime(one.longestGapToS),
    beganLate: one.beganLate,
    stoppedEarly: one.stoppedEarly,
    inNetwork: one.inNetwork,
  };
}

function silenceJson({ fromS, toS }: Pick<Gap, 'fromS' | 'toS'>): object {
  return { from: isoTime(fromS), to: isoTime(toS), seconds: toS - fromS };
}

function each<T>({ total, listed }: Listed<T>, json: (member: T) => object): object {
  return { total, listed: listed.map(json) };
}
