CREATE TABLE `channel_keys` (
	`instance_name` text NOT NULL,
	`category` text NOT NULL,
	`id` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`instance_name`, `category`, `id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
