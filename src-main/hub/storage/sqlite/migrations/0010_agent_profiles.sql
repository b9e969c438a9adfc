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
ALTER TABLE `instances` ADD `agent_profile_id` text DEFAULT 'house' NOT NULL;--> statement-breakpoint
ALTER TABLE `turns` ADD `agent_profile_id` text;--> statement-breakpoint
ALTER TABLE `turns` ADD `agent_name` text;