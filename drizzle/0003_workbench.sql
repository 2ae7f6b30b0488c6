CREATE TABLE `openings` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`object` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `openings_account` ON `openings` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `job_runs` (
	`name` text PRIMARY KEY NOT NULL,
	`done_up_to` integer NOT NULL,
	`leased_until` integer DEFAULT 0 NOT NULL,
	`problem` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `buildings` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`grid_id` integer,
	`segment_id` integer,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`segment_id`) REFERENCES `segments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `buildings_name_unique` ON `buildings` (`name`);--> statement-breakpoint
CREATE INDEX `buildings_grid` ON `buildings` (`grid_id`);--> statement-breakpoint
CREATE TABLE `chiefs` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`grid_id` integer,
	`segment_id` integer,
	`building_id` integer,
	`shop_id` integer,
	`post` text NOT NULL,
	`name_sealed` text,
	`office_phone` text DEFAULT '' NOT NULL,
	`unit_id` integer,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`segment_id`) REFERENCES `segments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`building_id`) REFERENCES `buildings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`shop_id`) REFERENCES `shops`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `chiefs_grid` ON `chiefs` (`grid_id`);--> statement-breakpoint
CREATE INDEX `chiefs_segment` ON `chiefs` (`segment_id`);--> statement-breakpoint
CREATE INDEX `chiefs_building` ON `chiefs` (`building_id`);--> statement-breakpoint
CREATE INDEX `chiefs_shop` ON `chiefs` (`shop_id`);--> statement-breakpoint
CREATE TABLE `officers` (
	`id` integer PRIMARY KEY NOT NULL,
	`street` text NOT NULL,
	`force` text NOT NULL,
	`unit_id` integer NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `officers_place` ON `officers` (`street`,`force`);--> statement-breakpoint
CREATE TABLE `shops` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`grid_id` integer,
	`segment_id` integer,
	`building_id` integer,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`segment_id`) REFERENCES `segments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`building_id`) REFERENCES `buildings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shops_name_unique` ON `shops` (`name`);--> statement-breakpoint
CREATE INDEX `shops_grid` ON `shops` (`grid_id`);--> statement-breakpoint
CREATE INDEX `shops_segment` ON `shops` (`segment_id`);--> statement-breakpoint
CREATE TABLE `tenures` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ref` integer NOT NULL,
	`facts` text NOT NULL,
	`from` integer NOT NULL,
	`until` integer
);
--> statement-breakpoint
CREATE INDEX `tenures_ref` ON `tenures` (`kind`,`ref`,`from`);--> statement-breakpoint
CREATE UNIQUE INDEX `tenures_current` ON `tenures` (`kind`,`ref`) WHERE until IS NULL;--> statement-breakpoint
CREATE TABLE `asks` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`kind` text NOT NULL,
	`unit_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`reason` text NOT NULL,
	`value` real,
	`until` integer,
	`level` integer DEFAULT 1 NOT NULL,
	`at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` integer,
	`granted` integer,
	`answer` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `asks_open` ON `asks` (`at`) WHERE decided_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `asks_one_open` ON `asks` (`report_id`,`kind`) WHERE decided_at IS NULL;--> statement-breakpoint
CREATE INDEX `asks_report` ON `asks` (`report_id`);--> statement-breakpoint
CREATE INDEX `asks_unit` ON `asks` (`unit_id`,`at`);--> statement-breakpoint
CREATE TABLE `assists` (
	`report_id` integer NOT NULL,
	`unit_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`report_id`, `unit_id`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `assists_unit` ON `assists` (`unit_id`,`report_id`);--> statement-breakpoint
CREATE TABLE `calendar_days` (
	`day` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`note` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `due_marks` (
	`clock_id` integer NOT NULL,
	`mark` text NOT NULL,
	`due_at` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`clock_id`, `mark`, `due_at`),
	FOREIGN KEY (`clock_id`) REFERENCES `clocks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `field_sends` (
	`key` text PRIMARY KEY NOT NULL,
	`content_hash` text NOT NULL,
	`report_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`action` text NOT NULL,
	`input` text NOT NULL,
	`photos_expected` integer NOT NULL,
	`at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `field_sends_waiting` ON `field_sends` (`at`) WHERE done_at IS NULL;--> statement-breakpoint
CREATE INDEX `field_sends_report` ON `field_sends` (`report_id`);--> statement-breakpoint
CREATE TABLE `limit_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`category` text NOT NULL,
	`limit_type` text NOT NULL,
	`limit_value` real NOT NULL,
	`from` integer NOT NULL,
	`account_id` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `limit_settings_category` ON `limit_settings` (`category`,`from`);--> statement-breakpoint
CREATE TABLE `order_items` (
	`order_id` integer NOT NULL,
	`report_id` integer NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`done_at` integer,
	PRIMARY KEY(`order_id`, `report_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `order_items_waiting` ON `order_items` (`report_id`) WHERE state = 'waiting';--> statement-breakpoint
CREATE TABLE `orders` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`account_id` integer NOT NULL,
	`action` text NOT NULL,
	`input` text NOT NULL,
	`at` integer NOT NULL,
	`not_before` integer NOT NULL,
	`total` integer NOT NULL,
	`finished_at` integer,
	`undone_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_key_unique` ON `orders` (`key`);--> statement-breakpoint
CREATE INDEX `orders_waiting` ON `orders` (`not_before`) WHERE finished_at IS NULL AND undone_at IS NULL;--> statement-breakpoint
CREATE INDEX `orders_account` ON `orders` (`account_id`,`id`);--> statement-breakpoint
CREATE TABLE `reply_templates` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`category` text DEFAULT '' NOT NULL,
	`action` text NOT NULL,
	`words` text NOT NULL,
	`active` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE `saved_filters` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `saved_filters_account` ON `saved_filters` (`account_id`);--> statement-breakpoint
CREATE TABLE `second_looks` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`closed_at` integer NOT NULL,
	`passed_by` integer,
	`drawn_at` integer NOT NULL,
	`done_at` integer,
	`done_by` integer,
	`finding` text,
	`note` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`passed_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `second_looks_once` ON `second_looks` (`report_id`,`closed_at`);--> statement-breakpoint
CREATE INDEX `second_looks_open` ON `second_looks` (`drawn_at`) WHERE done_at IS NULL;--> statement-breakpoint
CREATE TABLE `takes` (
	`report_id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`until` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `office_settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `reporters` ADD `device_hash` text;--> statement-breakpoint
CREATE INDEX `reporters_device` ON `reporters` (`device_hash`);--> statement-breakpoint
ALTER TABLE `reports` ADD `handler_id` integer REFERENCES accounts(id);--> statement-breakpoint
ALTER TABLE `reports` ADD `supervision` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `reports` ADD `supervised_until` integer;--> statement-breakpoint
ALTER TABLE `reports` ADD `repeat_of_id` integer;--> statement-breakpoint
ALTER TABLE `reports` ADD `excused` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_supervised` ON `reports` (`supervised_until`) WHERE supervision <> 'none';--> statement-breakpoint
CREATE INDEX `audit_log_account` ON `audit_log` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`action`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_at` ON `audit_log` (`at`);