import { integer, text } from 'drizzle-orm/sqlite-core';

/**
 * Columns that every table has alike. Every row carries clinicId (the tenant); health records keep their zod record whole in `body` (JSON)
 * beside the columns that queries need. Times are UTC us. Changes are expand-only.
 */
export const id = () => text().primaryKey();
export const us = () => integer();
