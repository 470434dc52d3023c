-- What own hosts had answered from outside, once per pair of hosts, port and protocol. One connection to an address of an AWS service
-- makes it one, for the log may name the service of one record and not of the next.
CREATE OR REPLACE TEMP TABLE outbound_pairs AS
SELECT
  CAST(row_number() OVER () AS BIGINT) AS pair_no, client_no, server_no, server_port, protocol,
  max(aws_service) AS aws_service, count(*) AS connections,
  CAST(sum(packets_up) AS BIGINT) AS packets_up, CAST(sum(bytes_up) AS BIGINT) AS bytes_up, CAST(sum(bytes_down) AS BIGINT) AS bytes_down,
  min(start_s) AS first_s, max(end_s) AS last_s
FROM connections
WHERE client_inside AND NOT server_inside AND answered AND client_no IN (SELECT host_no FROM acting_hosts)
GROUP BY client_no, server_no, server_port, protocol;
