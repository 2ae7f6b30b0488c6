CREATE TABLE `recovery_codes` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `recovery_codes_account` ON `recovery_codes` (`account_id`);--> statement-breakpoint
CREATE TABLE `notice_settings` (
	`account_id` integer PRIMARY KEY NOT NULL,
	`message` integer NOT NULL,
	`quiet_from` integer NOT NULL,
	`quiet_to` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `outgoing` (
	`id` integer PRIMARY KEY NOT NULL,
	`inbox_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`channel` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`next_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`batch` integer,
	`sent_at` integer,
	`problem` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`inbox_id`) REFERENCES `inbox`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `outgoing_due` ON `outgoing` (`next_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `outgoing_account` ON `outgoing` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `outgoing_inbox` ON `outgoing` (`inbox_id`);--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_subscriptions_endpoint_unique` ON `push_subscriptions` (`endpoint`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_account` ON `push_subscriptions` (`account_id`);--> statement-breakpoint
CREATE TABLE `category_settings` (
	`category` text PRIMARY KEY NOT NULL,
	`near_metres` integer,
	`near_days` integer
);
--> statement-breakpoint
CREATE TABLE `supports` (
	`report_id` integer NOT NULL,
	`supporter` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`report_id`, `supporter`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `supports_supporter` ON `supports` (`supporter`,`at`);--> statement-breakpoint
CREATE TABLE `takedowns` (
	`id` integer PRIMARY KEY NOT NULL,
	`report_id` integer NOT NULL,
	`reason` text NOT NULL,
	`words` text NOT NULL,
	`contact_sealed` text,
	`at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` integer,
	`outcome` text,
	`answer` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `takedowns_open` ON `takedowns` (`due_at`) WHERE decided_at IS NULL;--> statement-breakpoint
CREATE INDEX `takedowns_report` ON `takedowns` (`report_id`);--> statement-breakpoint
CREATE INDEX `takedowns_contact` ON `takedowns` (`decided_at`) WHERE contact_sealed IS NOT NULL;--> statement-breakpoint
CREATE TABLE `watches` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`grid_id` integer,
	`category_group` text,
	`since` integer NOT NULL,
	`told_up_to` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `watches_account` ON `watches` (`account_id`);--> statement-breakpoint
ALTER TABLE `accounts` ADD `totp_sealed` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `totp_step` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `proven_at` integer;--> statement-breakpoint
ALTER TABLE `photos` ADD `withdrawn_at` integer;--> statement-breakpoint
CREATE INDEX `photos_undecided` ON `photos` (`stage`,`report_id`) WHERE decided_at IS NULL;--> statement-breakpoint
ALTER TABLE `reports` ADD `support_count` integer DEFAULT 0 NOT NULL;