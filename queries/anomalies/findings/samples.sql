-- The first connections behind a finding; the condition is the finding's own.
SELECT
  start_s, end_s, client, client_port, server, server_port, protocol, packets_up, bytes_up, packets_down, bytes_down, answered, refused
FROM connection_log
WHERE (TRUE)
ORDER BY start_s, client, server, server_port, client_port, connection_id
LIMIT 3;
