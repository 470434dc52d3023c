-- How many connections, and records of them, have the opener as client. $openers is the path of an openers.csv.gz.
-- Tuples that both sides opened, or of which the opener is not seen, are in neither count.
WITH openers AS (
  SELECT protocol, client, client_port, server, server_port
  FROM read_csv($openers, columns = {
    'protocol': 'INTEGER', 'client': 'VARCHAR', 'client_port': 'INTEGER', 'server': 'VARCHAR', 'server_port': 'INTEGER'
  }, header = true)
),
oriented AS (
  SELECT protocol, address_text(client_hi, client_lo) AS client, coalesce(client_port, 0) AS client_port,
    address_text(server_hi, server_lo) AS server, coalesce(server_port, 0) AS server_port, records
  FROM connections
)
SELECT
  count(*) FILTER (WHERE r.client IS NOT NULL) AS right_connections,
  count(*) FILTER (WHERE w.client IS NOT NULL) AS wrong_connections,
  coalesce(sum(c.records) FILTER (WHERE r.client IS NOT NULL), 0) AS right_records,
  coalesce(sum(c.records) FILTER (WHERE w.client IS NOT NULL), 0) AS wrong_records,
  count(*) AS connections
FROM oriented c
LEFT JOIN openers r ON r.protocol = c.protocol AND r.client = c.client AND r.server = c.server
  AND r.client_port = c.client_port AND r.server_port = c.server_port
LEFT JOIN openers w ON w.protocol = c.protocol AND w.client = c.server AND w.server = c.client
  AND w.client_port = c.server_port AND w.server_port = c.client_port;
