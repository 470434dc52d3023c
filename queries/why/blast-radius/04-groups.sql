-- The flows that groups and network ACL may have refused, numbered by what the rules answer alike: senders on the Internet are
-- many, and blocks of addresses few.
CREATE OR REPLACE TEMP TABLE blast_grouped_flows AS
SELECT
  CAST(dense_rank() OVER (ORDER BY f.change, f.interface_id, f.subnet_id, f.dstport, b.block_id) AS INTEGER) - 1 AS group_no,
  f.change, f.interface_id, f.subnet_id, f.dstport, f.remote_hi, f.remote_lo, f.src_hi, f.src_lo, f.records
FROM blast_flows f
JOIN address_blocks b ON b.lo = f.remote_lo AND b.hi = f.remote_hi
WHERE NOT f.untracked_only OR (NOT f.is_syn_ack AND f.rowid NOT IN (SELECT flow FROM blast_answers));
