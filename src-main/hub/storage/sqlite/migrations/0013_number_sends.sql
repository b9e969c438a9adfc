CREATE TABLE `number_sends` (
	`delivery_id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`conversation_id` text NOT NULL,
	`at` text NOT NULL,
	`is_stranger` integer NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `number_sends_by_time` ON `number_sends` (`instance_name`,`at`);