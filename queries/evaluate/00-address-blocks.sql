-- The innermost block of every address in `addresses(hi, lo)`: the last floor at or below it.
CREATE OR REPLACE TEMP TABLE address_blocks AS
WITH marks AS (
  SELECT family, from_hi AS hi, from_lo AS lo, 0 AS is_address, floor_no FROM address_floors
  UNION ALL
  SELECT DISTINCT address_family(hi, lo), hi, lo, 1, NULL FROM addresses WHERE hi IS NOT NULL AND lo IS NOT NULL
),
placed AS (
  SELECT hi, lo, is_address, max(floor_no) OVER (ORDER BY family, hi, lo, is_address ROWS UNBOUNDED PRECEDING) AS floor_no
  FROM marks
)
SELECT p.hi, p.lo, f.block_id
FROM placed p JOIN address_floors f USING (floor_no)
WHERE p.is_address = 1;
