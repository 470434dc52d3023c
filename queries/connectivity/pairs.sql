-- The broken pairs of clients inside, those to servers inside first, and of each cause the ones with the most records, with how many
-- there are in all. Of refusals the cause is the rule, of silence how far the requests came. The pairs of a sweep are one row; what is
-- not summed up in it is of the pair with the most records.
-- Parameters: limit BIGINT (rows of each cause)
WITH rows_of_pairs AS (
  SELECT
    *, CASE WHEN sweep THEN 0 ELSE row_number() OVER () END AS row_no,
    (refused_records + accepted_records, server_hi, server_lo, port, protocol, interface_no) AS weight
  FROM connectivity_broken_pairs
  WHERE client_inside AND NOT mostly_works
),
summed AS (
  SELECT
    server_inside, kind, cause, client_hi, client_lo, reached, sure, max_by(decision_id, weight) AS decision_id,
    max_by(interface_id, weight) AS interface_id, max_by(egress, weight) AS egress,
    max_by(server_hi, weight) AS server_hi, max_by(server_lo, weight) AS server_lo,
    max_by(protocol, weight) AS protocol, max_by(port, weight) AS port, max_by(client_port, weight) AS client_port,
    max_by(asker_hi, weight) AS asker_hi, max_by(asker_lo, weight) AS asker_lo,
    max_by(client_interface_id, weight) AS client_interface_id, max_by(server_interface_id, weight) AS server_interface_id,
    CAST(sum(refused_records) AS BIGINT) AS refused_records, CAST(sum(packets) AS BIGINT) AS packets,
    CAST(sum(accepted_records) AS BIGINT) AS accepted_records,
    CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(answered) AS BIGINT) AS answered,
    min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s, max(last_answer_s) AS last_answer_s,
    count(*) AS pairs, count(DISTINCT (server_hi, server_lo)) AS servers
  FROM rows_of_pairs
  GROUP BY server_inside, kind, cause, client_hi, client_lo, reached, sure, row_no
),
counted AS (
  SELECT
    *, CAST(sum(pairs) OVER same_cause AS BIGINT) AS cause_pairs,
    CAST(sum(refused_records + accepted_records) OVER same_cause AS BIGINT) AS cause_records,
    row_number() OVER (
      same_cause ORDER BY refused_records DESC, accepted_records DESC, client_hi, client_lo, server_hi, server_lo, protocol, port, interface_id
    ) AS rank_in_cause
  FROM summed
  WINDOW same_cause AS (PARTITION BY server_inside, cause)
)
SELECT
  kind, cause, decision_id, reached, sure, server_inside, interface_id, CASE egress WHEN TRUE THEN 'egress' WHEN FALSE THEN 'ingress' END AS direction,
  address_text(client_hi, client_lo) AS client, address_text(server_hi, server_lo) AS server, protocol, port, client_port,
  address_text(asker_hi, asker_lo) AS asker, client_interface_id, server_interface_id,
  refused_records, packets, accepted_records, connections, answered, first_seen_s, last_seen_s, last_answer_s,
  pairs, 1 AS clients, servers, cause_pairs, cause_records
FROM counted
WHERE rank_in_cause <= CAST($limit AS BIGINT)
ORDER BY server_inside DESC, kind = 'unanswered', cause_records DESC, cause, rank_in_cause;
