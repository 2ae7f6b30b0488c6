CREATE TABLE `group_members` (
	`group_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`agreed_at` integer NOT NULL,
	PRIMARY KEY(`group_id`, `account_id`),
	FOREIGN KEY (`group_id`) REFERENCES `volunteer_groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `group_members_account` ON `group_members` (`account_id`);--> statement-breakpoint
CREATE TABLE `shift_feeds` (
	`account_id` integer PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_feeds_tokenHash_unique` ON `shift_feeds` (`token_hash`);--> statement-breakpoint
CREATE TABLE `spots_set_aside` (
	`spot` text PRIMARY KEY NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`actor_id` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `volunteer_groups` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`coordinator_id` integer,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`coordinator_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `volunteer_groups_code_unique` ON `volunteer_groups` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `volunteer_groups_name_unique` ON `volunteer_groups` (`name`);--> statement-breakpoint
CREATE INDEX `volunteer_groups_coordinator` ON `volunteer_groups` (`coordinator_id`);--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`number` text NOT NULL,
	`account_id` integer NOT NULL,
	`volunteer_number` text NOT NULL,
	`holder_sealed` text,
	`from_day` text NOT NULL,
	`to_day` text NOT NULL,
	`measured_minutes` integer NOT NULL,
	`vouched_minutes` integer NOT NULL,
	`shift_count` integer NOT NULL,
	`issuer` text NOT NULL,
	`issued_at` integer NOT NULL,
	`revoked_at` integer,
	`revoked_by_id` integer,
	`revoke_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`revoked_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_code_unique` ON `certificates` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_number_unique` ON `certificates` (`number`);--> statement-breakpoint
CREATE INDEX `certificates_account` ON `certificates` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_issued` ON `certificates` (`issued_at`);--> statement-breakpoint
CREATE TABLE `hour_claims` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`shift_id` integer NOT NULL,
	`minutes` integer NOT NULL,
	`words` text NOT NULL,
	`at` integer NOT NULL,
	`answered_at` integer,
	`answered_by_id` integer,
	`granted` integer,
	`answer` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hour_claims_open` ON `hour_claims` (`shift_id`,`account_id`) WHERE answered_at IS NULL;--> statement-breakpoint
CREATE INDEX `hour_claims_account` ON `hour_claims` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `hour_claims_answered` ON `hour_claims` (`answered_at`,`id`);--> statement-breakpoint
CREATE TABLE `hours` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`shift_id` integer NOT NULL,
	`kind` text NOT NULL,
	`minutes` integer NOT NULL,
	`counted` integer NOT NULL,
	`rounding` text NOT NULL,
	`day` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`voucher_id` integer,
	`claim_id` integer,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`voucher_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `hour_claims`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `hours_account` ON `hours` (`account_id`,`day`);--> statement-breakpoint
CREATE INDEX `hours_shift` ON `hours` (`shift_id`,`account_id`);--> statement-breakpoint
CREATE INDEX `hours_day` ON `hours` (`day`);--> statement-breakpoint
CREATE TABLE `acts` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`content_hash` text NOT NULL,
	`shift_id` integer NOT NULL,
	`account_id` integer,
	`act` text NOT NULL,
	`by` text NOT NULL,
	`actor_id` integer,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`drift_ms` integer DEFAULT 0 NOT NULL,
	`answer` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`actor_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `acts_key_unique` ON `acts` (`key`);--> statement-breakpoint
CREATE INDEX `acts_shift` ON `acts` (`shift_id`,`id`);--> statement-breakpoint
CREATE INDEX `acts_account` ON `acts` (`account_id`,`id`);--> statement-breakpoint
CREATE TABLE `dissuasions` (
	`id` integer PRIMARY KEY NOT NULL,
	`shift_id` integer NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`n` integer NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dissuasions_key` ON `dissuasions` (`key`,`kind`);--> statement-breakpoint
CREATE INDEX `dissuasions_shift` ON `dissuasions` (`shift_id`,`kind`);--> statement-breakpoint
CREATE TABLE `shift_secrets` (
	`id` integer PRIMARY KEY NOT NULL,
	`shift_id` integer NOT NULL,
	`sealed` text NOT NULL,
	`since` integer NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_secrets_shift` ON `shift_secrets` (`shift_id`,`since`);--> statement-breakpoint
CREATE TABLE `team_photos` (
	`shift_id` integer PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`taken_by_id` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `shifts` ADD `finished_at` integer;--> statement-breakpoint
ALTER TABLE `shifts` ADD `lead_note` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `signups` ADD `proposed_by_id` integer REFERENCES accounts(id);--> statement-breakpoint
ALTER TABLE `signups` ADD `checked_in_at` integer;--> statement-breakpoint
ALTER TABLE `signups` ADD `checked_in_by` text;--> statement-breakpoint
ALTER TABLE `signups` ADD `left_at` integer;--> statement-breakpoint
ALTER TABLE `signups` ADD `left_by` text;--> statement-breakpoint
ALTER TABLE `volunteers` ADD `called_sealed` text;--> statement-breakpoint
ALTER TABLE `volunteers` ADD `person_sealed` text;--> statement-breakpoint
CREATE TRIGGER `hours_stay` BEFORE UPDATE ON `hours` BEGIN SELECT RAISE(ABORT, 'hours are corrected by a new row'); END;
--> statement-breakpoint
CREATE TRIGGER `hours_remain` BEFORE DELETE ON `hours` BEGIN SELECT RAISE(ABORT, 'hours are corrected by a new row'); END;
