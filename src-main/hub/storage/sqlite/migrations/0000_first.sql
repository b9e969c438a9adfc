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
	`is_archived` integer NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_by_external_id` ON `conversations` (`instance_name`,`external_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_time` ON `conversations` (`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_instance_and_time` ON `conversations` (`instance_name`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_contact` ON `conversations` (`contact_id`);--> statement-breakpoint
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
CREATE TABLE `instances` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`channel` text NOT NULL,
	`provider` text,
	`is_active` integer NOT NULL,
	`is_default` integer NOT NULL,
	`settings` text NOT NULL,
	`secrets` text NOT NULL,
	`agent` text NOT NULL,
	`behaviour` text NOT NULL,
	`house` text NOT NULL,
	`accepts_unsigned_webhooks` integer NOT NULL,
	`extra` text NOT NULL,
	`connection` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instances_name_unique` ON `instances` (`name`);--> statement-breakpoint
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
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_external_id` ON `messages` (`instance_name`,`external_id`);--> statement-breakpoint
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`seq`);--> statement-breakpoint
CREATE INDEX `messages_by_turn` ON `messages` (`turn_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
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
	`agent_succeeded` integer,
	`channel_succeeded` integer,
	`session_name` text,
	`agent_session_id` text,
	`agent_duration_ms` integer,
	`total_duration_ms` integer,
	`steps` text NOT NULL,
	`received_at` text NOT NULL,
	`completed_at` text,
	`owner` text,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_id_unique` ON `turns` (`id`);--> statement-breakpoint
CREATE INDEX `turns_by_instance` ON `turns` (`instance_name`,`seq`);--> statement-breakpoint
CREATE INDEX `turns_by_time` ON `turns` (`received_at`);--> statement-breakpoint
CREATE INDEX `turns_merged` ON `turns` (`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX `turns_open` ON `turns` (`owner`) WHERE owner is not null;