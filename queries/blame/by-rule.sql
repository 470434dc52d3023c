-- The judged flows summed by deciding rule and target. The target is the service: where a request went, where a reply came from.
-- Flows from inside (an interface of the network sent them, or a private or known address) are told apart from the Internet's
-- background noise, which is folded into one row per decision.
WITH inside_blocks AS (
  SELECT DISTINCT b.block_id FROM subnets s JOIN block_sets b ON b.set_id = s.subnet_set
),
flows AS (
  SELECT
    d.decision_id, c.interface_id, f.block_id, f.dstport AS packet_dstport,
    coalesce(d.egress, FALSE) OR coalesce(is_private(f.src_hi, f.src_lo), TRUE) OR i.block_id IS NOT NULL AS internal,
    f.src_hi, f.src_lo, f.dst_hi, f.dst_lo, f.protocol,
    CASE WHEN d.leg = 'reply' THEN f.src_hi ELSE f.dst_hi END AS service_hi,
    CASE WHEN d.leg = 'reply' THEN f.src_lo ELSE f.dst_lo END AS service_lo,
    CASE WHEN d.leg = 'reply' THEN f.srcport ELSE f.dstport END AS service_port,
    CASE WHEN d.leg = 'reply' THEN f.dst_hi ELSE f.src_hi END AS peer_hi,
    CASE WHEN d.leg = 'reply' THEN f.dst_lo ELSE f.src_lo END AS peer_lo,
    f.records, f.packets, f.bytes, f.first_seen_s, f.last_seen_s
  FROM verdict_flows f
  JOIN verdict_decisions d USING (decision_id)
  JOIN contexts c USING (context_id)
  LEFT JOIN inside_blocks i ON i.block_id = f.block_id
),
folded AS (
  SELECT
    decision_id, internal, block_id, packet_dstport, peer_hi, peer_lo, records, packets, bytes, first_seen_s, last_seen_s,
    interface_id AS any_interface_id, service_hi AS any_service_hi, service_lo AS any_service_lo, service_port AS any_service_port,
    protocol AS any_protocol,
    CASE WHEN internal THEN interface_id END AS interface_id,
    CASE WHEN internal THEN service_hi END AS service_hi, CASE WHEN internal THEN service_lo END AS service_lo,
    CASE WHEN internal THEN service_port END AS service_port, CASE WHEN internal THEN protocol END AS protocol
  FROM flows
)
SELECT
  decision_id, internal, interface_id, address_text(service_hi, service_lo) AS service, service_port, protocol,
  CAST(count(*) AS BIGINT) AS flows, CAST(sum(records) AS BIGINT) AS records,
  CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
  min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s,
  CAST(count(DISTINCT (peer_hi, peer_lo)) AS BIGINT) AS peers,
  (list(DISTINCT address_text(peer_hi, peer_lo)) FILTER (WHERE internal))[1:4] AS some_peers,
  CAST(count(DISTINCT (any_service_hi, any_service_lo)) AS BIGINT) AS services,
  CAST(count(DISTINCT (any_protocol, any_service_port)) AS BIGINT) AS ports,
  min_by(block_id, key_order) AS block_id, min_by(packet_dstport, key_order) AS packet_dstport, min_by(any_protocol, key_order) AS packet_protocol
FROM (SELECT *, -records AS key_order FROM folded)
GROUP BY decision_id, internal, interface_id, service_hi, service_lo, service_port, protocol
ORDER BY internal DESC, records DESC, decision_id, interface_id, service, service_port, protocol;
