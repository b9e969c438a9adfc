CREATE TABLE `conversation_counts` (
	`instance_name` text NOT NULL,
	`what` text NOT NULL,
	`label_id` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`instance_name`, `what`, `label_id`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `conversation_counts` (`instance_name`, `what`, `label_id`, `count`)
  SELECT `instance_name`, 'all', '', count(*) FROM `conversations` GROUP BY `instance_name`;
--> statement-breakpoint
INSERT INTO `conversation_counts` (`instance_name`, `what`, `label_id`, `count`)
  SELECT `instance_name`, 'group', '', sum(`kind` = 'group') FROM `conversations` GROUP BY `instance_name`;
--> statement-breakpoint
INSERT INTO `conversation_counts` (`instance_name`, `what`, `label_id`, `count`)
  SELECT c.`instance_name`, 'label', l.`label_id`, count(*) FROM `conversation_labels` l JOIN `conversations` c ON c.`id` = l.`conversation_id`
  GROUP BY c.`instance_name`, l.`label_id`;
--> statement-breakpoint
-- A row first and its number after: how an outer statement treats conflicts must not matter here.
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
