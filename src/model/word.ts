import { z } from 'zod';

/** Ids of policies and roles: open words. They stand in ids of endpoints, so without `/`, `|` and `@`. */
export const wordSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);
