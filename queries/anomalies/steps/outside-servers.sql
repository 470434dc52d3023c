-- How many own hosts contact each outside address, answered or not: what one host in forty contacts is odd, what all contact is not.
CREATE OR REPLACE TEMP TABLE outside_servers AS
SELECT server_no, CAST(count(DISTINCT client_no) AS INTEGER) AS hosts
FROM connections
WHERE client_inside AND NOT server_inside AND client_no IN (SELECT host_no FROM acting_hosts)
GROUP BY server_no;
