/**
 * Hashes that policies forbid. Which policy judges an answer is not known here: one that is signed over such a hash is kept, and the
 * next place is asked for a better one.
 */
export const doubtfulAlgorithms: readonly string[] = ['md2', 'md4', 'md5', 'sha1'];
