CREATE TABLE `conversation_labels` (
	`label_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	PRIMARY KEY(`label_id`, `conversation_id`),
	FOREIGN KEY (`label_id`) REFERENCES `labels`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversation_labels_by_conversation` ON `conversation_labels` (`conversation_id`);--> statement-breakpoint
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
CREATE TABLE `labels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`colour` text NOT NULL
);
--> statement-breakpoint
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
ALTER TABLE `conversations` ADD `owner_kind` text DEFAULT 'bot' NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `owner_name` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `owner_since` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `owner_until` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `owner_reason` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `owner_minutes` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `last_answer_failed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `labels` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `draft_id` text;--> statement-breakpoint
CREATE INDEX `conversations_unread` ON `conversations` (`last_message_at`,`id`) WHERE unread_count > 0;--> statement-breakpoint
CREATE INDEX `conversations_waiting` ON `conversations` (`last_message_at`,`id`) WHERE owner_kind = 'waiting' or draft_id is not null;--> statement-breakpoint
CREATE INDEX `conversations_failed` ON `conversations` (`last_message_at`,`id`) WHERE attention <> 'none' or last_answer_failed = 1;--> statement-breakpoint
CREATE INDEX `conversations_paused` ON `conversations` (`last_message_at`,`id`) WHERE owner_kind = 'person';--> statement-breakpoint
ALTER TABLE `turns` ADD `rerun_of` text;