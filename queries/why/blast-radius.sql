-- What was refused where a change lets traffic through, and would match it: the questions to ask of the rules as they are and as
-- proposed, with the flows, records and senders behind each.
-- A place is an interface, or an interface that the network does not know in a subnet whose network ACL changes. The connection
-- that the change is for is left out: the asked interface's own address, and of a reply the port of the service. A record without
-- packet-level addresses shows the interface's primary address, so that it may be of that connection as well.
-- Groups never see packets of a connection that they let through: what answers an accepted packet, or says so itself (SYN-ACK).
-- Records without flow-direction have it by the side on which an address of the interface stands.
-- Parameters: interface_ids VARCHAR, subnet_ids VARCHAR (JSON lists), egress BOOLEAN, protocol INTEGER, port_from INTEGER, port_to
-- INTEGER (NULL: any), remote VARCHAR, asked_local VARCHAR (JSON, an address box each), family INTEGER (of the remote address),
-- asked_interface VARCHAR (NULL: any), service_port INTEGER (source port, NULL: any), untracked_only BOOLEAN
WITH interface_ids AS (
  SELECT unnest(from_json(CAST($interface_ids AS JSON), '["VARCHAR"]')) AS interface_id
),
subnet_ids AS (
  SELECT unnest(from_json(CAST($subnet_ids AS JSON), '["VARCHAR"]')) AS subnet_id
),
remote AS (
  SELECT unnest(from_json(CAST($remote AS JSON), '{"fromHi": "BIGINT", "fromLo": "BIGINT", "toHi": "BIGINT", "toLo": "BIGINT"}'))
),
asked_local AS (
  SELECT unnest(from_json(CAST($asked_local AS JSON), '{"fromHi": "BIGINT", "fromLo": "BIGINT", "toHi": "BIGINT", "toLo": "BIGINT"}'))
),
places AS (
  SELECT
    c.context_id, c.interface_id, CASE WHEN known.interface_id IS NULL THEN c.subnet_id END AS subnet_id,
    c.action = 'REJECT' AS refused, c.flow_direction IS NULL AS undirected,
    CASE c.flow_direction WHEN 'egress' THEN TRUE WHEN 'ingress' THEN FALSE END AS egress
  FROM contexts c
  LEFT JOIN interface_ids known ON known.interface_id = c.interface_id
  WHERE c.action IN ('ACCEPT', 'REJECT') AND coalesce(c.log_status, 'OK') = 'OK'
    AND (c.reject_reason IS NULL OR c.reject_reason NOT IN ('BPA', 'EC'))
    AND (known.interface_id IS NOT NULL OR (
      c.subnet_id IN (SELECT subnet_id FROM subnet_ids)
      AND NOT EXISTS (SELECT 1 FROM interfaces i WHERE i.interface_id = c.interface_id)
    ))
),
own_addresses AS (
  SELECT DISTINCT a.interface_id, a.hi, a.lo FROM interface_addresses a JOIN interface_ids USING (interface_id)
),
matching AS (
  SELECT
    p.interface_id, p.subnet_id, p.undirected, r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    CASE WHEN $egress THEN r.pkt_srcaddr_hi ELSE r.pkt_dstaddr_hi END IS NULL AS local_may_hide,
    r.srcport, r.dstport, r.tcp_flags, r."end" AS end_s
  FROM records r
  JOIN places p USING (context_id)
  CROSS JOIN remote x
  WHERE p.refused AND (p.egress IS NULL OR p.egress = $egress)
    AND r.protocol = CAST($protocol AS INTEGER)
    AND ($port_from IS NULL OR r.dstport BETWEEN CAST($port_from AS INTEGER) AND CAST($port_to AS INTEGER))
    AND CASE WHEN $egress THEN coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) ELSE coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) END
      BETWEEN x."fromLo" AND x."toLo"
    AND CASE WHEN $egress THEN coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) ELSE coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) END
      BETWEEN x."fromHi" AND x."toHi"
),
others AS (
  SELECT
    m.*,
    CASE WHEN $egress THEN m.dst_hi ELSE m.src_hi END AS remote_hi, CASE WHEN $egress THEN m.dst_lo ELSE m.src_lo END AS remote_lo,
    CASE WHEN $egress THEN m.src_hi ELSE m.dst_hi END AS local_hi, CASE WHEN $egress THEN m.src_lo ELSE m.dst_lo END AS local_lo
  FROM matching m
  LEFT JOIN own_addresses s ON m.undirected AND s.interface_id = m.interface_id AND s.hi = m.srcaddr_hi AND s.lo = m.srcaddr_lo
  LEFT JOIN own_addresses d ON m.undirected AND d.interface_id = m.interface_id AND d.hi = m.dstaddr_hi AND d.lo = m.dstaddr_lo
  WHERE NOT m.undirected OR ((s.hi IS NULL) <> (d.hi IS NULL) AND (s.hi IS NOT NULL) = $egress)
),
flows AS (
  SELECT
    row_number() OVER () AS flow, o.interface_id, o.subnet_id, o.src_hi, o.src_lo, o.dst_hi, o.dst_lo,
    coalesce(o.srcport, -1) AS srcport, coalesce(o.dstport, -1) AS dstport, o.remote_hi, o.remote_lo,
    count(*) AS records, bool_or(o.tcp_flags & 18 = 18) AS is_syn_ack, max(o.end_s) AS last_seen_s
  FROM others o
  CROSS JOIN asked_local a
  WHERE address_family(o.remote_hi, o.remote_lo) = CAST($family AS INTEGER)
    AND NOT (
      ($asked_interface IS NULL OR o.interface_id = $asked_interface)
      AND ($service_port IS NULL OR coalesce(o.srcport, -1) = CAST($service_port AS INTEGER))
      AND (
        ($asked_interface IS NOT NULL AND o.local_may_hide)
        OR coalesce(o.local_lo BETWEEN a."fromLo" AND a."toLo" AND o.local_hi BETWEEN a."fromHi" AND a."toHi", FALSE)
      )
    )
  GROUP BY o.interface_id, o.subnet_id, o.src_hi, o.src_lo, o.dst_hi, o.dst_lo, o.srcport, o.dstport, o.remote_hi, o.remote_lo
),
answers AS (
  SELECT DISTINCT f.flow
  FROM records r
  JOIN places p USING (context_id)
  JOIN flows f
    ON f.interface_id = p.interface_id AND f.srcport = coalesce(r.dstport, -1) AND f.dstport = coalesce(r.srcport, -1)
    AND f.src_lo = coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AND f.dst_lo = coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo)
    AND f.src_hi = coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AND f.dst_hi = coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi)
  WHERE $untracked_only AND NOT p.refused AND p.egress IS DISTINCT FROM $egress AND r.protocol = CAST($protocol AS INTEGER)
    AND coalesce(r."start", 0) <= coalesce(f.last_seen_s, 9223372036854775807)
)
SELECT
  interface_id, subnet_id, CASE WHEN dstport >= 0 THEN dstport END AS dstport, remote_hi, remote_lo, src_hi, src_lo,
  count(*) AS flows, CAST(sum(records) AS BIGINT) AS records
FROM flows
WHERE NOT $untracked_only OR (NOT coalesce(is_syn_ack, FALSE) AND flow NOT IN (SELECT flow FROM answers))
GROUP BY interface_id, subnet_id, flows.dstport, remote_hi, remote_lo, src_hi, src_lo;
