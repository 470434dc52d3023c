-- The judged flows summed by deciding rule and target. The target is the service: where a request went, where a reply came from.
-- Flows from inside (an interface of the network sent them, or a private or known address) are told apart from the Internet's
-- background noise, which is folded into one row per deciding rule and half of the connection, under the least certain of
-- their decisions.
WITH leads AS (
  SELECT
    decision_id, leg, egress,
    first_value(decision_id) OVER (
      PARTITION BY verdict, leg, egress, refusal, CASE WHEN refusal = 0 THEN group_owner END
      ORDER BY CASE confidence WHEN 'low' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, decision_id
    ) AS lead_decision_id
  FROM verdict_decisions
),
inside_blocks AS (
  SELECT DISTINCT b.block_id FROM subnets s JOIN block_sets b ON b.set_id = s.subnet_set
),
flows AS (
  SELECT
    f.decision_id, d.lead_decision_id, f.context_id, f.block_id, f.dstport, f.protocol, f.records, f.packets, f.bytes, f.first_seen_s, f.last_seen_s,
    coalesce(d.egress, FALSE) OR coalesce(is_private(f.src_hi, f.src_lo), TRUE) OR i.block_id IS NOT NULL AS internal,
    CASE WHEN d.leg = 'reply' THEN f.src_hi ELSE f.dst_hi END AS service_hi,
    CASE WHEN d.leg = 'reply' THEN f.src_lo ELSE f.dst_lo END AS service_lo,
    CASE WHEN d.leg = 'reply' THEN f.srcport ELSE f.dstport END AS service_port,
    CASE WHEN d.leg = 'reply' THEN f.dst_hi ELSE f.src_hi END AS peer_hi,
    CASE WHEN d.leg = 'reply' THEN f.dst_lo ELSE f.src_lo END AS peer_lo
  FROM verdict_flows f
  JOIN leads d USING (decision_id)
  LEFT JOIN inside_blocks i ON i.block_id = f.block_id
),
folded AS (
  SELECT
    CASE WHEN internal THEN decision_id ELSE lead_decision_id END AS decision_id, internal, block_id, dstport, protocol AS packet_protocol, peer_hi, peer_lo,
    records, packets, bytes, first_seen_s, last_seen_s,
    CASE WHEN internal THEN context_id END AS context_id,
    CASE WHEN internal THEN service_hi END AS service_hi, CASE WHEN internal THEN service_lo END AS service_lo,
    CASE WHEN internal THEN service_port END AS service_port, CASE WHEN internal THEN protocol END AS protocol
  FROM flows
),
by_peer AS (
  SELECT
    decision_id, internal, c.interface_id, service_hi, service_lo, service_port, protocol, peer_hi, peer_lo,
    count(*) AS flows, sum(records) AS records, sum(packets) AS packets, sum(bytes) AS bytes,
    min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s,
    -- Of flows with as many records always the same one.
    max_by(block_id, (records, block_id, dstport, packet_protocol)) AS block_id,
    max_by(dstport, (records, block_id, dstport, packet_protocol)) AS dstport,
    max_by(packet_protocol, (records, block_id, dstport, packet_protocol)) AS packet_protocol
  FROM folded LEFT JOIN contexts c USING (context_id)
  GROUP BY decision_id, internal, c.interface_id, service_hi, service_lo, service_port, protocol, peer_hi, peer_lo
),
outside_services AS (
  SELECT decision_id, count(*) AS services
  FROM (SELECT DISTINCT lead_decision_id AS decision_id, service_hi, service_lo FROM flows WHERE NOT internal)
  GROUP BY decision_id
),
outside_ports AS (
  SELECT decision_id, count(*) AS ports
  FROM (SELECT DISTINCT lead_decision_id AS decision_id, protocol, service_port FROM flows WHERE NOT internal)
  GROUP BY decision_id
),
summed AS (
  SELECT
    decision_id, internal, interface_id, service_hi, service_lo, service_port, protocol,
    CAST(sum(flows) AS BIGINT) AS flows, CAST(sum(records) AS BIGINT) AS records,
    CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
    min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s, count(*) AS peers,
    min(CASE WHEN internal THEN address_text(peer_hi, peer_lo) END, 4) AS some_peers,
    max_by(block_id, (records, block_id, dstport, packet_protocol)) AS block_id,
    max_by(dstport, (records, block_id, dstport, packet_protocol)) AS packet_dstport,
    max_by(packet_protocol, (records, block_id, dstport, packet_protocol)) AS packet_protocol
  FROM by_peer
  GROUP BY decision_id, internal, interface_id, service_hi, service_lo, service_port, protocol
)
SELECT
  s.decision_id, s.internal, s.interface_id, address_text(s.service_hi, s.service_lo) AS service, s.service_port, s.protocol,
  s.flows, s.records, s.packets, s.bytes, s.first_seen_s, s.last_seen_s,
  s.peers, coalesce(s.some_peers, []) AS some_peers,
  CASE WHEN s.internal THEN 1 ELSE v.services END AS services, CASE WHEN s.internal THEN 1 ELSE p.ports END AS ports,
  s.block_id, s.packet_dstport, s.packet_protocol
FROM summed s
LEFT JOIN outside_services v USING (decision_id)
LEFT JOIN outside_ports p USING (decision_id)
ORDER BY s.internal DESC, s.records DESC, s.decision_id, s.interface_id, s.service_hi, s.service_lo, s.service_port, s.protocol;
