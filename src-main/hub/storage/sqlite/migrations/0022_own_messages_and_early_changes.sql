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
CREATE INDEX `messages_of_phone` ON `messages` (`instance_name`,`text`) WHERE author = 'phone';