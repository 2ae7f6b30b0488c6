CREATE INDEX `reporters_phone` ON `reporters` (`phone_index`,`report_id`) WHERE phone_index IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_submitted` ON `reports` (`submitted_at`);--> statement-breakpoint
CREATE INDEX `reports_repeat` ON `reports` (`repeat_of_id`) WHERE repeat_of_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_gap` ON `reports` (`gap`) WHERE gap = 1;--> statement-breakpoint
CREATE INDEX `reports_overdue` ON `reports` (`overdue`) WHERE overdue = 1;--> statement-breakpoint
CREATE INDEX `reports_supervision` ON `reports` (`supervision`) WHERE supervision <> 'none';