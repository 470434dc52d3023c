import type { AnomalyReport, Finding, Party, SeverityBand } from '../anomalies/finding.ts';
import { formatProtocol } from '../model/protocol.ts';
import { explain } from './anomaly-explanation.ts';
import { storied } from './anomaly-json.ts';
import { jsonText } from './values.ts';

/** Attributes as of this version of the schema (https://schema.ocsf.io/1.3.0/classes/detection_finding); later ones have them too. */
export const OCSF_VERSION = '1.3.0';

const CLASS_UID = 2004;
const CREATE = 1;

const SEVERITIES: Readonly<Record<SeverityBand, readonly [number, string]>> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/**
 * The findings as OCSF Detection Findings (class 2004): a JSON array, as other tools write it and importers take it, with one
 * event a line. Times are in milliseconds. `product`: the version of flowblame.
 */
export function anomalyOcsf(report: AnomalyReport, product: string, db: string): string {
  const events = storied(report).map(({ finding, story }) =>
    jsonText(ocsfEvent(finding, story, product, db)),
  );
  return events.length === 0 ? '[]\n' : `[\n${events.join(',\n')}\n]\n`;
}

function ocsfEvent(
  finding: Finding,
  story: string | null,
  product: string,
  db: string,
): Readonly<Record<string, unknown>> {
  const { sentence, next } = explain(finding, db);
  const [severityId, severity] = SEVERITIES[finding.band];
  const [start, end] = [finding.firstSeenS * 1000, finding.lastSeenS * 1000];
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Detection Finding',
    type_uid: CLASS_UID * 100 + CREATE,
    type_name: 'Detection Finding: Create',
    // The same logs are to give the same events, so it is not the time of the run.
    time: end,
    start_time: start,
    end_time: end,
    severity_id: severityId,
    severity,
    status_id: 1,
    status: 'New',
    ...confidenceOf(finding),
    message: sentence,
    metadata: {
      version: OCSF_VERSION,
      uid: finding.id,
      ...(story === null ? {} : { correlation_uid: story }),
      product: { name: 'flowblame', vendor_name: 'flowblame', version: product },
      log_name: 'VPC Flow Logs',
    },
    finding_info: findingInfo(finding, sentence),
    evidences: [evidence(finding)],
    resources: [finding.actor, finding.target].flatMap(resource),
    remediation: { desc: next },
  };
}

function confidenceOf({ confidence }: Finding): Readonly<Record<string, unknown>> {
  const [id, name] = confidence < 0.4 ? [1, 'Low'] : confidence < 0.75 ? [2, 'Medium'] : [3, 'High'];
  return { confidence_id: id, confidence: name, confidence_score: Math.round(confidence * 100) };
}

function findingInfo(finding: Finding, sentence: string): Readonly<Record<string, unknown>> {
  const { id, detector, variant, firstSeenS, lastSeenS, attack } = finding;
  return {
    uid: id,
    title: sentence,
    desc: sentence,
    types: [variant === null ? detector : `${detector}/${variant}`],
    first_seen_time: firstSeenS * 1000,
    last_seen_time: lastSeenS * 1000,
    data_sources: ['VPC Flow Logs'],
    analytic: { type_id: 2, type: 'Behavioral', name: detector, uid: detector },
    ...(attack.length === 0 ? {} : { attacks: attack.map(attackOf) }),
  };
}

function attackOf(technique: string): Readonly<Record<string, unknown>> {
  const [parent = technique] = technique.split('.');
  return {
    technique: { uid: parent },
    ...(parent === technique ? {} : { sub_technique: { uid: technique } }),
  };
}

function evidence(finding: Finding): Readonly<Record<string, unknown>> {
  const { actor, target, port, protocol, measures, modifiers, baseline, stoppedBy, evidenceSql } = finding;
  const [directionId, direction] = directionOf(actor, target);
  return {
    ...endpoint('src_endpoint', actor, null),
    ...endpoint('dst_endpoint', target, port),
    connection_info: {
      direction_id: directionId,
      direction,
      ...(protocol === null
        ? {}
        : { protocol_num: protocol, protocol_name: formatProtocol(protocol).toLowerCase() }),
    },
    data: {
      connections: finding.connections,
      bytes: finding.bytes,
      measures,
      modifiers,
      baseline,
      stopped_by: stoppedBy,
      evidence_sql: evidenceSql,
    },
  };
}

/** Nothing for an end that is many, as an endpoint needs something that tells it. */
function endpoint(name: string, party: Party, port: number | null): Readonly<Record<string, unknown>> {
  const { address, interfaceId, instanceId } = party;
  if (address === null && interfaceId === null) return {};
  return {
    [name]: {
      ...(address === null ? {} : { ip: address }),
      ...(port === null ? {} : { port }),
      ...(party.name === null ? {} : { name: party.name }),
      ...(interfaceId === null ? {} : { interface_uid: interfaceId }),
      ...(instanceId === null ? {} : { instance_uid: instanceId }),
    },
  };
}

function directionOf(actor: Party, target: Party): readonly [number, string] {
  if (actor.inside && target.inside) return [3, 'Lateral'];
  if (actor.inside) return target.address === null ? [0, 'Unknown'] : [2, 'Outbound'];
  return target.inside ? [1, 'Inbound'] : [0, 'Unknown'];
}

function resource({ inside, instanceId, interfaceId, name }: Party): readonly object[] {
  const uid = instanceId ?? interfaceId;
  if (!inside || uid === null) return [];
  const type = instanceId === null ? 'AWS::EC2::NetworkInterface' : 'AWS::EC2::Instance';
  return [{ uid, type, ...(name === null ? {} : { name }) }];
}
