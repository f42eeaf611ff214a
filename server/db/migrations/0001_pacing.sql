CREATE TABLE `day_decision` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`localDay` text NOT NULL,
	`ruleId` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`madeAtUs` integer NOT NULL,
	`withdrawn` integer DEFAULT false NOT NULL,
	`endedAtUs` integer,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `day_decision_now` ON `day_decision` (`id`) WHERE "endedAtUs" is null;--> statement-breakpoint
CREATE INDEX `day_decision_patient` ON `day_decision` (`patientId`,`localDay`);--> statement-breakpoint
CREATE TABLE `pacing_config` (
	`owner` text NOT NULL,
	`version` integer NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text,
	`fromDay` text NOT NULL,
	`body` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`createdByUserId` text NOT NULL,
	PRIMARY KEY(`owner`, `version`),
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pacing_state` (
	`patientId` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`readSeq` integer NOT NULL,
	`localDay` text NOT NULL,
	`rereadAtUs` integer,
	`basis` text NOT NULL,
	`state` text NOT NULL,
	`view` text NOT NULL,
	`refused` text NOT NULL,
	`panel` text NOT NULL,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `pacing_state_clinic` ON `pacing_state` (`clinicId`);--> statement-breakpoint
CREATE TABLE `patient_event` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`localDay` text NOT NULL,
	`atUs` integer NOT NULL,
	`type` text NOT NULL,
	`offsetMinutes` integer,
	`body` text NOT NULL,
	`arrivedAtUs` integer NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `patient_event_id` ON `patient_event` (`patientId`,`id`);--> statement-breakpoint
CREATE INDEX `patient_event_arrival` ON `patient_event` (`patientId`,`seq`);