-- Inside hosts whose connections are their own: NAT gateways and load balancers connect on behalf of others.
CREATE OR REPLACE TEMP TABLE acting_hosts AS
SELECT host_no, hi, lo, address, roles
FROM hosts
WHERE inside AND NOT list_has_any(roles, ['nat', 'load-balancer']);
