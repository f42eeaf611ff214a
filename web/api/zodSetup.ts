import { z } from 'zod';

/** Imported before any schema: the content security policy forbids code made from strings, which zod would otherwise probe for. */
z.config({ jitless: true });
