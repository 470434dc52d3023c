-- Few vantages show another address than that of the packet. One that the network gives to the interface is its own all the same
-- (0: AWS shows the primary address for secondary ones), an instance passes on for others (1: a pod behind its node, an appliance),
-- and the rest are between the ends (4: NAT and transit gateways).
UPDATE windows SET standing = 0
FROM (
  SELECT DISTINCT l.interface_no, n.host_no FROM local_addresses l JOIN numbered_addresses n ON n.hi = l.hi AND n.lo = l.lo
) own
WHERE standing = 4 AND own.interface_no = vantage / 4
  AND own.host_no = CASE vantage % 4 WHEN 1 THEN ends / 4294967296 ELSE ends % 4294967296 END;

UPDATE windows SET standing = 1
FROM vantage_interfaces v
WHERE standing = 4 AND v.of_instance AND v.interface_no = vantage / 4;
