-- The broken pairs with a refusal: the request refused although it was let through earlier on its way, or the reply. Nothing comes
-- before the client's own interface; before it leaves another one, it left the client or came in there. What is counted
-- of connections is what the interface that refused saw: a connection is a port of the client, answered where a reply
-- was let through and nothing of it refused. Decisions of the same rule are one cause; that of the flow with the most records stands
-- for them. Protocols without ports have no connections to count.
CREATE OR REPLACE TEMP TABLE connectivity_refused_pairs AS
WITH leads AS (
  SELECT
    decision_id, leg, egress,
    first_value(decision_id) OVER (
      PARTITION BY verdict, leg, egress, refusal, CASE WHEN refusal = 0 THEN group_owner END
      ORDER BY CASE confidence WHEN 'low' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, decision_id
    ) AS lead_decision_id
  FROM verdict_decisions
  WHERE verdict <> 'late-packet'
),
refusals AS (
  SELECT
    p.pair_no, c.interface_no, d.lead_decision_id AS cause_no, d.decision_id, d.leg, d.egress,
    coalesce(CASE WHEN d.leg = 'reply' THEN f.dstport ELSE f.srcport END, 0) AS client_port,
    f.records, f.packets, f.first_seen_s, f.last_seen_s
  FROM verdict_flows f
  JOIN leads d USING (decision_id)
  JOIN connectivity_contexts c USING (context_id)
  JOIN connectivity_pairs p
    ON p.client_lo = CASE WHEN d.leg = 'reply' THEN f.dst_lo ELSE f.src_lo END
    AND p.server_lo = CASE WHEN d.leg = 'reply' THEN f.src_lo ELSE f.dst_lo END
    AND p.client_hi = CASE WHEN d.leg = 'reply' THEN f.dst_hi ELSE f.src_hi END
    AND p.server_hi = CASE WHEN d.leg = 'reply' THEN f.src_hi ELSE f.dst_hi END
    AND p.protocol = f.protocol AND p.port = coalesce(CASE WHEN d.leg = 'reply' THEN f.srcport ELSE f.dstport END, 0)
),
refused AS (
  SELECT
    pair_no, interface_no, cause_no, max_by(decision_id, (records, -decision_id)) AS decision_id, leg, egress,
    sum(records) AS records, sum(packets) AS packets, min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s,
    max_by(client_port, coalesce(last_seen_s, 0)) AS client_port
  FROM refusals
  GROUP BY pair_no, interface_no, cause_no, leg, egress
),
own AS (
  SELECT DISTINCT c.interface_no, a.hi, a.lo
  FROM interface_addresses a JOIN connectivity_contexts c USING (interface_id)
),
let_through AS (
  SELECT r.pair_no, r.interface_no, r.cause_no, sum(a.records) AS records
  FROM refused r
  JOIN connectivity_pairs p USING (pair_no)
  JOIN connectivity_accepted a ON a.pair_no = r.pair_no AND NOT a.is_reply
  LEFT JOIN own o ON o.interface_no = r.interface_no AND o.hi = p.client_hi AND o.lo = p.client_lo
  WHERE r.leg = 'reply'
    OR (NOT r.egress AND (a.interface_no <> r.interface_no OR a.egress))
    OR (r.egress AND o.hi IS NULL AND CASE WHEN a.interface_no = r.interface_no THEN NOT a.egress ELSE coalesce(a.egress, TRUE) END)
    OR (r.egress IS NULL AND a.interface_no <> r.interface_no)
  GROUP BY r.pair_no, r.interface_no, r.cause_no
),
connections AS (
  SELECT
    pair_no, interface_no, count(*) AS connections, count(*) FILTER (answered AND NOT refused) AS answered,
    max(last_answer_s) AS last_answer_s, sum(replies) AS replies
  FROM (
    SELECT
      pair_no, interface_no, client_port, bool_or(refused) AS refused, bool_or(is_reply) AS answered,
      max(CASE WHEN is_reply THEN last_seen_s END) AS last_answer_s, sum(CASE WHEN is_reply THEN records ELSE 0 END) AS replies
    FROM (
      SELECT pair_no, interface_no, client_port, TRUE AS refused, FALSE AS is_reply, records, last_seen_s FROM refusals
      UNION ALL
      SELECT pair_no, interface_no, client_port, FALSE, is_reply, records, last_seen_s FROM connectivity_accepted
    )
    GROUP BY pair_no, interface_no, client_port
  )
  GROUP BY pair_no, interface_no
)
SELECT
  r.pair_no, r.interface_no, r.cause_no, r.decision_id, r.leg, r.egress, r.client_port,
  r.records, r.packets, r.first_seen_s, r.last_seen_s, coalesce(l.records, 0) AS accepted_records,
  CASE WHEN p.protocol IN (6, 17) THEN n.connections END AS connections, CASE WHEN p.protocol IN (6, 17) THEN n.answered END AS answered,
  n.last_answer_s,
  CASE WHEN p.protocol IN (6, 17) THEN n.answered * 2 > n.connections ELSE n.replies > r.records END AS mostly_works,
  p.client_hi, p.client_lo, p.server_hi, p.server_lo, p.protocol, p.port
FROM refused r
JOIN connectivity_pairs p USING (pair_no)
JOIN connections n USING (pair_no, interface_no)
LEFT JOIN let_through l USING (pair_no, interface_no, cause_no)
WHERE r.leg = 'reply' OR l.records > 0;
