CREATE TABLE `agent_spend` (
	`instance_name` text NOT NULL,
	`day` text NOT NULL,
	`contact_id` text NOT NULL,
	`agent_profile_id` text NOT NULL,
	`turns` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	PRIMARY KEY(`instance_name`, `day`, `contact_id`, `agent_profile_id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `agent_spend_by_contact` ON `agent_spend` (`contact_id`) WHERE contact_id <> '';--> statement-breakpoint
CREATE INDEX `agent_spend_by_day` ON `agent_spend` (`day`);--> statement-breakpoint
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
ALTER TABLE `turns` ADD `input_tokens` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `output_tokens` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `cost_micros` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `is_answer_open` integer;