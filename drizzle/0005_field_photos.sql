CREATE TABLE `field_photos` (
	`key` text NOT NULL,
	`n` integer NOT NULL,
	`upload_hash` text NOT NULL,
	`original` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`dhash` text NOT NULL,
	PRIMARY KEY(`key`, `n`),
	FOREIGN KEY (`key`) REFERENCES `field_sends`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `field_photos_original` ON `field_photos` (`original`);--> statement-breakpoint
CREATE INDEX `second_looks_drawn` ON `second_looks` (`drawn_at`);