CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY NOT NULL,
	`login_name` text,
	`password_hash` text,
	`name` text DEFAULT '' NOT NULL,
	`phone_sealed` text,
	`phone_index` text,
	`role` text NOT NULL,
	`unit_id` integer,
	`active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_loginName_unique` ON `accounts` (`login_name`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_phoneIndex_unique` ON `accounts` (`phone_index`);--> statement-breakpoint
CREATE INDEX `accounts_role` ON `accounts` (`role`,`unit_id`);--> statement-breakpoint
CREATE TABLE `login_codes` (
	`phone_index` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`subject` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`last_at` integer NOT NULL,
	`locked_until` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	`role` text NOT NULL,
	`address` text,
	`action` text NOT NULL,
	`object` text NOT NULL,
	`detail` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_object` ON `audit_log` (`object`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`href` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `inbox_account` ON `inbox` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `inbox_unread` ON `inbox` (`account_id`) WHERE read_at IS NULL;--> statement-breakpoint
CREATE TABLE `base_features` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`shape` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `duties` (
	`id` integer PRIMARY KEY NOT NULL,
	`category` text NOT NULL,
	`grid_id` integer,
	`segment_id` integer,
	`unit_id` integer NOT NULL,
	`basis` text NOT NULL,
	`document` text DEFAULT '' NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`segment_id`) REFERENCES `segments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `duties_category` ON `duties` (`category`);--> statement-breakpoint
CREATE TABLE `grids` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`town` text NOT NULL,
	`lead_unit_id` integer,
	`partner_units` text DEFAULT '[]' NOT NULL,
	`shape` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`lead_unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grids_code_unique` ON `grids` (`code`);--> statement-breakpoint
CREATE TABLE `places` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`active` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `places_name_unique` ON `places` (`name`);--> statement-breakpoint
CREATE TABLE `segments` (
	`id` integer PRIMARY KEY NOT NULL,
	`street` text NOT NULL,
	`name` text NOT NULL,
	`class` text NOT NULL,
	`line` text NOT NULL,
	`active` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `segments_name_unique` ON `segments` (`name`);--> statement-breakpoint
CREATE TABLE `units` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`active` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `units_code_unique` ON `units` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `units_name_unique` ON `units` (`name`);--> statement-breakpoint
CREATE TABLE `clocks` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`name` text NOT NULL,
	`limit_type` text NOT NULL,
	`limit_value` real NOT NULL,
	`started_at` integer NOT NULL,
	`running_since` integer,
	`used_ms` integer NOT NULL,
	`stopped_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `clocks_report` ON `clocks` (`report_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `clocks_running` ON `clocks` (`report_id`,`name`) WHERE stopped_at IS NULL;--> statement-breakpoint
CREATE TABLE `report_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`action` text NOT NULL,
	`from` text,
	`to` text NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	`actor_role` text NOT NULL,
	`unit_id` integer,
	`note` text DEFAULT '' NOT NULL,
	`public_note` text DEFAULT '' NOT NULL,
	`facts` text,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `report_events_report` ON `report_events` (`report_id`,`id`);--> statement-breakpoint
CREATE TABLE `followers` (
	`report_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`report_id`, `account_id`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `followers_account` ON `followers` (`account_id`);--> statement-breakpoint
CREATE TABLE `map_cells` (
	`zoom` integer NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`category_group` text NOT NULL,
	`closed` integer NOT NULL,
	`count` integer NOT NULL,
	`sum_lat` real NOT NULL,
	`sum_lng` real NOT NULL,
	PRIMARY KEY(`zoom`, `x`, `y`, `category_group`, `closed`)
);
--> statement-breakpoint
CREATE TABLE `photos` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`report_id` integer NOT NULL,
	`stage` text NOT NULL,
	`n` integer NOT NULL,
	`at` integer NOT NULL,
	`upload_hash` text NOT NULL,
	`original` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`dhash` text NOT NULL,
	`decided_at` integer,
	`released` text,
	`masks` text,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `photos_key_unique` ON `photos` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `photos_place` ON `photos` (`report_id`,`stage`,`n`);--> statement-breakpoint
CREATE INDEX `photos_original` ON `photos` (`original`);--> statement-breakpoint
CREATE INDEX `photos_released` ON `photos` (`released`);--> statement-breakpoint
CREATE TABLE `ratings` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`rater` text NOT NULL,
	`closed_at` integer NOT NULL,
	`score` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ratings_once` ON `ratings` (`report_id`,`rater`,`closed_at`);--> statement-breakpoint
CREATE INDEX `ratings_dissatisfied` ON `ratings` (`at`,`report_id`) WHERE score = 'dissatisfied';--> statement-breakpoint
CREATE TABLE `reporters` (
	`report_id` integer PRIMARY KEY NOT NULL,
	`account_id` integer,
	`phone_sealed` text,
	`phone_index` text,
	`claim_hash` text,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reporters_account` ON `reporters` (`account_id`,`report_id`);--> statement-breakpoint
CREATE INDEX `reporters_claim` ON `reporters` (`claim_hash`);--> statement-breakpoint
CREATE INDEX `reporters_contact` ON `reporters` (`report_id`) WHERE phone_sealed IS NOT NULL;--> statement-breakpoint
CREATE TABLE `reports` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`content_hash` text NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`category` text NOT NULL,
	`category_group` text NOT NULL,
	`urgent` integer NOT NULL,
	`description` text NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`accuracy_m` real,
	`address` text NOT NULL,
	`place_name` text NOT NULL,
	`grid_id` integer,
	`segment_id` integer,
	`outside` integer NOT NULL,
	`occurred_at` integer NOT NULL,
	`submitted_at` integer NOT NULL,
	`photos_expected` integer NOT NULL,
	`ready_at` integer,
	`incomplete` integer DEFAULT false NOT NULL,
	`state` text NOT NULL,
	`step` integer NOT NULL,
	`state_since` integer NOT NULL,
	`due_at` integer,
	`due_soon_at` integer,
	`reject_reason` text,
	`merged_into_id` integer,
	`unit_id` integer,
	`basis` text,
	`basis_document` text DEFAULT '' NOT NULL,
	`gap` integer DEFAULT false NOT NULL,
	`rework_count` integer DEFAULT 0 NOT NULL,
	`urge_count` integer DEFAULT 0 NOT NULL,
	`supervise_count` integer DEFAULT 0 NOT NULL,
	`overdue` integer DEFAULT false NOT NULL,
	`closed_at` integer,
	`released_at` integer,
	`public_description` text DEFAULT '' NOT NULL,
	`public_lat` real NOT NULL,
	`public_lng` real NOT NULL,
	`cell_x` integer NOT NULL,
	`cell_y` integer NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`segment_id`) REFERENCES `segments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_key_unique` ON `reports` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `reports_code_unique` ON `reports` (`code`);--> statement-breakpoint
CREATE INDEX `reports_queue` ON `reports` (`state`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `reports_unit` ON `reports` (`unit_id`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `reports_awaiting_photos` ON `reports` (`submitted_at`) WHERE ready_at IS NULL;--> statement-breakpoint
CREATE INDEX `reports_merged` ON `reports` (`merged_into_id`) WHERE merged_into_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger` ON `reports` (`released_at`,`code`) WHERE released_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_group` ON `reports` (`category_group`,`released_at`,`code`) WHERE released_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_step` ON `reports` (`step`,`released_at`,`code`) WHERE released_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_grid` ON `reports` (`grid_id`,`released_at`,`code`) WHERE released_at IS NOT NULL;