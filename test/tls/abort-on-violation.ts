import { abort } from '../../src/tls/handshake-error.ts';
import type { NoteViolation } from '../../src/tls/note-violation.ts';

/** A strict reader's way with broken rules: each ends the reading. */
export const abortOnViolation: NoteViolation = ({ message }) => abort(message);
