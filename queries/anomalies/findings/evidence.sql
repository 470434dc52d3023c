-- All connections behind a finding; the condition is the finding's own.
SELECT *
FROM connection_log
WHERE (TRUE)
ORDER BY start_s, client, server, server_port, client_port, connection_id;
