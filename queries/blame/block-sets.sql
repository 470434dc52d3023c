-- The sets that hold each block.
SELECT block_id, set_id FROM block_sets ORDER BY block_id, set_id;
