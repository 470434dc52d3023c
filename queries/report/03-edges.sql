-- The connections of the window that were let through, by client, server and service. What was refused at any interface and never answered
-- is no traffic.
CREATE OR REPLACE TEMP TABLE report_edges AS
SELECT
  client_no, server_no, protocol, server_port, aws_service, client_inside, server_inside,
  count(*) AS connections, count(*) FILTER (answered) AS answered, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
  CAST(sum(bytes_down) AS BIGINT) AS bytes_down, min(start_s) AS first_s, max(end_s) AS last_s
FROM connections
WHERE accepted_records > 0 AND NOT refused
GROUP BY ALL;
