CREATE TABLE `access_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`instance_name` text,
	`pattern` text NOT NULL,
	`type` text NOT NULL,
	`reason` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `access_rules_by_instance` ON `access_rules` (`instance_name`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scope` text NOT NULL,
	`instance_names` text,
	`created_at` text NOT NULL,
	`last_used_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `channel_keys` (
	`instance_name` text NOT NULL,
	`category` text NOT NULL,
	`id` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`instance_name`, `category`, `id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `instances` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`channel` text NOT NULL,
	`provider` text,
	`display_name` text DEFAULT '' NOT NULL,
	`is_active` integer NOT NULL,
	`is_answering` integer DEFAULT true,
	`is_default` integer NOT NULL,
	`settings` text NOT NULL,
	`secrets` text NOT NULL,
	`agent_profile_id` text DEFAULT 'house' NOT NULL,
	`behaviour` text NOT NULL,
	`routing` text DEFAULT '{}' NOT NULL,
	`house` text NOT NULL,
	`accepts_unsigned_webhooks` integer NOT NULL,
	`extra` text NOT NULL,
	`connection` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instances_name_unique` ON `instances` (`name`);--> statement-breakpoint
CREATE TABLE `number_sends` (
	`delivery_id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`at` text NOT NULL,
	`is_stranger` integer NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `number_sends_by_time` ON `number_sends` (`instance_name`,`at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`panel_key_hash` text DEFAULT '' NOT NULL,
	`files_key_hash` text DEFAULT '' NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`last_used_at` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `agent_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`secrets` text NOT NULL,
	`timeout_ms` integer NOT NULL,
	`flags` text NOT NULL,
	`health` text NOT NULL,
	`made_for` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `agent_spend` (
	`instance_name` text NOT NULL,
	`day` text NOT NULL,
	`contact_id` text NOT NULL,
	`agent_profile_id` text NOT NULL,
	`turns` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`audio_seconds` integer DEFAULT 0 NOT NULL,
	`cost_micros` integer NOT NULL,
	PRIMARY KEY(`instance_name`, `day`, `contact_id`, `agent_profile_id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `agent_spend_by_contact` ON `agent_spend` (`contact_id`) WHERE contact_id <> '';--> statement-breakpoint
CREATE INDEX `agent_spend_by_day` ON `agent_spend` (`day`);--> statement-breakpoint
CREATE TABLE `answered_days` (
	`instance_name` text NOT NULL,
	`day` text NOT NULL,
	`asked` integer NOT NULL,
	`exact` integer NOT NULL,
	`similar` integer NOT NULL,
	`fixed` integer NOT NULL,
	PRIMARY KEY(`instance_name`, `day`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `kept_answers` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`set_up` text NOT NULL,
	`context` text NOT NULL,
	`question` text NOT NULL,
	`asked` text NOT NULL,
	`answer` text NOT NULL,
	`agent_profile_id` text NOT NULL,
	`agent_name` text NOT NULL,
	`message_id` text,
	`turn_id` text,
	`uses` integer NOT NULL,
	`last_used_at` text,
	`kept_at` text NOT NULL,
	`vector_model` text,
	`vector` blob,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kept_answers_id_unique` ON `kept_answers` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `kept_answers_by_question` ON `kept_answers` (`instance_name`,`set_up`,`context`,`question`);--> statement-breakpoint
CREATE INDEX `kept_answers_by_message` ON `kept_answers` (`message_id`) WHERE message_id is not null;--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`name` text,
	`avatar_url` text,
	`agent_user_id` text,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `contacts_by_instance` ON `contacts` (`instance_name`,`last_seen_at`);--> statement-breakpoint
CREATE TABLE `conversation_counts` (
	`instance_name` text NOT NULL,
	`what` text NOT NULL,
	`label_id` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`instance_name`, `what`, `label_id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `conversation_labels` (
	`label_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	PRIMARY KEY(`label_id`, `conversation_id`),
	FOREIGN KEY (`label_id`) REFERENCES `labels`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversation_labels_by_conversation` ON `conversation_labels` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `conversation_summaries` (
	`conversation_id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`upto_seq` integer NOT NULL,
	`message_count` integer NOT NULL,
	`written_by` text NOT NULL,
	`written_at` text NOT NULL,
	`revision` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text,
	`contact_id` text,
	`last_message_at` text NOT NULL,
	`last_message_preview` text NOT NULL,
	`last_message_author` text,
	`unread_count` integer NOT NULL,
	`attention` text NOT NULL,
	`agent_session_id` text,
	`session_active_at` text,
	`context_from` text,
	`is_archived` integer NOT NULL,
	`created_at` text NOT NULL,
	`owner_kind` text DEFAULT 'bot' NOT NULL,
	`owner_name` text,
	`owner_since` text,
	`owner_until` text,
	`owner_reason` text,
	`owner_minutes` integer,
	`last_answer_failed` integer DEFAULT false NOT NULL,
	`labels` text DEFAULT '[]' NOT NULL,
	`draft_id` text,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_by_external_id` ON `conversations` (`instance_name`,`external_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_time` ON `conversations` (`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_instance_and_time` ON `conversations` (`instance_name`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_contact` ON `conversations` (`contact_id`);--> statement-breakpoint
CREATE INDEX `conversations_unread` ON `conversations` (`last_message_at`,`id`) WHERE unread_count > 0;--> statement-breakpoint
CREATE INDEX `conversations_waiting` ON `conversations` (`last_message_at`,`id`) WHERE owner_kind = 'waiting' or draft_id is not null;--> statement-breakpoint
CREATE INDEX `conversations_failed` ON `conversations` (`last_message_at`,`id`) WHERE attention <> 'none' or last_answer_failed = 1;--> statement-breakpoint
CREATE INDEX `conversations_paused` ON `conversations` (`last_message_at`,`id`) WHERE owner_kind = 'person';--> statement-breakpoint
CREATE TABLE `identities` (
	`instance_name` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`instance_name`, `kind`, `value`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `identities_by_contact` ON `identities` (`contact_id`);--> statement-breakpoint
CREATE TABLE `labels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`colour` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `merged_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `merged_conversations_by_conversation` ON `merged_conversations` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`contact_id` text,
	`conversation_id` text NOT NULL,
	`author` text NOT NULL,
	`text` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notes_by_conversation` ON `notes` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `notes_by_contact` ON `notes` (`contact_id`);--> statement-breakpoint
CREATE TABLE `call_journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`heads` text NOT NULL,
	`texts` text NOT NULL,
	`count` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE TABLE `early_changes` (
	`instance_name` text NOT NULL,
	`external_id` text NOT NULL,
	`type` text NOT NULL,
	`text` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`instance_name`, `external_id`, `type`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `early_receipts` (
	`instance_name` text NOT NULL,
	`external_id` text NOT NULL,
	`state` text NOT NULL,
	`error` text,
	`at` text NOT NULL,
	PRIMARY KEY(`instance_name`, `external_id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`mime_type` text NOT NULL,
	`file_name` text,
	`bytes` blob NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `media_by_instance` ON `media` (`instance_name`);--> statement-breakpoint
CREATE TABLE `media_fetches` (
	`message_id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` text NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `media_fetches_by_time` ON `media_fetches` (`not_before`);--> statement-breakpoint
CREATE TABLE `messages` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`contact_id` text,
	`external_id` text,
	`author` text NOT NULL,
	`author_name` text,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`media` text,
	`extra` text,
	`sent_at` text NOT NULL,
	`edited_at` text,
	`revoked_at` text,
	`turn_id` text,
	`delivery_id` text,
	`delivery_state` text,
	`delivery_error` text,
	`delivery_held` text,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_external_id` ON `messages` (`instance_name`,`external_id`);--> statement-breakpoint
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`seq`);--> statement-breakpoint
CREATE INDEX `messages_by_turn` ON `messages` (`turn_id`);--> statement-breakpoint
CREATE INDEX `messages_of_phone` ON `messages` (`instance_name`,`text`) WHERE author = 'phone';--> statement-breakpoint
CREATE INDEX `messages_with_media` ON `messages` (`seq`) WHERE media is not null;--> statement-breakpoint
CREATE TABLE `media_texts` (
	`message_id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`file_hash` text,
	`text` text DEFAULT '' NOT NULL,
	`is_shortened` integer DEFAULT false NOT NULL,
	`by` text,
	`language` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `media_texts_waiting` ON `media_texts` (`created_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `media_texts_by_file` ON `media_texts` (`instance_name`,`file_hash`) WHERE state = 'ready';--> statement-breakpoint
CREATE TABLE `deliveries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`turn_id` text,
	`message_id` text NOT NULL,
	`origin` text NOT NULL,
	`part` text NOT NULL,
	`pause_before_ms` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` text,
	`external_id` text,
	`error` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`owner` text,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id_unique` ON `deliveries` (`id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_turn` ON `deliveries` (`turn_id`);--> statement-breakpoint
CREATE INDEX `deliveries_troubled` ON `deliveries` (`conversation_id`,`state`) WHERE state in ('failed', 'unknown');--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`owner`) WHERE owner is not null;--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`agent_name` text NOT NULL,
	`text` text NOT NULL,
	`thought` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drafts_by_conversation` ON `drafts` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `saved_replies` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text,
	`shortcut` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `saved_replies_by_instance` ON `saved_replies` (`instance_name`);--> statement-breakpoint
CREATE TABLE `scheduled` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`text` text NOT NULL,
	`by` text NOT NULL,
	`send_at` text NOT NULL,
	`state` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `scheduled_by_time` ON `scheduled` (`state`,`send_at`);--> statement-breakpoint
CREATE INDEX `scheduled_by_conversation` ON `scheduled` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `search_dirty_messages` (
	`seq` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_dirty_people` (
	`conversation_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_people` (
	`seq` integer PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_people_conversation_id_unique` ON `search_people` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `search_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`low` integer NOT NULL,
	`high` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `dry_runs` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`turn_id` text,
	`run` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dry_runs_id_unique` ON `dry_runs` (`id`);--> statement-breakpoint
CREATE INDEX `dry_runs_by_turn` ON `dry_runs` (`turn_id`) WHERE turn_id is not null;--> statement-breakpoint
CREATE TABLE `examples` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`example` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `late_replies` (
	`turn_id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`token_hash` text NOT NULL,
	`is_accepted` integer NOT NULL,
	`expires_at` text NOT NULL,
	`reply` text,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `late_replies_by_token` ON `late_replies` (`token_hash`);--> statement-breakpoint
CREATE TABLE `trace_payloads` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`turn_id` text NOT NULL,
	`instance_name` text NOT NULL,
	`stage` text NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	`status_code` integer,
	`size_bytes` integer NOT NULL,
	`body` blob NOT NULL,
	`is_deflated` integer NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `trace_payloads_by_turn` ON `trace_payloads` (`turn_id`);--> statement-breakpoint
CREATE TABLE `turn_stats` (
	`instance_name` text NOT NULL,
	`slot` integer NOT NULL,
	`received` integer NOT NULL,
	`answered` integer NOT NULL,
	`handed_over` integer DEFAULT 0 NOT NULL,
	`stopped` integer NOT NULL,
	`failed` integer NOT NULL,
	`answer_times` text NOT NULL,
	PRIMARY KEY(`instance_name`, `slot`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `turn_stats_by_slot` ON `turn_stats` (`slot`);--> statement-breakpoint
CREATE TABLE `turns` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text,
	`contact_id` text,
	`contact_name` text,
	`contact_phone` text,
	`message_id` text,
	`message_external_id` text,
	`message_kind` text NOT NULL,
	`message_preview` text NOT NULL,
	`message_count` integer NOT NULL,
	`has_media` integer NOT NULL,
	`has_quote` integer NOT NULL,
	`state` text NOT NULL,
	`stop_code` text,
	`reason` text,
	`error_stage` text,
	`merged_into` text,
	`agent_kind` text,
	`agent_profile_id` text,
	`agent_name` text,
	`agent_succeeded` integer,
	`channel_succeeded` integer,
	`session_name` text,
	`agent_session_id` text,
	`input_tokens` integer,
	`output_tokens` integer,
	`cost_micros` integer,
	`is_answer_open` integer,
	`is_handed_over` integer,
	`agent_duration_ms` integer,
	`total_duration_ms` integer,
	`steps` text NOT NULL,
	`received_at` text NOT NULL,
	`completed_at` text,
	`owner` text,
	`taken_up` integer DEFAULT 0 NOT NULL,
	`rerun_of` text,
	`is_digested` integer,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_id_unique` ON `turns` (`id`);--> statement-breakpoint
CREATE INDEX `turns_by_instance` ON `turns` (`instance_name`,`received_at`);--> statement-breakpoint
CREATE INDEX `turns_by_time` ON `turns` (`received_at`);--> statement-breakpoint
CREATE INDEX `turns_rare` ON `turns` (`state`,`received_at`) WHERE state in ('failed', 'stopped', 'merged');--> statement-breakpoint
CREATE INDEX `turns_undigested` ON `turns` (`seq`) WHERE completed_at is not null and is_digested is null;--> statement-breakpoint
CREATE INDEX `turns_merged` ON `turns` (`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX `turns_open` ON `turns` (`owner`) WHERE owner is not null;
--> statement-breakpoint
-- What drizzle cannot describe: the search tables, triggers that keep counts and searches true, and the first rows.
CREATE VIRTUAL TABLE message_search USING fts5(text, instance, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
CREATE VIRTUAL TABLE people_search USING fts5(names, numbers, instance, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
CREATE VIRTUAL TABLE `turns_search` USING fts5(`words`, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE TRIGGER search_message_changed AFTER UPDATE OF text, revoked_at ON messages BEGIN
  INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (new.seq);
END;
--> statement-breakpoint
CREATE TRIGGER search_message_gone AFTER DELETE ON messages BEGIN
  INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (old.seq);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_new AFTER INSERT ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_changed AFTER UPDATE OF name, contact_id, external_id ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_gone AFTER DELETE ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (old.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_contact_renamed AFTER UPDATE OF name ON contacts WHEN new.name IS NOT old.name BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) SELECT id FROM conversations WHERE contact_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER search_identity_new AFTER INSERT ON identities BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) SELECT id FROM conversations WHERE contact_id = new.contact_id;
END;
--> statement-breakpoint
CREATE TRIGGER `turns_search_forget` AFTER DELETE ON `turns` WHEN old.is_digested = 1 BEGIN
  DELETE FROM `turns_search` WHERE rowid = old.seq;
END;
--> statement-breakpoint
CREATE TRIGGER `conversation_counts_added` AFTER INSERT ON `conversations` BEGIN
  INSERT OR IGNORE INTO `conversation_counts` (`instance_name`, `what`, `label_id`, `count`)
    VALUES (new.`instance_name`, 'all', '', 0), (new.`instance_name`, 'group', '', 0);
  UPDATE `conversation_counts` SET `count` = `count` + 1
    WHERE `instance_name` = new.`instance_name` AND `label_id` = '' AND (`what` = 'all' OR (`what` = 'group' AND new.`kind` = 'group'));
END;
--> statement-breakpoint
CREATE TRIGGER `conversation_counts_removed` BEFORE DELETE ON `conversations` BEGIN
  -- While it is still known of which instance they are.
  DELETE FROM `conversation_labels` WHERE `conversation_id` = old.`id`;
  UPDATE `conversation_counts` SET `count` = `count` - 1
    WHERE `instance_name` = old.`instance_name` AND `label_id` = '' AND (`what` = 'all' OR (`what` = 'group' AND old.`kind` = 'group'));
END;
--> statement-breakpoint
CREATE TRIGGER `conversation_counts_changed` AFTER UPDATE OF `kind` ON `conversations` WHEN (old.`kind` = 'group') <> (new.`kind` = 'group') BEGIN
  UPDATE `conversation_counts` SET `count` = `count` + iif(new.`kind` = 'group', 1, -1)
    WHERE `instance_name` = new.`instance_name` AND `what` = 'group' AND `label_id` = '';
END;
--> statement-breakpoint
CREATE TRIGGER `conversation_counts_labelled` AFTER INSERT ON `conversation_labels` BEGIN
  INSERT OR IGNORE INTO `conversation_counts` (`instance_name`, `what`, `label_id`, `count`)
    SELECT `instance_name`, 'label', new.`label_id`, 0 FROM `conversations` WHERE `id` = new.`conversation_id`;
  UPDATE `conversation_counts` SET `count` = `count` + 1 WHERE `what` = 'label' AND `label_id` = new.`label_id`
    AND `instance_name` = (SELECT `instance_name` FROM `conversations` WHERE `id` = new.`conversation_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `conversation_counts_unlabelled` AFTER DELETE ON `conversation_labels` BEGIN
  UPDATE `conversation_counts` SET `count` = `count` - 1 WHERE `what` = 'label' AND `label_id` = old.`label_id`
    AND `instance_name` = (SELECT `instance_name` FROM `conversations` WHERE `id` = old.`conversation_id`);
END;
--> statement-breakpoint
INSERT INTO `search_state` (`id`, `low`, `high`) VALUES (1, 1, 0);
--> statement-breakpoint
INSERT INTO `agent_profiles` (`id`, `name`, `kind`, `settings`, `secrets`, `timeout_ms`, `flags`, `health`, `made_for`, `created_at`, `updated_at`)
VALUES ('house', 'House agent', 'house', '{}', '{}', 60000, '{"usesPersonalData":false,"takesImages":false}', '{"state":"unknown","lastOkAt":null,"lastError":null}', NULL, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
