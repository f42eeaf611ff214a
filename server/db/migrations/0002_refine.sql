CREATE TABLE `refine_task` (
	`sessionId` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`notBeforeUs` integer NOT NULL,
	FOREIGN KEY (`sessionId`) REFERENCES `session`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `refine_task_due` ON `refine_task` (`notBeforeUs`);