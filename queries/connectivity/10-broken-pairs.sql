-- All broken pairs alike, with who is inside: a private address, one of a subnet of the network, or a client whose own interface
-- logged it. An end that more than one interface has as its address is named by the interface, where the records tell which.
-- `sweep`: the client tried more ports for the same cause than anybody needs.
CREATE OR REPLACE TEMP TABLE connectivity_broken_pairs AS
WITH inside_blocks AS (
  SELECT DISTINCT b.block_id FROM subnets s JOIN block_sets b ON b.set_id = s.subnet_set
),
inside AS (SELECT a.hi, a.lo FROM address_blocks a JOIN inside_blocks USING (block_id)),
interface_names AS (SELECT DISTINCT interface_no, interface_id FROM connectivity_contexts),
shared AS (
  SELECT hi, lo FROM interface_addresses GROUP BY hi, lo HAVING count(DISTINCT interface_id) > 1
),
own AS (
  SELECT DISTINCT c.interface_no, a.hi, a.lo
  FROM interface_addresses a JOIN connectivity_contexts c USING (interface_id) JOIN shared USING (hi, lo)
),
pairs AS (
  SELECT
    CASE WHEN leg = 'reply' THEN 'reply-refused' ELSE 'request-refused' END AS kind, concat_ws(' ', leg, 'refused', cause_no) AS cause, decision_id, NULL AS reached, TRUE AS sure, mostly_works,
    interface_no, egress, client_hi, client_lo, server_hi, server_lo, protocol, port, client_port,
    records AS refused_records, packets, accepted_records, connections, answered, first_seen_s, last_seen_s, last_answer_s
  FROM connectivity_refused_pairs
  UNION ALL
  SELECT
    'unanswered', concat_ws(' ', reached, sure), NULL, reached, sure, mostly_works,
    interface_no, egress, client_hi, client_lo, server_hi, server_lo, protocol, port, client_port,
    0, packets, records, connections, answered, first_seen_s, last_seen_s, last_answer_s
  FROM connectivity_silent_pairs
),
-- Behind a NAT gateway stand those who really asked; the one that asked last can be asked about.
nat_clients AS (
  SELECT
    p.interface_no, p.client_hi, p.client_lo, p.server_hi, p.server_lo, p.port,
    max_by(o.src_hi, o.opened_no) AS asker_hi, max_by(o.src_lo, o.opened_no) AS asker_lo
  FROM pairs p
  JOIN connectivity_opened o
    ON o.interface_no = p.interface_no AND o.passed_on AND o.dst_lo = p.server_lo AND o.dst_hi = p.server_hi AND o.dstport = p.port
    AND (o.src_lo <> p.client_lo OR o.src_hi <> p.client_hi)
  WHERE p.protocol = 6
  GROUP BY p.interface_no, p.client_hi, p.client_lo, p.server_hi, p.server_lo, p.port
),
sweeps AS (
  SELECT cause, client_hi, client_lo
  FROM pairs
  WHERE NOT mostly_works
  GROUP BY cause, client_hi, client_lo
  HAVING count(DISTINCT (protocol, port)) > 20
)
SELECT
  p.*, n.interface_id, w.cause IS NOT NULL AND NOT p.mostly_works AS sweep,
  coalesce(is_private(p.client_hi, p.client_lo), FALSE) OR ci.hi IS NOT NULL OR coalesce((p.kind = 'reply-refused') <> p.egress, FALSE) AS client_inside,
  coalesce(is_private(p.server_hi, p.server_lo), FALSE) OR si.hi IS NOT NULL AS server_inside,
  q.asker_hi, q.asker_lo,
  CASE WHEN co.hi IS NOT NULL THEN n.interface_id END AS client_interface_id,
  CASE WHEN so.hi IS NOT NULL THEN n.interface_id END AS server_interface_id
FROM pairs p
LEFT JOIN interface_names n USING (interface_no)
LEFT JOIN sweeps w ON w.cause = p.cause AND w.client_hi = p.client_hi AND w.client_lo = p.client_lo
LEFT JOIN inside ci ON ci.hi = p.client_hi AND ci.lo = p.client_lo
LEFT JOIN inside si ON si.hi = p.server_hi AND si.lo = p.server_lo
LEFT JOIN own co ON co.interface_no = p.interface_no AND co.hi = p.client_hi AND co.lo = p.client_lo
LEFT JOIN own so ON so.interface_no = p.interface_no AND so.hi = p.server_hi AND so.lo = p.server_lo
LEFT JOIN nat_clients q
  ON q.interface_no = p.interface_no AND q.client_lo = p.client_lo AND q.client_hi = p.client_hi
  AND q.server_lo = p.server_lo AND q.server_hi = p.server_hi AND q.port = p.port;
