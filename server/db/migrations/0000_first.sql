CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`actorUserId` text,
	`action` text NOT NULL,
	`entityType` text NOT NULL,
	`entityId` text NOT NULL,
	`atUs` integer NOT NULL,
	`requestId` text NOT NULL,
	`detail` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_clinic` ON `audit` (`clinicId`,`atUs`);--> statement-breakpoint
CREATE INDEX `audit_entity` ON `audit` (`entityId`);--> statement-breakpoint
CREATE TABLE `auth_session` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`userId` text NOT NULL,
	`tokenHash` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`lastSeenAtUs` integer NOT NULL,
	`expiresAtUs` integer NOT NULL,
	`userAgent` text NOT NULL,
	`revokedAtUs` integer,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `auth_session_token` ON `auth_session` (`tokenHash`);--> statement-breakpoint
CREATE INDEX `auth_session_user` ON `auth_session` (`userId`);--> statement-breakpoint
CREATE TABLE `challenge` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text,
	`userId` text,
	`purpose` text NOT NULL,
	`challenge` text NOT NULL,
	`expiresAtUs` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `check_in` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`localDay` text NOT NULL,
	`atUs` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `check_in_patient` ON `check_in` (`patientId`,`localDay`);--> statement-breakpoint
CREATE TABLE `chunk` (
	`streamId` text NOT NULL,
	`sequence` integer NOT NULL,
	`clinicId` text NOT NULL,
	`sessionId` text NOT NULL,
	`sha256Hex` text NOT NULL,
	`byteLength` integer NOT NULL,
	`sampleCount` integer NOT NULL,
	`fromUs` integer NOT NULL,
	`toUs` integer NOT NULL,
	`receivedAtUs` integer NOT NULL,
	PRIMARY KEY(`streamId`, `sequence`),
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sessionId`) REFERENCES `session`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `chunk_session` ON `chunk` (`sessionId`);--> statement-breakpoint
CREATE TABLE `chunk_blob` (
	`streamId` text NOT NULL,
	`sequence` integer NOT NULL,
	`clinicId` text NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`streamId`, `sequence`),
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `clinic` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`simulated` integer DEFAULT false NOT NULL,
	`createdAtUs` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `correction` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`targetType` text NOT NULL,
	`targetId` text NOT NULL,
	`atUs` integer NOT NULL,
	`body` text NOT NULL,
	`byUserId` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `correction_target` ON `correction` (`targetId`);--> statement-breakpoint
CREATE TABLE `day_aggregate` (
	`patientId` text NOT NULL,
	`localDay` text NOT NULL,
	`clinicId` text NOT NULL,
	`body` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`patientId`, `localDay`),
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `day_aggregate_clinic` ON `day_aggregate` (`clinicId`,`localDay`);--> statement-breakpoint
CREATE TABLE `decision` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`sessionId` text,
	`kind` text NOT NULL,
	`atUs` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `decision_patient` ON `decision` (`patientId`,`atUs`);--> statement-breakpoint
CREATE INDEX `decision_session` ON `decision` (`sessionId`);--> statement-breakpoint
CREATE TABLE `flag` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`sessionId` text,
	`decisionId` text NOT NULL,
	`severity` integer NOT NULL,
	`openedAtUs` integer NOT NULL,
	`resolvedAtUs` integer,
	`resolvedByUserId` text,
	`resolvedNote` text,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decisionId`) REFERENCES `decision`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `flag_patient` ON `flag` (`patientId`,`resolvedAtUs`);--> statement-breakpoint
CREATE INDEX `flag_clinic` ON `flag` (`clinicId`,`resolvedAtUs`);--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`role` text NOT NULL,
	`displayName` text NOT NULL,
	`complaint` text DEFAULT '' NOT NULL,
	`tokenHash` text NOT NULL,
	`createdByUserId` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`expiresAtUs` integer NOT NULL,
	`acceptedAtUs` integer,
	`acceptedUserId` text,
	`revokedAtUs` integer,
	`patientId` text,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`createdByUserId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token` ON `invitation` (`tokenHash`);--> statement-breakpoint
CREATE INDEX `invitation_clinic` ON `invitation` (`clinicId`);--> statement-breakpoint
CREATE TABLE `passkey` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`userId` text NOT NULL,
	`publicKey` blob NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`label` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`lastUsedAtUs` integer,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `passkey_user` ON `passkey` (`userId`);--> statement-breakpoint
CREATE TABLE `patient` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`userId` text,
	`displayName` text NOT NULL,
	`simulated` integer DEFAULT false NOT NULL,
	`createdAtUs` integer NOT NULL,
	`lastSeenAtUs` integer,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `patient_clinic` ON `patient` (`clinicId`);--> statement-breakpoint
CREATE UNIQUE INDEX `patient_user` ON `patient` (`userId`);--> statement-breakpoint
CREATE TABLE `plan` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`createdByUserId` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plan_version` ON `plan` (`patientId`,`version`);--> statement-breakpoint
CREATE TABLE `profile` (
	`patientId` text NOT NULL,
	`version` integer NOT NULL,
	`clinicId` text NOT NULL,
	`body` text NOT NULL,
	`createdAtUs` integer NOT NULL,
	`createdByUserId` text NOT NULL,
	PRIMARY KEY(`patientId`, `version`),
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`startedAtUs` integer NOT NULL,
	`endedAtUs` integer,
	`localDay` text NOT NULL,
	`exerciseId` text NOT NULL,
	`state` text NOT NULL,
	`body` text NOT NULL,
	`summary` text,
	`liveSummary` text,
	`agrees` integer,
	`algorithmVersion` text,
	`decisionCount` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`createdAtUs` integer NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_patient` ON `session` (`patientId`,`startedAtUs`);--> statement-breakpoint
CREATE TABLE `session_event` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`sessionId` text NOT NULL,
	`atUs` integer NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sessionId`) REFERENCES `session`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_event_session` ON `session_event` (`sessionId`,`atUs`);--> statement-breakpoint
CREATE TABLE `stimulation` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`patientId` text NOT NULL,
	`sessionId` text,
	`localDay` text NOT NULL,
	`startedAtUs` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`patientId`) REFERENCES `patient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `stimulation_patient` ON `stimulation` (`patientId`,`startedAtUs`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`clinicId` text NOT NULL,
	`role` text NOT NULL,
	`email` text NOT NULL,
	`displayName` text NOT NULL,
	`passwordHash` text,
	`createdAtUs` integer NOT NULL,
	`disabledAtUs` integer,
	FOREIGN KEY (`clinicId`) REFERENCES `clinic`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email` ON `user` (`email`);--> statement-breakpoint
CREATE INDEX `user_clinic` ON `user` (`clinicId`);