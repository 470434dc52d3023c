-- Roles by what hosts do; each rule with its reason. They count where the network is silent.
CREATE OR REPLACE TEMP TABLE host_behaviour AS
WITH edges AS (
  SELECT
    client_no, server_no, client_inside, server_inside, server_port, protocol, bool_or(answered) AS answered, count(*) AS connections
  FROM connections
  GROUP BY ALL
),
-- Addresses that a scan tried and that nobody has are no hosts.
inside_hosts AS (
  SELECT count(*) AS hosts
  FROM (SELECT client_no AS host_no FROM edges WHERE client_inside UNION SELECT server_no FROM edges WHERE server_inside AND answered)
),
served AS (
  SELECT server_no AS host_no, server_port, count(DISTINCT client_no) FILTER (client_inside) AS inside_clients, count(DISTINCT client_no) AS clients
  FROM edges
  WHERE server_inside AND answered
  GROUP BY server_no, server_port
),
called AS (
  SELECT
    client_no AS host_no, server_port, count(DISTINCT server_no) FILTER (server_inside) AS inside_servers,
    count(DISTINCT server_no) FILTER (NOT server_inside) AS outside_servers,
    sum(connections) FILTER (server_inside) AS inside_connections
  FROM edges
  WHERE client_inside AND answered
  GROUP BY client_no, server_port
)
-- Who answers several hosts on 53 is their DNS server.
SELECT host_no, 'resolver' AS role FROM served WHERE server_port = 53 AND inside_clients >= 3
UNION
-- A sender of spam takes no mail.
SELECT host_no, 'mail' FROM served WHERE server_port = 25 AND clients >= 3
UNION
-- The ports of PostgreSQL, MySQL, SQL Server, Oracle and MongoDB, answered to several hosts.
SELECT host_no, 'database' FROM served WHERE server_port IN (5432, 3306, 1433, 1521, 27017) AND inside_clients >= 2
UNION
-- Who asks at least half of all hosts the same, again and again, and gets answers. A scanner gets few, and asks once.
SELECT c.host_no, 'monitoring'
FROM called c, inside_hosts i
WHERE c.inside_servers >= 5 AND 2 * c.inside_servers >= i.hosts AND c.inside_connections >= 4 * c.inside_servers
UNION
-- The way in for people: reached over SSH or RDP from outside, and from there many hosts are.
SELECT c.host_no, 'bastion'
FROM called c
JOIN served s ON s.host_no = c.host_no AND s.server_port IN (22, 3389) AND s.clients > s.inside_clients
WHERE c.server_port IN (22, 3389) AND c.inside_servers >= 5
UNION
-- Without packet-level addresses a NAT gateway seems to serve each port that it calls outside. Three and more are no relay's.
SELECT c.host_no, 'nat'
FROM called c
LEFT JOIN served s ON s.host_no = c.host_no AND s.server_port = c.server_port AND s.inside_clients > 0
WHERE c.outside_servers > 0 AND NOT (SELECT has_packet_addresses FROM analysis)
GROUP BY c.host_no
HAVING count(s.host_no) >= 3 AND 10 * count(s.host_no) >= 9 * count(*)
UNION
SELECT host_no, 'nat' FROM translators;
