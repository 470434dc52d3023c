-- Account and region of each object as AWS names it and the folders above it: 123456789012_vpcflowlogs_eu-west-1_fl-…,
-- AWSLogs/123456789012/vpcflowlogs/eu-west-1/…, aws-account-id=123456789012/…/aws-region=eu-west-1/… A context in objects of
-- one account and region is a capture, with the number context_id + capture_offset: joins by one dense integer are fast.
CREATE OR REPLACE TEMP TABLE status_objects AS
SELECT
  object_id, account_id, region, (dense_rank() OVER (ORDER BY account_id, region) - 1) * (SELECT coalesce(max(context_id), 0) + 1 FROM contexts)
    AS capture_offset
FROM (
  SELECT
    object_id,
    nullif(regexp_extract(name, '(?:^|[/=])([0-9]{12})(?:_vpcflowlogs_|/vpcflowlogs/|/aws-service=vpcflowlogs/)', 1), '') AS account_id,
    nullif(regexp_extract(name, '(?:_vpcflowlogs_|/vpcflowlogs/|/aws-region=)([a-z]+(?:-[a-z]+)+-[0-9]+)[_/]', 1), '') AS region
  FROM objects
);
