-- The broken pairs whose client is on the Internet, one row for each cause; what is not summed up is of the pair with the most records.
SELECT
  kind, cause, max_by(decision_id, weight) AS decision_id, reached, sure, TRUE AS server_inside, NULL AS interface_id, CASE any_value(egress) WHEN TRUE THEN 'egress' WHEN FALSE THEN 'ingress' END AS direction,
  max_by(address_text(client_hi, client_lo), weight) AS client, max_by(address_text(server_hi, server_lo), weight) AS server,
  max_by(protocol, weight) AS protocol, max_by(port, weight) AS port, max_by(client_port, weight) AS client_port,
  NULL AS asker, NULL AS client_interface_id, max_by(server_interface_id, weight) AS server_interface_id,
  CAST(sum(refused_records) AS BIGINT) AS refused_records, CAST(sum(packets) AS BIGINT) AS packets,
  CAST(sum(accepted_records) AS BIGINT) AS accepted_records,
  CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(answered) AS BIGINT) AS answered,
  min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s, max(last_answer_s) AS last_answer_s,
  count(*) AS pairs, count(DISTINCT (client_hi, client_lo)) AS clients, count(DISTINCT (server_hi, server_lo)) AS servers,
  count(*) AS cause_pairs, CAST(sum(refused_records + accepted_records) AS BIGINT) AS cause_records
FROM (
  SELECT *, (refused_records + accepted_records, client_hi, client_lo, server_hi, server_lo, port) AS weight
  FROM connectivity_broken_pairs
  WHERE NOT client_inside AND NOT mostly_works
)
GROUP BY kind, cause, reached, sure
ORDER BY kind = 'unanswered', cause_records DESC, cause;
