-- The broken pairs of clients inside, those to servers inside first, and of each cause the ones with the most records, with how many
-- there are in all. Of refusals the cause is the rule, of silence how far the requests came.
-- Parameters: limit BIGINT (pairs of each cause)
SELECT *
FROM (
  SELECT
    kind, cause, decision_id, reached, sure, server_inside, interface_id, CASE WHEN egress THEN 'egress' ELSE 'ingress' END AS direction,
    address_text(client_hi, client_lo) AS client, address_text(server_hi, server_lo) AS server, protocol, port, client_port,
    address_text(asker_hi, asker_lo) AS asker, client_interface_id, server_interface_id,
    refused_records, packets, accepted_records, connections, answered, first_seen_s, last_seen_s, last_answer_s,
    1 AS pairs, 1 AS clients, 1 AS servers,
    count(*) OVER same_cause AS cause_pairs, CAST(sum(refused_records + accepted_records) OVER same_cause AS BIGINT) AS cause_records,
    row_number() OVER (
      same_cause ORDER BY refused_records DESC, accepted_records DESC, client_hi, client_lo, server_hi, server_lo, protocol, port, interface_id
    ) AS rank_in_cause
  FROM connectivity_broken_pairs
  WHERE client_inside AND NOT mostly_works
  WINDOW same_cause AS (PARTITION BY server_inside, cause)
)
WHERE rank_in_cause <= CAST($limit AS BIGINT)
ORDER BY server_inside DESC, kind = 'unanswered', cause_records DESC, cause, rank_in_cause;
