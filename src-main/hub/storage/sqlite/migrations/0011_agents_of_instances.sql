-- Every instance had its own agent; now it points to a saved one. Keys stay sealed as they are: the
-- place that the vault bound them to goes along.
INSERT INTO `agent_profiles` (`id`, `name`, `kind`, `settings`, `secrets`, `timeout_ms`, `flags`, `health`, `made_for`, `created_at`, `updated_at`)
VALUES ('house', 'House agent', 'house', '{}', '{}', 60000, '{"usesPersonalData":false,"takesImages":false}', '{"state":"unknown","lastOkAt":null,"lastError":null}', NULL, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
--> statement-breakpoint
INSERT INTO `agent_profiles` (`id`, `name`, `kind`, `settings`, `secrets`, `timeout_ms`, `flags`, `health`, `made_for`, `created_at`, `updated_at`)
SELECT 'instance-' || `id`,
  CASE WHEN coalesce(json_extract(`agent`, '$.agentId'), '') IN ('', 'default') THEN `name` ELSE substr(json_extract(`agent`, '$.agentId'), 1, 100) END,
  'automagik',
  json_object('url', json_extract(`agent`, '$.url'), 'agentId', coalesce(json_extract(`agent`, '$.agentId'), 'default'), 'shape', coalesce(json_extract(`agent`, '$.shape'), 'auto')),
  CASE WHEN json_extract(`secrets`, '$.agentApiKey') IS NULL THEN '{}'
    ELSE json_object('apiKey', json_object('scope', 'instance/' || `name` || '/agentApiKey', 'sealed', json_extract(`secrets`, '$.agentApiKey'))) END,
  coalesce(json_extract(`agent`, '$.timeoutMs'), 60000),
  '{"usesPersonalData":true,"takesImages":true}',
  '{"state":"unknown","lastOkAt":null,"lastError":null}',
  `name`, `updated_at`, `updated_at`
FROM `instances`
-- An address that was entered before somebody went back to the house agent is kept, too.
WHERE json_extract(`agent`, '$.kind') = 'automagik' OR coalesce(json_extract(`agent`, '$.url'), '') <> '';
--> statement-breakpoint
UPDATE `instances` SET `agent_profile_id` = 'instance-' || `id` WHERE json_extract(`agent`, '$.kind') = 'automagik';
--> statement-breakpoint
UPDATE `instances` SET `secrets` = json_remove(`secrets`, '$.agentApiKey');
