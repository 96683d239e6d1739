/** Requests of a full batch. A message costs both sides about as much as two endpoints, so more would save nothing. */
export const requestsOfBatch = 50;

/** Bytes of a batch. A request takes some 500 bytes, and a hundred with long lists of `fetch.allow` take less than this. */
export const maxBatchBytes = 4_194_304;

/** Bytes of results that are put into one message; what goes beyond begins another one. A plain endpoint takes some 7 KB. */
export const goalResultBytes = 1_048_576;

/** Bytes of one message of results: one request may have the CRLs that `fetchBounds.bytesOfEndpoint` allows, in base64. */
export const maxResultBytes = 67_108_864;

/** Messages of results that wait for the one who scans. More are not taken by the broker, and workers stop. */
export const maxWaitingResults = 256;

/** A worker dials nothing more for a run of which so many messages wait. */
export const enoughWaitingResults = 64;

/** For how long a broker keeps the results of a run for which nobody asks: a scanner that was killed may be resumed until then. */
export const resultsKeptMs = 6 * 3_600_000;
