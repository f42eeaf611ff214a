import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration. Expand-only: add tables, columns and indexes; never rebuild a table. */
export default defineConfig({ dialect: 'sqlite', schema: './server/db/schema/*.ts', out: './server/db/migrations' });
