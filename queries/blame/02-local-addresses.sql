-- The addresses by which an interface's side of a record is recognised where the log has no flow-direction: those of the
-- network, whatever the configuration in force. AWS shows the interface's own address on its side of every record.
CREATE OR REPLACE TEMP TABLE local_addresses AS
SELECT DISTINCT c.interface_no, a.hi, a.lo
FROM interface_addresses a JOIN blame_contexts c USING (interface_id);
