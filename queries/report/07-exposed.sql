-- Who reached which own service from outside and got an answer, numbered for the evaluator, with the configuration that was in force.
CREATE OR REPLACE TEMP TABLE report_exposed AS
SELECT
  CAST(row_number() OVER (ORDER BY e.server_no, e.client_no, e.protocol, e.server_port) AS INTEGER) AS key_id,
  e.server_no, e.client_no, e.protocol, e.server_port, c.hi AS client_hi, c.lo AS client_lo, s.interface_id,
  (
    SELECT max(n.epoch) FROM network_epochs n WHERE coalesce(n.valid_from_s <= max(e.last_s), TRUE)
  ) AS epoch,
  CAST(sum(e.connections) AS BIGINT) AS connections, CAST(sum(e.bytes_up) AS BIGINT) AS bytes_in, CAST(sum(e.bytes_down) AS BIGINT) AS bytes_out,
  min(e.first_s) AS first_s, max(e.last_s) AS last_s
FROM report_edges e
JOIN report_hosts c ON c.host_no = e.client_no
JOIN report_hosts s ON s.host_no = e.server_no
WHERE NOT e.client_inside AND e.server_inside AND e.answered > 0
GROUP BY e.server_no, e.client_no, e.protocol, e.server_port, c.hi, c.lo, s.interface_id;
