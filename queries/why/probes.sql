-- The packets that are asked of the rules, in a store of their own. An interface that is not known is evaluated by its subnet.
-- `icmp_type` and `icmp_code` say which ICMP packet it is; NULL: any.
CREATE OR REPLACE TABLE probes (
  key_id INTEGER NOT NULL,
  interface_id VARCHAR,
  subnet_id VARCHAR,
  egress BOOLEAN NOT NULL,
  protocol INTEGER NOT NULL,
  dstport INTEGER,
  remote_hi BIGINT NOT NULL,
  remote_lo BIGINT NOT NULL,
  tracked BOOLEAN NOT NULL,
  icmp_type INTEGER,
  icmp_code INTEGER
);
