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
CREATE INDEX `kept_answers_by_message` ON `kept_answers` (`message_id`) WHERE message_id is not null;