-- Who tried which port of whom, once each, and whether it ever answered: the first contacts of TRW (Jung et al., "Fast Portscan Detection
-- Using Sequential Hypothesis Testing", 2004). Left out is what proves nothing: protocols without ports, clients that sent nothing or only
-- what answers others (RST or SYN-ACK without SYN; from outside, where flags are not logged and over UDP, from a port below 1024 to one
-- above), and UDP that goes one way for longer than a probe is repeated, as logs and metrics do.
CREATE OR REPLACE TEMP TABLE first_contacts AS
SELECT
  client_no, server_no, server_port, protocol, client_inside, server_inside,
  bool_or(answered) AS ok, min(start_s) AS first_s, max(end_s) AS last_s,
  count(*) AS connections, count(*) FILTER (refused) AS refused_connections, CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes,
  max(decision_id) AS decision_id
FROM connections
WHERE protocol IN (6, 17) AND server_port IS NOT NULL AND packets_up > 0 AND NOT backscatter
  AND NOT (protocol = 6 AND coalesce(flags_up & 6 = 4 OR flags_up & 18 = 18, FALSE))
  AND NOT (
    NOT client_inside AND coalesce(client_port < 1024, FALSE) AND server_port >= 1024 AND (protocol = 17 OR flags_up IS NULL)
  )
  AND NOT (protocol = 17 AND NOT answered AND packets_up > 10)
GROUP BY client_no, server_no, server_port, protocol, client_inside, server_inside;
