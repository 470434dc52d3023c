-- Where, in address order, other blocks of the rules begin.
SELECT from_hi, from_lo FROM address_floors ORDER BY floor_no;
