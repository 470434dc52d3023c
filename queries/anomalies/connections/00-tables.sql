-- What the detectors read. All of it is derived from the records and the network, and replaced by each run; the steps that follow fill
-- it. Addresses are (hi, lo) pairs as in `records`. docs/connections.md says how each value comes about.

-- The connections that began in the window. `up` is from the client to the server.
CREATE OR REPLACE TABLE connections (
  connection_id BIGINT NOT NULL,
  context_id INTEGER NOT NULL,          -- of a record at the vantage: its interface, VPC, subnet …
  client_no INTEGER NOT NULL,           -- hosts.host_no
  server_no INTEGER NOT NULL,
  client_hi BIGINT NOT NULL,
  client_lo BIGINT NOT NULL,
  server_hi BIGINT NOT NULL,
  server_lo BIGINT NOT NULL,
  client_port INTEGER,                  -- NULL for protocols without ports, as is server_port
  server_port INTEGER,
  protocol INTEGER,
  start_s BIGINT NOT NULL,              -- Unix seconds
  end_s BIGINT NOT NULL,
  packets_up BIGINT NOT NULL,
  bytes_up BIGINT NOT NULL,
  packets_down BIGINT NOT NULL,
  bytes_down BIGINT NOT NULL,
  records INTEGER NOT NULL,             -- all counts are of the vantage; refused ones also of the server's interface
  accepted_records INTEGER NOT NULL,
  refused_records INTEGER NOT NULL,
  flags_up INTEGER,                     -- tcp-flags of all records OR-ed; NULL: not logged
  flags_down INTEGER,
  answered BOOLEAN NOT NULL,            -- the server sent packets, and not just a RST
  refused BOOLEAN NOT NULL,             -- something was refused, and nothing answered
  decision_id INTEGER,                  -- verdict_decisions of the refused packets
  client_inside BOOLEAN NOT NULL,
  server_inside BOOLEAN NOT NULL,
  aws_service VARCHAR,                  -- of the server's address, as the log names it
  orientation DOUBLE NOT NULL,          -- how clear it is who is the client: the votes' sum, without its sign
  backscatter BOOLEAN NOT NULL DEFAULT FALSE -- answers to packets with a forged source: a contact of nobody
);

-- Every address that is an end of some connection.
CREATE OR REPLACE TABLE hosts (
  host_no INTEGER NOT NULL,
  hi BIGINT NOT NULL,
  lo BIGINT NOT NULL,
  address VARCHAR NOT NULL,             -- as text; written once, for it takes longer than to look it up
  inside BOOLEAN NOT NULL,
  speaks BOOLEAN NOT NULL,              -- has an interface, or sent something; other addresses were only tried
  interface_id VARCHAR,
  instance_id VARCHAR,
  name VARCHAR,                         -- tag Name of the instance, else of the interface
  security_groups VARCHAR[] NOT NULL,   -- ids, sorted
  roles VARCHAR[] NOT NULL,             -- nat, load-balancer, database, bastion, resolver, mail, scanner, monitoring
  declared_ports INTEGER[] NOT NULL     -- that groups open to 0.0.0.0/0 or ::/0, and listeners; sorted
);

-- One row: what was looked at, and with which fields.
CREATE OR REPLACE TABLE analysis (
  since_s BIGINT,                       -- of the window, or of the records where it is open; NULL: no records
  until_s BIGINT,
  aggregation_s INTEGER NOT NULL,       -- 60 or 600
  has_flags BOOLEAN NOT NULL,
  has_direction BOOLEAN NOT NULL,
  has_packet_addresses BOOLEAN NOT NULL,
  has_aws_service BOOLEAN NOT NULL,
  has_accepts BOOLEAN NOT NULL,
  has_refusals BOOLEAN NOT NULL,
  has_network BOOLEAN NOT NULL,
  inside_hosts INTEGER NOT NULL,        -- those that speak
  history_days INTEGER NOT NULL         -- whole days before the window that the store holds
);

-- Who spoke with whom on each day before the window.
CREATE OR REPLACE TABLE daily_edges (
  day INTEGER NOT NULL,                 -- days since 1970-01-01, UTC
  client_hi BIGINT NOT NULL,
  client_lo BIGINT NOT NULL,
  server_hi BIGINT NOT NULL,
  server_lo BIGINT NOT NULL,
  server_port INTEGER,
  protocol INTEGER,
  connections BIGINT NOT NULL,
  answered_connections BIGINT NOT NULL,
  bytes_up BIGINT NOT NULL,
  bytes_down BIGINT NOT NULL,
  first_s BIGINT NOT NULL,
  last_s BIGINT NOT NULL
);

-- How many connections from outside an own service answered in each hour before the window that had any.
CREATE OR REPLACE TABLE hourly_arrivals (
  day INTEGER NOT NULL,                 -- days since 1970-01-01, UTC
  hour INTEGER NOT NULL,                -- of the day, 0-23
  server_hi BIGINT NOT NULL,
  server_lo BIGINT NOT NULL,
  server_port INTEGER NOT NULL,
  protocol INTEGER NOT NULL,
  connections BIGINT NOT NULL
);

-- The connections for people: addresses as text, times as timestamps in UTC, the names of both ends.
CREATE OR REPLACE VIEW connection_log AS
SELECT
  n.connection_id, x.interface_id,
  c.address AS client, n.client_port, c.name AS client_name,
  s.address AS server, n.server_port, s.name AS server_name,
  n.protocol, make_timestamp(n.start_s * 1000000) AS started, make_timestamp(n.end_s * 1000000) AS ended,
  n.start_s, n.end_s, n.end_s - n.start_s AS duration_s,
  n.packets_up, n.bytes_up, n.packets_down, n.bytes_down, n.records, n.accepted_records, n.refused_records,
  n.flags_up, n.flags_down, n.answered, n.refused, d.verdict, n.decision_id,
  n.client_inside, n.server_inside, n.aws_service, x.vpc_id, x.subnet_id, x.instance_id, n.orientation, n.backscatter
FROM connections n
JOIN hosts c ON c.host_no = n.client_no
JOIN hosts s ON s.host_no = n.server_no
JOIN contexts x ON x.context_id = n.context_id
LEFT JOIN verdict_decisions d ON d.decision_id = n.decision_id;
